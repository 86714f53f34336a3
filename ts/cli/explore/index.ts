import fs from 'node:fs'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ending } from '../help'
import { takeSignals, interruptible } from '../interrupt'
import { recognise } from '../runner'
import { STATUS } from '../status'
import { Declined } from '../usage'
import { clearFor } from '../writable'
import { CommandRunner } from './command'
import { type Exploration, Explorer, notSeen, whyNot } from './explorer'
import { report } from './json'
import { checkKinds } from './kinds'
import { writePages } from './pages'
import { PlaywrightRunner } from './playwright'
import { progressOn } from './progress'
import type { Runner } from './runner'
import { type Story, story } from './text'

const MINUTE_MS = 60_000
const ENDING = ending({
  notes: [
    'The command is run in the ordinary order first, and has to be green. Then its simulators bring frames, answers and drops in other orders, as a network or several servers might. An order in which a test fails is shrunk, run 20 times again, and told with both timelines on a page in explore-report/.',
    'Repeats of each Playwright test have an order each, in one run; any other command is run once for each order.',
  ],
  examples: [
    'npx playwright-genesys explore -- npx playwright test chat',
    'npx playwright-genesys explore --minutes 30 -- npx playwright test',
    'npx playwright-genesys explore --json report.json -- npx jest chat',
  ],
  statuses: [
    [STATUS.ok, 'no order failed'],
    [STATUS.failed, 'one did'],
    [STATUS.usage, 'nothing could be explored: the command fails in the ordinary order, meets no guest, cannot be started, or was interrupted; or the command line cannot be meant'],
  ],
})

interface Flags { schedules: number; minutes: number; deviations: number; seed: number; without?: string[]; clock?: true; json?: string; verbose?: boolean }

/** Aborts on the first interrupt; more of them change nothing, as the command is being ended already. */
function interruptedOnce() {
  const controller = new AbortController()
  const release = takeSignals(() => controller.abort())
  if (interruptible().aborted) controller.abort()
  return { signal: controller.signal, release }
}

function runnerOf(words: string[], verbose: boolean): Runner {
  const { name, through } = recognise(words)
  return name === 'playwright' ? new PlaywrightRunner(words, { through, verbose }) : new CommandRunner(words, { verbose })
}

/** A session that ends in the middle of a test is seldom what it is about. */
const leftOut = ({ without = [], clock }: Flags): string[] => (clock ? without : [...new Set([...without, 'clock'])])

function tell(words: string[], exploration: Exploration, flags: Flags): void {
  const { minutes, json, seed } = flags
  const all: Story = { exploration, told: writePages(exploration.tests, words), without: leftOut(flags), minutes }
  process.stdout.write(story(all))
  if (json !== undefined) fs.writeFileSync(json, report(all, seed))
  const unseen = notSeen(exploration.tests)
  if (all.told.size === 0 && unseen !== undefined) throw new Declined(unseen)
  process.exitCode = all.told.size === 0 ? STATUS.ok : STATUS.failed
}

async function run(words: string[], flags: Flags): Promise<void> {
  const { schedules: limit, minutes, deviations, seed, verbose = false } = flags
  const without = leftOut(flags)
  checkKinds(without)
  if (flags.json !== undefined) clearFor('--json', flags.json)
  const { signal, release } = interruptedOnce()
  try {
    const bounds = { limit, deviations, seed, without, ms: minutes * MINUTE_MS }
    const exploration = await new Explorer(runnerOf(words, verbose), { bounds, signal, progress: progressOn(process.stderr, { verbose }) }).explore()
    const reason = whyNot(exploration.ordinary)
    if (reason !== undefined) throw new Declined(reason)
    tell(words, exploration, flags)
  } finally {
    release()
  }
}

const whole = (least: number, most: number) => (text: string): number => {
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= least && count <= most) return count
  throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`)
}

function someMinutes(text: string): number {
  const minutes = Number(text)
  if (/^\d+(?:\.\d+)?$/.test(text) && minutes > 0 && minutes <= 1_440) return minutes
  throw new InvalidArgumentError('Minutes, up to 1440.')
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('explore')
    .summary('do your tests hold in other orders?')
    .description('Does a test hold in other orders? Runs it in those that a network could have brought, and tells the ones in which it fails.')
    .argument('<command...>', 'the test command, after --')
    .addOption(new Option('--schedules <n>', 'the most orders for each test').argParser(whole(1, 1_000_000)).default(200))
    .addOption(new Option('--minutes <n>', 'the longest that is searched').argParser(someMinutes).default(5))
    .addOption(new Option('--deviations <n>', 'the most deviations of one order').argParser(whole(1, 8)).default(2))
    .addOption(new Option('--seed <n>', 'another draw, where not all fit').argParser(whole(0, 2 ** 32 - 1)).default(1))
    .addOption(new Option('--without <kinds...>', 'kinds that stay in their order'))
    .option('--clock', 'move the clock to time-outs too, such as the end of a session')
    .option('--json <file>', 'write the report as JSON, too')
    .option('--verbose', "show the command's output, on stderr")
    .addHelpText('after', ENDING)
    .action(run)
}
