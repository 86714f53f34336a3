'use strict'

const { GenesysClient } = require('../../index')
const { TABLES } = require('../../lib/options')
const { wantsColor } = require('../../lib/timeline')
const { STATUS } = require('../status')
const { reportText } = require('./text')

const FIELDS = TABLES.ConnectionOptions.fields
const [REGION, DEPLOYMENT, CLIENT_ID, CLIENT_SECRET] =
  ['region', 'deploymentId', 'clientId', 'clientSecret'].map((name) => FIELDS[name].env[0])

const MORE = `
With a region and a deployment alone it tells what anybody may see, without
credentials. These come from the environment: ${CLIENT_ID},
${CLIENT_SECRET}; docs/options.md lists all names.

Nothing is changed: with --probe-writes two writes name a random id.`

/** Looks at everything; answers with the report. */
async function examine({ region, deployment, queue, conversation, origin, probeWrites }) {
  const client = new GenesysClient({ region })
  try {
    return await client.doctor({ deploymentId: deployment, queueId: queue, conversationId: conversation, origin }, { probeWrites })
  } finally {
    await client.dispose()
  }
}

async function run({ json, ...flags }) {
  const { stdout } = process
  const report = await examine(flags)
  const text = () => reportText(report, { hasColor: wantsColor(stdout), columns: stdout.isTTY ? stdout.columns : undefined })
  stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text())
  process.exitCode = report.ok ? STATUS.ok : STATUS.failed
}

/** Adds the command to the program. */
function add(program) {
  program
    .command('doctor')
    .description('find what would make tests fail, and why, before they run')
    .option('--deployment <id>', `the Messenger deployment (default: ${DEPLOYMENT})`)
    .option('--queue <id>', 'the queue in which the tests are')
    .option('--conversation <id>', 'a conversation to be read')
    .option('--origin <origin>', 'the origin of the page that guests are on, such as https://shop.example')
    .option('--region <name>', `the region, by name or domain (default: ${REGION})`)
    .option('--probe-writes', 'also try the rights that only a write shows')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', MORE)
    .allowExcessArguments(false)
    .action(run)
}

module.exports = { add }
