import { type Command, InvalidArgumentError } from 'commander'
import { resolveConnection } from '../../client/connection'
import { type Measured, PATIENCE, measure } from '../../measure'
import { TABLES, checkOptions } from '../../options'
import { RecordedRun } from '../../recording/run'
import { wantsColor } from '../../timeline/render/color'
import { writeDocument } from '../document'
import { flag } from '../flags'
import { DEPLOYMENT, ORG, ending, variable } from '../help'
import { interruptible } from '../interrupt'
import { orgOf } from '../org'
import { columnsOf } from '../paragraphs'
import { STATUS } from '../status'
import { UsageError } from '../usage'
import { checkWritable } from '../writable'
import { budget, confirm } from './confirm'
import { answerText, summary } from './text'

const { ledger } = TABLES.ReapOptions.fields
const LONGEST_MS = 600_000
const OUTPUT = 'measure.jsonl'

const ENDING = ending({
  notes: [
    'Asks a real org what the docs hold open, on conversations that it opens itself: budget and place are told before, a question comes first, and the conversations are on the ledger until they are seen ended.',
    'What is not seen is no answer. The recording has shapes and no data.',
  ],
  examples: [
    'npx playwright-genesys measure --queue <id>',
    'npx playwright-genesys measure --yes --json -o measure.jsonl',
    'npx playwright-genesys simulate -- npx playwright-genesys measure    # how it looks',
  ],
  environment: [...ORG, ...DEPLOYMENT, [ledger.env[0], 'where the ledger is']],
  statuses: [
    [STATUS.ok, 'every question has its answer'],
    [STATUS.failed, 'a question has none, a conversation may be open, or it was interrupted'],
    [STATUS.usage, 'no org or deployment is named, nobody could be asked, or the command line cannot be meant'],
  ],
})

interface Flags { output: string; queue?: string; agentWait: number; window: number; ledger?: string; yes?: true; json?: true }

function milliseconds(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > LONGEST_MS) throw new InvalidArgumentError(`Milliseconds, up to ${LONGEST_MS}.`)
  return Number(text)
}

async function recorded(output: string, work: () => Promise<Measured>): Promise<{ measured: Measured; recording?: string }> {
  const run = new RecordedRun({ texts: false })
  const isOurs = run.begin()
  try {
    const measured = await work()
    run.end()
    if (isOurs) run.write(output)
    return { measured, ...(isOurs && { recording: output }) }
  } finally {
    run.remove()
  }
}

async function run({ output, queue: queueId, agentWait: agentMs, window: windowMs, ledger: folder, yes, json }: Flags): Promise<void> {
  const { stdin, stdout, stderr } = process
  const org = orgOf({}, 'measure')
  const { deploymentId } = resolveConnection({}, 'measure')
  checkOptions('DoctorTarget', { queueId }, 'measure')
  if (deploymentId === undefined) throw new UsageError(`measure needs a deployment: set ${variable('deploymentId')}.`)
  checkWritable('-o', output)
  const signal = interruptible()
  const patience = { ...PATIENCE, agentMs, windowMs }
  stderr.write(budget(org, { deploymentId, queueId }, patience))
  await confirm(org, { yes }, { input: stdin, output: stderr, signal })
  const how = { hasColor: wantsColor(stdout), columns: columnsOf(stdout) }
  const onAnswer = json ? undefined : (answered: Measured['answered'][number]) => stdout.write(answerText(answered, how))
  const { measured, recording } = await recorded(output, () => measure({ connection: {}, ledger: folder, queueId, signal, ...patience, ...(onAnswer && { onAnswer }) }))
  const ok = !signal.aborted && measured.leftOpen.length === 0 && measured.answered.every(({ answer }) => answer !== undefined)
  if (json) writeDocument(`${JSON.stringify({ ok, org: org.host, isSimulated: org.isSimulated, ...measured, ...(recording && { recording }) }, null, 2)}\n`)
  else stdout.write(summary(measured, { ...org, recording }))
  process.exitCode = ok ? STATUS.ok : STATUS.failed
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('measure')
    .summary('ask a real org what nobody knows of it, on conversations of its own')
    .description('Asks a real org what the docs hold open, on conversations that it opens and ends itself, and tells what was done and seen.')
    .option('--queue <id>', 'the only queue in which writes are tried on a conversation')
    .option('-o, --output <file>', 'where its recording is written', OUTPUT)
    .addOption(flag('--agent-wait <ms>', 'how long an agent is waited for').argParser(milliseconds).default(PATIENCE.agentMs))
    .addOption(flag('--window <ms>', 'how long what may come is waited for').argParser(milliseconds).default(PATIENCE.windowMs))
    .option('--ledger <folder>', `where its conversations are kept until they have ended (default: ${ledger.default})`)
    .option('--yes', 'do not ask')
    .option('--json', 'print what came of it as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}
