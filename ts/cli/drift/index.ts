import type { Command } from 'commander'
import { binding } from '../../boundary/binding'
import { call } from '../../boundary/call'
import { wantsColor } from '../../timeline/render/color'
import type { DriftReport } from '../../types/crossing'
import type { SimulatorOptions } from '../../types/public'
import { writeDocument } from '../document'
import { ending } from '../help'
import { interruptible } from '../interrupt'
import { columnsOf } from '../paragraphs'
import { readConfig } from '../simulate/config'
import { STATUS } from '../status'
import { UsageError } from '../usage'
import { checkWritable } from '../writable'
import { reportLine, writeOptions } from './adopt'
import { reportText } from './text'

const ENDING = ending({
  notes: [
    'A simulator is set up like the recorded org, as far as the recording tells, and the same is done with it: what was waited for is waited for, pauses are not. Nothing leaves this machine, and no value of the recording is told.',
    'What differs belongs to the simulator: please report it, with the recording.',
  ],
  examples: [
    'npx playwright-genesys drift run.jsonl',
    'npx playwright-genesys drift run.jsonl --adopt org.json',
    'npx playwright-genesys drift run.jsonl --config org.json --json',
  ],
  statuses: [
    [STATUS.ok, 'no difference'],
    [STATUS.failed, 'there are differences'],
    [STATUS.usage, 'it cannot be compared, or not all of it: no recording, an empty one, a line that cannot be read, or a command line that cannot be meant'],
  ],
})

interface Flags { config?: string; adopt?: string; json?: true }

/** Where a simulator listens and how it misbehaves says nothing of an org. */
const NOT_OF_AN_ORG = new Set<string>(['letOthersIn', 'host', 'port', 'publicUrl', 'tls', 'tlsHosts', 'latencyMs', 'faults'] satisfies (keyof SimulatorOptions)[])

function configOf(file: string | undefined): object | undefined {
  if (file === undefined) return undefined
  return Object.fromEntries(Object.entries(readConfig(file)).filter(([name]) => !NOT_OF_AN_ORG.has(name)))
}

function compare(recording: string, config: object | undefined): Promise<DriftReport> {
  return call(compare, interruptible(), (cancellation) => binding.drift(recording, config, cancellation))
}

/** A line that nobody could read may be the one that differs. */
function statusOf({ differences, unread }: DriftReport): number {
  if (differences.length > 0) return STATUS.failed
  return unread > 0 ? STATUS.usage : STATUS.ok
}

async function run(recording: string, { config, adopt, json }: Flags): Promise<void> {
  if (config !== undefined && adopt !== undefined) throw new UsageError('--adopt writes what the recording tells, and --config says it before: give one of them.')
  if (adopt !== undefined) checkWritable('--adopt', adopt)
  const { stdout } = process
  const report = await compare(recording, configOf(config))
  if (adopt !== undefined) writeOptions(adopt, report)
  if (json) writeDocument(`${JSON.stringify({ ok: statusOf(report) === STATUS.ok, ...report, notModelled: report.differences.map(reportLine) }, null, 2)}\n`)
  else stdout.write(reportText(report, { hasColor: wantsColor(stdout), columns: columnsOf(stdout), adopt }))
  process.exitCode = statusOf(report)
}

/** Adds the command to the program. */
export function add(program: Command): void {
  program
    .command('drift')
    .summary('what the simulator does otherwise than a recorded org')
    .description('Does with a simulator what was done with a recorded org, and tells the first difference, the others by weight, and what agreed and was only assumed before.')
    .argument('<file>', 'a file that record has written')
    .option('--adopt <file>', 'write options for simulate --config that make it like that org')
    .option('--config <file>', 'compare with a simulator of these options, in place of what the recording tells')
    .option('--json', 'print the report as one document of JSON')
    .addHelpText('after', ENDING)
    .action(run)
}
