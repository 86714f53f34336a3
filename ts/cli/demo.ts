import { playClose } from './demo/close'
import type { Command } from 'commander'
import { type DemoFlags, addFlags, checkTogether } from './demo/flags'
import { playLive } from './demo/live'
import { show, write } from './demo/output'
import { suggestions } from './demo/suggestions'
import { playTrap } from './demo/trap'
import { type Scene, isClosed } from './demo/verdict'
import { ORG, ending } from './help'
import { orInterrupted } from './interrupt'
import { STATUS } from './status'
import { timeline } from '../timeline'

const COMMAND = 'npx playwright-genesys demo'
const DESCRIPTION = "A guest's payload closes a conversation, and a timeline shows whether the guest was told."

const endingFor = (command: string) => ending({
  notes: ['The timeline is also written to demo-report/, as a page, a picture and JSON.'],
  examples: [command.replace(/ --$/, ''), `${command} --disconnect off`, `${command} --trap`, `${command} --live --conversation <id>`],
  environment: ORG,
  when: ', for --live',
  statuses: [
    [STATUS.ok, 'the verdict is "closed"'],
    [STATUS.failed, 'it is not, which some scenes are there to show'],
    [STATUS.usage, 'the command line or the environment cannot be meant'],
  ],
})

/** Plays one scene. */
function play(flags: DemoFlags): Promise<Scene> {
  if (flags.live) return playLive(flags)
  return orInterrupted(flags.trap ? playTrap(flags) : playClose(flags))
}

/** Plays one scene and shows it; `command` is how it was called, for what it says of itself. */
async function run(flags: DemoFlags, command: string): Promise<void> {
  checkTogether(flags)
  const scene = await play(flags)
  const model = timeline(scene)
  const { stdout, stderr } = process
  show(model, { files: write(model), others: suggestions(flags, command), json: flags.json, stdout, stderr })
  process.exitCode = isClosed(scene.verdict) ? STATUS.ok : STATUS.failed
}

export function shape(command: Command, called: string): Command {
  const whole = addFlags(command.description(DESCRIPTION)).addHelpText('after', endingFor(called))
  return whole.action((flags: DemoFlags) => run(flags, called))
}

/** Adds the command to the program. */
export function add(program: Command): void {
  shape(program.command('demo').summary("a guest's payload closes a conversation, told as a timeline"), COMMAND)
}
