import type { Command, Option } from 'commander'
import { Simulator } from '../../simulator/simulator'
import { VARIABLE } from '../../simulator/sabotage'
import { firstOf } from '../../boundary/signals'
import { commandOf, runCommand } from '../command'
import { flag } from '../flags'
import { ending } from '../help'
import { followNpm, interruptible } from '../interrupt'
import { STATUS } from '../status'
import { untilStopped } from '../until-stopped'
import { replay } from '../replay'
import { UsageError } from '../usage'
import { optionsOf } from './config'
import { ledToSimulator } from './environment'
import { FLAGS, optionOf } from './flags'
import { ledTo, warn } from './led'
import { tell } from './told'

const ENDING = ending({
  notes: [
    'With a command it runs for as long as the command does, and leaves stdout to it; otherwise it runs until it is interrupted. What it prints is for people, or with --print-env for a shell, or with --json for a program.',
  ],
  examples: [
    'npx playwright-genesys simulate -- npx playwright test',
    'npx playwright-genesys simulate --tls -- bash    # a shell that is led to it',
    'npx playwright-genesys simulate --config org.json --port 8080',
    '',
    'npx playwright-genesys simulate --print-env > simulator.env &',
    '. ./simulator.env             # in this shell, once the file is written',
    '',
    '# PowerShell; in another window: ... simulate --json > simulator.json',
    '$all = (Get-Content simulator.json | ConvertFrom-Json).environment',
    '$all.PSObject.Properties | % { Set-Item "env:$($_.Name)" $_.Value }',
  ],
  environment: [[VARIABLE, 'the mode in which it lies; docs/sabotage.md']],
  statuses: [
    [STATUS.ok, 'it was interrupted, or its stdin closed'],
    [STATUS.usage, 'the command line cannot be meant, or the port is taken'],
    ['other', `of the command: its own status; ${STATUS.notFound} where it is not found, ${STATUS.notExecutable} where it cannot be started; 128 and the number of the signal that ended it`],
  ],
})

/** What holds the other end of the pipe is gone, however it ended. */
function stdinCloses(): AbortSignal {
  const closes = new AbortController()
  process.stdin.resume().once('close', () => closes.abort()).once('error', () => closes.abort())
  return closes.signal
}

interface Flags { json?: true | undefined; printEnv?: true | undefined; untilStdinCloses?: true | undefined; config?: string; replay?: string; [flag: string]: unknown }

/** What a command has for itself. */
function refuseBesideCommand({ json, untilStdinCloses }: Pick<Flags, 'json' | 'untilStdinCloses'>, command: string[] | undefined): void {
  if (command === undefined) return
  if (json) throw new UsageError("--json goes only without a command: with one, stdout is the command's.")
  if (untilStdinCloses) throw new UsageError("--until-stdin-closes goes only without a command: with one, stdin is the command's.")
}

/** A recording is played as it is: of what makes an org it has its own. */
function playedAt({ port, ...flags }: Flags, self: Command): number | undefined {
  const given = Object.keys(flags).filter((flag) => self.getOptionValueSource(flag) === 'cli')
  if (given.length > 0) throw new UsageError(`--replay goes with --port alone: the recording has all else. ${given.join(', ')} cannot be meant beside it.`)
  return port as number | undefined
}

async function run(words: string[], { replay: replayed, json, printEnv, untilStdinCloses, ...flags }: Flags, self: Command): Promise<void> {
  if (replayed !== undefined) return replay(replayed, words, { port: playedAt({ json, printEnv, untilStdinCloses, ...flags }, self) }, self)
  const command = commandOf(words, self)
  refuseBesideCommand({ json, untilStdinCloses }, command)
  const signal = interruptible()
  followNpm()
  const simulator = await Simulator.start(optionsOf(flags))
  try {
    tell(simulator, { json, printEnv, command }, process)
    const runs = command !== undefined && !signal.aborted
    const ends = untilStdinCloses ? firstOf(signal, stdinCloses()).signal : signal
    process.exitCode = await (runs ? runLed(command, simulator) : untilStopped(ends))
  } finally {
    await simulator.stop()
  }
}

/** The command's environment names the simulator; what names the vendor's hosts in it all the same is led there. */
async function runLed(command: string[], simulator: Simulator): Promise<number> {
  const led = ledTo(simulator)
  try {
    const env = ledToSimulator(simulator.connection)
    const more = await led.open(env)
    warn(command, more, process.stderr)
    return await runCommand(command, { ...env, ...more })
  } finally {
    led.close()
  }
}

/** Limits are of one kind. */
const conflicting = (option: Option) => (option.long === '--limits' ? option.conflicts(['requestsPerMinute', 'limitWindow']) : option)

/** Adds the command to the program. */
export function add(program: Command): void {
  const command = program
    .command('simulate')
    .summary('run a simulated org for other processes, or for as long as a command runs')
    .description('Runs a simulated org, so that nobody needs a Genesys account: other processes reach it as a real one, by their environment.')
    .argument('[command...]', 'what to run with its environment set, after --')
    .option('--config <file>', 'a JSON file with options of Simulator.start; flags go before it')
    .option('--replay <file>', 'play a recording in its place; with --port alone, see the command replay')
    .option('--until-stdin-closes', 'also end when whatever holds its stdin does')
    .option('--print-env', 'print its environment as lines that a POSIX shell reads; on stderr beside a command')
    .addOption(flag('--json', 'print one line of JSON: url, deploymentId, queueId, caFile, connection, environment').conflicts('printEnv'))
    .addHelpText('after', ENDING)
    .action(run)
  FLAGS.forEach((each) => command.addOption(conflicting(optionOf(each))))
}
