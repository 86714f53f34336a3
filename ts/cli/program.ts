import { Command } from 'commander'
import { painter, wantsColor } from '../timeline/render/color'
import { refuseFlagsAsValues } from './flags'

const bold = (text: string) => painter(true)(text, 'bold')

/** What all commands have in common; commander takes the colours out where a stream wants none. */
function shape(command: Command): Command {
  return command
    .exitOverride()
    .configureHelp({ styleTitle: bold })
    .configureOutput({ getOutHasColors: () => wantsColor(process.stdout), getErrHasColors: () => wantsColor(process.stderr) })
    .allowExcessArguments(false)
}

/** A program of these commands, or one that is a command itself; commands inherit its shape when they are added. */
export function makeProgram(name: string, build: (program: Command) => void): Command {
  const program = shape(new Command(name))
  build(program)
  for (const command of [program, ...program.commands]) refuseFlagsAsValues(command)
  return program
}
