import type { Command } from 'commander'
import { GenesysClient } from '../../client/client'
import { TABLES, checkOptions } from '../../options'
import { describe } from '../../options/refusal/describe'
import type { ConnectionOptions } from '../../types/public'
import { wantsColor } from '../../timeline/render/color'
import { writeDocument } from '../document'
import { choice, flag, number, repeated } from '../flags'
import { ORG, ending } from '../help'
import { interruptible } from '../interrupt'
import { type NamedOrg, orgOf } from '../org'
import { columnsOf } from '../paragraphs'
import { progressOn } from '../progress'
import { STATUS } from '../status'
import { UsageError } from '../usage'
import { CLOSE_MS, Closing } from './closing'
import { checkAnswerable, confirm } from './confirm'
import { document } from './json'
import { type Closed, type Result, isDone } from './outcomes'
import { STDIN, type Target, targetsOf } from './targets'
import { story } from './text'

/** As commander reads them; what is no number stays a text until the option table refuses it. */
interface Flags {
  messageId?: string[]
  wrapUp?: string
  strategy?: string
  region?: string
  resource?: string
  startedWithin?: number | string
  queue?: string[]
  attribute?: string[]
  organization?: string
  timeout?: number | string
  concurrency?: number | string
  requestsPerMinute?: number | string
  dryRun?: boolean
  yes?: boolean
  json?: boolean
}

const HOUR_MS = 3_600_000
const { resource, strategy } = { ...TABLES.ConnectionOptions.fields, ...TABLES.CloseOptions.fields }

const ENDING = ending({
  notes: [
    'It reads, chooses the wrap-up code, disconnects and reads again: "closed" is said only where that was seen. A conversation that had ended before is left as it is.',
    'A conversation is ended only where the guard holds: it began within the last hour, unless --started-within says otherwise, and has all else that you name.',
    'It asks before it ends anything of a real org, or more than five conversations of a simulator. Where no terminal can answer, that needs --yes.',
  ],
  examples: [
    'npx playwright-genesys close <id> --dry-run',
    'npx playwright-genesys close <id> <id> --wrap-up "E2E Test Closure"',
    'npx playwright-genesys close --message-id <id> --queue <id> --yes',
    'npx playwright-genesys close - --yes --json < ids.txt',
  ],
  environment: ORG,
  statuses: [
    [STATUS.ok, 'all are closed, or had been before'],
    [STATUS.failed, 'one is not: it failed, the guard refused it, or it was interrupted'],
    [STATUS.usage, 'the command line or the environment cannot be meant, or the question was not answered with "close"; nothing was closed'],
  ],
})

function attributesOf(pairs: string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new UsageError(`--attribute takes name=value, got ${describe(pair)}.`)
    return [pair.slice(0, at), pair.slice(at + 1)]
  }))
}

function guardOf({ organization, queue, attribute, startedWithin = HOUR_MS }: Flags): object {
  return {
    startedWithinMs: startedWithin,
    ...(organization !== undefined && { organizationId: organization }),
    ...(queue !== undefined && { queueIds: queue }),
    ...(attribute !== undefined && { attributes: attributesOf(attribute) }),
  }
}

/** The options of each close; what cannot work is thrown before anything is read. */
export function optionsOf(flags: Flags) {
  const { wrapUp, strategy: how, timeout: timeoutMs, concurrency } = flags
  return checkOptions('CloseManyOptions', { wrapUp, strategy: how, timeoutMs, concurrency, guard: guardOf(flags) }, 'close')
}

interface Job { client: GenesysClient; options: ReturnType<typeof optionsOf>; org: NamedOrg; flags: Flags; signal: AbortSignal }

/** Closes them, or looks at them; answers with what became of each. */
async function perform(targets: Target[], { client, options, org, flags, signal }: Job): Promise<Result[]> {
  const closing = new Closing(client, { ...options, signal })
  const { found, results } = await closing.resolve(targets)
  if (!flags.dryRun && !flags.yes && !signal.aborted) await confirm(found, org, { input: process.stdin, output: process.stderr, signal })
  const progress = progressOn(process.stderr)
  const isLong = found.length > 1
  if (isLong) progress.begin(found.length)
  try {
    const show = isLong ? progress.show : undefined
    return [...await (flags.dryRun ? closing.look(found, show) : closing.close(found, show)), ...results]
  } finally {
    if (isLong) progress.end()
  }
}

async function close(words: string[], flags: Flags, signal: AbortSignal): Promise<Closed> {
  const options = optionsOf(flags)
  const { region, resource: spoken, requestsPerMinute } = flags
  // What is no value of these is refused by the option's own name.
  const connection = { region, resource: spoken, requestsPerMinute } as ConnectionOptions
  const org = orgOf(connection, 'close')
  const targets = await targetsOf(words, flags.messageId ?? [], { streams: process, signal })
  if (!flags.dryRun && !flags.yes) checkAnswerable(targets.length, org, { readsStdin: words.includes(STDIN), input: process.stdin })
  const client = new GenesysClient(connection)
  const began = performance.now()
  try {
    const results = await perform(targets, { client, options, org, flags, signal })
    return { org, results, elapsedMs: Math.round(performance.now() - began), dryRun: flags.dryRun }
  } finally {
    await client.dispose()
  }
}

async function run(words: string[], flags: Flags): Promise<void> {
  const { stdout } = process
  const outcome = await close(words, flags, interruptible())
  if (flags.json) writeDocument(document(outcome))
  else stdout.write(story(outcome, { hasColor: wantsColor(stdout), columns: columnsOf(stdout) }))
  process.exitCode = outcome.results.every(isDone) ? STATUS.ok : STATUS.failed
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('close')
    .summary('close conversations by their ids, and see that they are closed')
    .description('Closes conversations of an org, or of a simulator, from the backend, and tells of each what was seen.')
    .argument('[conversation...]', 'ids of conversations; - reads them from standard input, one on a line')
    .addOption(repeated('--message-id <id>', 'close the conversation of this message, as seen at its guest; may be given more than once'))
    .option('--wrap-up <code>', 'name or id of the wrap-up code, for conversations with an agent who needs one')
    .addOption(choice('--strategy <how>', 'what is disconnected; teardown is never chosen by itself (default: auto)', strategy.choices))
    .option('--region <name>', 'the region, by name or domain')
    .addOption(choice('--resource <name>', 'which close resource the org speaks (default: auto)', resource.choices))
    .addOption(number('--started-within <ms>', `guard: refuse what began longer ago (default: ${HOUR_MS}, an hour)`))
    .addOption(repeated('--queue <id>', 'guard: it must be in this queue, or one of several'))
    .addOption(repeated('--attribute <name=value>', 'guard: the customer must have this attribute; may be given more than once'))
    .option('--organization <id>', 'guard: the credentials must belong to this organization')
    .addOption(number('--timeout <ms>', `the longest that each conversation may take (default: ${CLOSE_MS})`))
    .addOption(number('--concurrency <n>', 'how many are closed at the same time (default: 8)'))
    .addOption(number('--requests-per-minute <n>', 'budget of the OAuth client, or unlimited (default: 300, the published limit)'))
    .option('--dry-run', 'only read, and tell what would be closed; the guard and the wrap-up code are not tried')
    .option('--yes', 'do not ask')
    .addOption(flag('--json', 'print one document of JSON: counts, and of each conversation its report or error'))
    .addHelpText('after', ENDING)
    .action(run)
}
