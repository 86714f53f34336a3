import type { Command } from 'commander'
import { binding } from '../../boundary/binding'
import { unwrap } from '../../boundary/call'
import { OF_A_REPLAY, environmentOf } from '../../surroundings/environment'
import type { ConnectionOptions } from '../../types/public'
import { commandOf, runCommand } from '../command'
import { number } from '../flags'
import { ending } from '../help'
import { followNpm, interruptible } from '../interrupt'
import { ledToSimulator } from '../simulate/environment'
import { STATUS } from '../status'
import { untilStopped } from '../until-stopped'

const ENDING = ending({
  notes: [
    'Answers and frames come in the recorded order, with made-up values: what was equal is equal. What the recording has from the other side is waited for. With a command it runs for as long as the command does.',
  ],
  examples: [
    'npx playwright-genesys replay run.jsonl -- node close.js',
    'npx playwright-genesys replay run.jsonl --pace',
  ],
  statuses: [
    [STATUS.ok, 'it was interrupted'],
    [STATUS.usage, 'no recording, or a command line that cannot be meant, or the port is taken'],
    ['other', `of the command: its own status; ${STATUS.notFound} where it is not found, ${STATUS.notExecutable} where it cannot be started; 128 and the number of the signal that ended it`],
  ],
})

interface Flags { port?: number | undefined; pace?: true }

/** Any credentials are good: it asks for none. */
const CREDENTIALS = { clientId: '0d1f7000-0000-4000-a000-000000000000', clientSecret: 'replayed' }

function connectionTo({ url, deploymentId }: { url: string; deploymentId: string }): ConnectionOptions {
  return { apiUrl: url, loginUrl: url, configUrl: url, guestUrl: url.replace('http', 'ws'), ...(deploymentId && { deploymentId }), ...CREDENTIALS }
}

function told(connection: ConnectionOptions): string {
  const lines = Object.entries(environmentOf(connection)).map(([name, value]) => `  ${name}=${value}`)
  return `The recording is played at ${connection.apiUrl}. Another process reaches it by its environment:\n${lines.join('\n')}\n\nCtrl-C stops it.\n`
}

export async function replay(recording: string, words: string[], { port, pace }: Flags, self: Command): Promise<void> {
  const command = commandOf(words, self)
  const signal = interruptible()
  followNpm()
  const played = new binding.NativeReplay()
  const connection = connectionTo(unwrap(played.start(recording, { ...(port !== undefined && { port }), pace: pace === true })))
  try {
    if (command === undefined) process.stdout.write(told(connection))
    process.exitCode = await (command === undefined ? untilStopped(signal) : runCommand(command, { ...ledToSimulator(connection), ...OF_A_REPLAY }))
  } finally {
    unwrap(await played.stop(new binding.Cancellation()))
  }
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('replay')
    .summary('play a recording to the tests that made it')
    .description('Plays a recording as an org of its own: answers and frames in their recorded order, with made-up values.')
    .argument('<file>', 'a file that record has written')
    .argument('[command...]', 'what to run with its environment set, after --')
    .addOption(number('--port <number>', 'the port'))
    .option('--pace', 'at the recorded pace, and not as fast as it goes')
    .addHelpText('after', ENDING)
    .action(replay)
}
