import { type Command, CommanderError } from 'commander'
import { asksForJson, writeOther } from './document'
import { documentFor, statusFor, wordsFor } from './failure'
import { interruptible, listen } from './interrupt'
import { inFlags } from './named'
import { STATUS } from './status'

const AT_ONCE = 'Ended at once. A write that was on its way may have landed; look again.'

interface How { json: boolean }

/** Tells what went wrong, as JSON too where that was asked for. */
function tell(error: unknown, { json }: How, then?: () => void): void {
  const words = wordsFor(error)
  const rest = () => (json ? writeOther(documentFor(error), then) : then?.())
  if (words === undefined) rest()
  else process.stderr.write(`${words}\n`, rest)
}

/** What the program has printed in place of a command's own output: its help, or its version. */
function tellHelp(text: string, { json }: How): void {
  if (json) writeOther({ ok: true, text })
  else process.stdout.write(text)
}

/** A reader that went away, as `head` does, has what it wanted: the work goes on, and ends with its own status. */
function tolerateClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => lost(stream, error))
}

/** Anything else, such as a full disk, means that the output is not what it claims to be. */
function lost(stream: NodeJS.WriteStream, { code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  process.once('exit', () => { process.exitCode = STATUS.failed })
  if (stream === process.stdout) process.stderr.write(`The output could not be written: ${message}\n`)
}

/** Where an error has passed by every command, nothing that is still under way can be trusted. */
function endOnCrash(how: How): void {
  process.once('uncaughtException', (error) => tell(error, how, () => process.exit(STATUS.failed)))
}

/** The last words of whoever is interrupted a second time. */
function lastWords({ json }: How): (leave: () => void) => void {
  return (leave) => {
    process.stderr.write(`${AT_ONCE}\n`)
    if (json) writeOther({ ok: false, error: { code: 'ABORTED', message: AT_ONCE, effect: 'unknown' } }, leave)
    else leave()
  }
}

/** Runs a program to its end; each command sets the exit status itself. */
export async function main(program: Command, args: string[]): Promise<void> {
  const how = { json: asksForJson(args) }
  tolerateClosedPipes()
  endOnCrash(how)
  listen(lastWords(how))
  const help: string[] = []
  for (const command of [program, ...program.commands]) command.configureOutput({ writeOut: (text) => help.push(text) })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return tellHelp(help.join(''), how)
    const error = inFlags(thrown, program.commands.find((command) => command.name() === args[0]) ?? program)
    process.exitCode = statusFor(error)
    // What was interrupted ends now, whatever else is still waited for.
    tell(error, how, interruptible().aborted ? () => process.exit() : undefined)
  }
}
