import { InvalidArgumentError, Option } from 'commander'
import { writeDocument } from '../document'
import { ending } from '../help'
import { interruptible, takeSignals } from '../interrupt'
import { STATUS } from '../status'
import { UsageError } from '../usage'
import { report } from './json'
import { MODES } from './modes'
import { progressOn } from './progress'
import { Referee } from './referee'
import { story, withoutSabotage } from './text'

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

/** Aborts on the first interrupt; more of them change nothing, as the command is being ended already. */
function interruptedOnce() {
  const controller = new AbortController()
  const release = takeSignals(() => controller.abort())
  if (interruptible().aborted) controller.abort()
  return { signal: controller.signal, release }
}

const outcomeOf = ({ verdict, failed, ms }) => `${verdict}${failed === undefined ? '' : `, ${failed.length} failed`} (${(ms / 1000).toFixed(1)} s)`

/** All runs, one after the other: they may share ports, files and patience. */
async function judgeAll(referee, modes, progress) {
  progress.begin(modes.length + 1)
  try {
    progress.running('without sabotage')
    const baseline = await referee.baseline()
    progress.done('without sabotage', baseline.unusable ?? 'green')
    if (baseline.unusable !== undefined || baseline.run.problem !== undefined) return { baseline, modes: [] }
    const judged = []
    for (const mode of modes) {
      progress.running(mode)
      judged.push(await referee.judge(mode, baseline))
      progress.done(mode, outcomeOf(judged.at(-1)))
    }
    return { baseline, modes: judged }
  } finally {
    progress.end()
  }
}

function tell({ runner, baseline, modes }, { json }) {
  const { problem } = baseline.run
  if (problem !== undefined) throw new UsageError(`The command could not be started: ${problem.message}. Give it as words after --, not as one text in quotes.`)
  if (json) return writeDocument(report({ runner, baseline, modes }))
  return modes.length > 0 ? process.stdout.write(story(baseline, modes)) : process.stderr.write(withoutSabotage(baseline))
}

function statusOf({ baseline, modes }) {
  if (baseline.unusable !== undefined) return STATUS.usage
  return modes.every(({ verdict }) => verdict === 'caught') ? STATUS.ok : STATUS.failed
}

async function run(words, { mode = Object.keys(MODES), timeout: timeoutMs, json, verbose = false }) {
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

function milliseconds(text) {
  const ms = Number(text)
  if (/^\d+$/.test(text) && ms >= 1 && ms <= LONGEST_MS) return ms
  throw new InvalidArgumentError(`A whole number of milliseconds from 1 to ${LONGEST_MS}.`)
}

/** Adds the command to the program. */
function add(program) {
  program
    .command('sabotage')
    .summary('can your tests fail? run them against simulators that lie')
    .description('Can your tests fail? Runs them against simulators that lie, once for each lie, and tells which tests noticed.')
    .argument('<command...>', 'the test command, after --')
    .addOption(new Option('--mode <names...>', 'only these modes').choices(Object.keys(MODES)))
    .addOption(new Option('--timeout <ms>', 'the longest that one run may take').argParser(milliseconds).default(TEN_MINUTES_MS))
    .option('--verbose', "show the command's output, on stderr")
    .option('--json', 'print the report as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}

export { add }
