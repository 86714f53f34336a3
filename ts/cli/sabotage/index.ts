import { type Command, InvalidArgumentError, Option } from 'commander'
import { writeDocument } from '../document'
import { ending } from '../help'
import { interruptible, takeSignals } from '../interrupt'
import { STATUS } from '../status'
import { UsageError } from '../usage'
import { report } from './json'
import { MODE_NAMES, type Mode } from './modes'
import { type RunProgress, progressOn } from './progress'
import { Referee } from './referee'
import type { RunnerName } from '../runner'
import { story, withoutSabotage } from './text'
import type { JudgedMode, Judgement } from './verdict'

const TEN_MINUTES_MS = 600_000
/** What a timer of Node.js can hold. */
const LONGEST_MS = 2 ** 31 - 1

const ENDING = ending({
  notes: [
    'The command is run once as it is, and has to be green; then once for each mode, in which every simulator that it starts lies. Tests are told apart for Playwright, Jest and Vitest; of any other command the exit status counts.',
  ],
  examples: [
    'npx playwright-genesys sabotage -- npx playwright test',
    'npx playwright-genesys sabotage --mode reopens -- npx jest chat',
  ],
  statuses: [
    [STATUS.ok, 'every mode was caught'],
    [STATUS.failed, 'one was not'],
    [STATUS.usage, 'the suite is red without sabotage, has no tests, cannot be started, or was interrupted; or the command line cannot be meant'],
  ],
})

interface Flags { mode?: Mode[]; timeout: number; json?: true; verbose?: boolean }

/** Aborts on the first interrupt; more of them change nothing, as the command is being ended already. */
function interruptedOnce() {
  const controller = new AbortController()
  const release = takeSignals(() => controller.abort())
  if (interruptible().aborted) controller.abort()
  return { signal: controller.signal, release }
}

const outcomeOf = ({ verdict, failed, ms }: JudgedMode) => `${verdict}${failed === undefined ? '' : `, ${failed.length} failed`} (${(ms / 1000).toFixed(1)} s)`

/** All runs, one after the other: they may share ports, files and patience. */
async function judgeAll(referee: Referee, modes: Mode[], progress: RunProgress): Promise<Judgement> {
  progress.begin(modes.length + 1)
  try {
    progress.running('without sabotage')
    const baseline = await referee.baseline()
    progress.done('without sabotage', baseline.unusable ?? 'green')
    if (baseline.unusable !== undefined || baseline.run.problem !== undefined) return { baseline, modes: [] }
    const judged: JudgedMode[] = []
    for (const mode of modes) {
      progress.running(mode)
      const one = await referee.judge(mode, baseline)
      judged.push(one)
      progress.done(mode, outcomeOf(one))
    }
    return { baseline, modes: judged }
  } finally {
    progress.end()
  }
}

function tell({ runner, baseline, modes }: Judgement & { runner: RunnerName | undefined }, { json }: { json: true | undefined }): void {
  const { problem } = baseline.run
  if (problem !== undefined) throw new UsageError(`The command could not be started: ${problem.message}. Give it as words after --, not as one text in quotes.`)
  if (json) writeDocument(report({ runner, baseline, modes }))
  else if (modes.length > 0) process.stdout.write(story(baseline, modes))
  else process.stderr.write(withoutSabotage(baseline))
}

function statusOf({ baseline, modes }: Judgement): number {
  if (baseline.unusable !== undefined) return STATUS.usage
  return modes.every(({ verdict }) => verdict === 'caught') ? STATUS.ok : STATUS.failed
}

async function run(words: string[], { mode = MODE_NAMES, timeout: timeoutMs, json, verbose = false }: Flags): Promise<void> {
  const { signal, release } = interruptedOnce()
  const referee = new Referee(words, { timeoutMs, verbose, signal })
  try {
    const all = await judgeAll(referee, [...new Set(mode)], progressOn(process.stderr, { verbose }))
    tell({ runner: referee.runner, ...all }, { json })
    process.exitCode = statusOf(all)
  } finally {
    release()
  }
}

function milliseconds(text: string): number {
  const ms = Number(text)
  if (/^\d+$/.test(text) && ms >= 1 && ms <= LONGEST_MS) return ms
  throw new InvalidArgumentError(`A whole number of milliseconds from 1 to ${LONGEST_MS}.`)
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('sabotage')
    .summary('can your tests fail? run them against simulators that lie')
    .description('Can your tests fail? Runs them against simulators that lie, once for each lie, and tells which tests noticed.')
    .argument('<command...>', 'the test command, after --')
    .addOption(new Option('--mode <names...>', 'only these modes').choices(MODE_NAMES))
    .addOption(new Option('--timeout <ms>', 'the longest that one run may take').argParser(milliseconds).default(TEN_MINUTES_MS))
    .option('--verbose', "show the command's output, on stderr")
    .option('--json', 'print the report as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}
