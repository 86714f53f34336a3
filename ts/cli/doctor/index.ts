import type { Command } from 'commander'
import { GenesysClient } from '../../client/client'
import type { DoctorReport } from '../../types/public'
import { wantsColor } from '../../timeline/render/color'
import { writeDocument } from '../document'
import { DEPLOYMENT, ORG, ending, variable } from '../help'
import { interruptible } from '../interrupt'
import { columnsOf } from '../paragraphs'
import { STATUS } from '../status'
import { reportText } from './text'

const ENDING = ending({
  notes: [
    'With a region and a deployment alone it tells what anybody may see, without credentials. Nothing is changed: with --probe-writes two writes name a random id.',
  ],
  examples: [
    'npx playwright-genesys doctor',
    'npx playwright-genesys doctor --region eu-west-1 --deployment <id>',
    'npx playwright-genesys doctor --queue <id> --origin https://shop.example \\',
    '  --probe-writes',
  ],
  environment: [...ORG, ...DEPLOYMENT],
  statuses: [
    [STATUS.ok, 'no check has failed; there may be warnings'],
    [STATUS.failed, 'a check has failed'],
    [STATUS.usage, 'there is nothing to look at, or the command line cannot be meant'],
  ],
})

interface Flags { region?: string; deployment?: string; queue?: string; conversation?: string; origin?: string; probeWrites?: true; json?: true }

/** Looks at everything; answers with the report. */
async function examine({ region, deployment, queue, conversation, origin, probeWrites }: Flags): Promise<DoctorReport> {
  const client = new GenesysClient({ region })
  const of = { deploymentId: deployment, queueId: queue, conversationId: conversation, origin }
  try {
    return await client.doctor(of, { probeWrites, signal: interruptible() })
  } finally {
    await client.dispose()
  }
}

async function run({ json, ...flags }: Flags): Promise<void> {
  const { stdout } = process
  const report = await examine(flags)
  if (json) writeDocument(`${JSON.stringify(report, null, 2)}\n`)
  else stdout.write(reportText(report, { hasColor: wantsColor(stdout), columns: columnsOf(stdout) }))
  process.exitCode = report.ok ? STATUS.ok : STATUS.failed
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('doctor')
    .summary('find what would make tests fail, and why, before they run')
    .description('Looks at the deployment, the credentials and their permissions, and says what would make tests fail, why, and what to do.')
    .option('--deployment <id>', `the Messenger deployment (default: ${variable('deploymentId')})`)
    .option('--queue <id>', 'the queue in which the tests are')
    .option('--conversation <id>', 'a conversation to be read')
    .option('--origin <origin>', 'the origin of the page that guests are on, such as https://shop.example')
    .option('--region <name>', `the region, by name or domain (default: ${variable('region')})`)
    .option('--probe-writes', 'also try the rights that only a write shows')
    .option('--json', 'print the report as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}
