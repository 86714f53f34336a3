'use strict'

const { TABLES } = require('../../lib/options')
const { reapShowing } = require('../../lib/reap')
const { STATUS } = require('../status')
const { progressOn } = require('./progress')
const { outcomes, preview, summary } = require('./text')

const FIELDS = TABLES.ReapOptions.fields
const [REGION, CLIENT_ID, CLIENT_SECRET] = ['region', 'clientId', 'clientSecret'].map((name) => FIELDS[name].env[0])

const MORE = `
The org and its credentials come from the environment: ${REGION},
${CLIENT_ID}, ${CLIENT_SECRET};
docs/options.md lists all names.

A conversation is ended only where the messages that the run saw on its own
guest's socket lead to it. What belongs to a run that is alive, or to another
org, is left alone.`

/** An interrupt ends the work in good order: what was ended until then is on record. */
function interruptible() {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => controller.abort(signal))
  return controller.signal
}

/** Ends what a ledger says, showing it before; answers with the report. */
async function perform({ ledger, dryRun, wrapUp, includeLive, json }) {
  const { stdout, stderr } = process
  const progress = progressOn(stderr)
  const options = { ledger, dryRun, wrapUp, includeLive, signal: interruptible(), onProgress: progress.show }
  const show = (targets) => {
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

const stayedOpen = ({ failedTotal, refused, unknown }) => failedTotal + refused + unknown > 0

async function run(flags) {
  const report = await perform(flags)
  const text = flags.dryRun ? outcomes(report) : ''
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}${summary(report, flags)}`)
  process.exitCode = stayedOpen(report) ? STATUS.failed : STATUS.ok
}

/** Adds the command to the program. */
function add(program) {
  program
    .command('reap')
    .description('end what test runs opened and, being killed, never closed')
    .option('--ledger <folder>', `where the runs kept their ledger (default: ${FIELDS.ledger.default}, or ${FIELDS.ledger.env[0]})`)
    .option('--dry-run', 'only tell what would be ended; nothing is written, neither to the org nor to the disk')
    .option('--wrap-up <code>', 'name or id of the wrap-up code, for conversations with an agent who needs one')
    .option('--include-live', 'also what belongs to runs that are alive, or that ran on another machine or in another container')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', MORE)
    .allowExcessArguments(false)
    .action(run)
}

module.exports = { add }
