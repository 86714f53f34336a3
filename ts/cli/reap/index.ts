import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { TABLES } from '../../options'
import { reapShowing } from '../../reap'
import type { Target } from '../../reap/plan'
import type { ReapReport } from '../../types/public'
import { writeDocument } from '../document'
import { ORG, ending } from '../help'
import { interruptible } from '../interrupt'
import { progressOn } from '../progress'
import { STATUS } from '../status'
import { Declined } from '../usage'
import { lacksReceipt, outcomes, preview, summary } from './text'

const { ledger } = TABLES.ReapOptions.fields

const ENDING = ending({
  notes: [
    "A conversation is ended only where the messages that the run saw on its own guest's socket lead to it. What belongs to a run that is alive, or to another org, is left alone.",
  ],
  examples: [
    'npx playwright-genesys reap --dry-run',
    'npx playwright-genesys reap --wrap-up "E2E Test Closure"',
  ],
  environment: [...ORG, [ledger.env[0], 'where the ledger is']],
  statuses: [
    [STATUS.ok, 'nothing that was to be ended stayed open'],
    [STATUS.failed, 'something failed, was refused, is unknown or could not be read, or it was interrupted'],
    [STATUS.usage, 'no org is named, the folder named is not there, or the command line cannot be meant'],
  ],
})

interface ReapFlags { ledger?: string; dryRun?: true; wrapUp?: string; includeLive?: true; json?: true }

/** Ends what a ledger says, showing it before; answers with the report. */
async function perform({ ledger: folder, dryRun, wrapUp, includeLive, json }: ReapFlags): Promise<ReapReport> {
  const { stdout, stderr } = process
  const progress = progressOn(stderr)
  const options = { ledger: folder, dryRun, wrapUp, includeLive, signal: interruptible(), onProgress: progress.show }
  const show = (targets: Target[]) => {
    if (json || dryRun || targets.length === 0) return
    stdout.write(preview(targets))
    progress.begin(targets.length)
  }
  try {
    return await reapShowing(options, show)
  } finally {
    progress.end()
  }
}

/** What could not be read may name a conversation too. */
const mayStayOpen = ({ failedTotal, refused, unknown, damaged, foreign }: ReapReport) => failedTotal + refused + unknown + damaged + foreign > 0

async function run(flags: ReapFlags): Promise<void> {
  // Where runs keep it there may be none yet; one that is named is meant, and was not seen.
  if (flags.ledger !== undefined && !existsSync(flags.ledger)) throw new Declined(`There is no ledger in ${flags.ledger}: no such folder.`)
  const report = await perform(flags)
  if (flags.json) writeDocument(`${JSON.stringify(report, null, 2)}\n`)
  else process.stdout.write(`${flags.dryRun ? outcomes(report) : ''}${summary(report, flags)}`)
  process.exitCode = mayStayOpen(report) || lacksReceipt(report, flags) ? STATUS.failed : STATUS.ok
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('reap')
    .summary('end what test runs opened and, being killed, never closed')
    .description('Ends what test runs opened and, being killed, never closed: the ledger of the Playwright fixtures knows.')
    .option('--ledger <folder>', `where the runs kept their ledger (default: ${ledger.default})`)
    .option('--dry-run', 'only tell what would be ended; nothing is written, neither to the org nor to the disk')
    .option('--wrap-up <code>', 'name or id of the wrap-up code, for conversations with an agent who needs one')
    .option('--include-live', 'also what belongs to runs that are alive, or that ran on another machine or in another container')
    .option('--json', 'print the report as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}
