import type { Context } from './stop'
import { checkOptions, TABLES } from '../options'
import { invalid } from '../options/refusal/invalid'
import { defaultMs, withinTest } from '../surroundings/runner'

type Table = 'MatcherOptions' | 'ToBeOpenOptions' | 'ToBeClosedOptions'

export type Checked = ReturnType<typeof checkMatcherOptions>

const DEFAULT_TIMEOUT_MS = 5_000
export const SETTLE_MS = 500

/** Runners take 0 for "no limit". What was not asked for ends before the test does, as far as its end is known. */
function timeoutOf(context: Context, timeout: number | undefined): number {
  const { max } = TABLES.MatcherOptions.fields.timeout
  if (timeout !== undefined) return timeout
  const ordinary = Math.min(max, context.timeout === 0 ? max : (context.timeout ?? DEFAULT_TIMEOUT_MS))
  const ofTest = context.task?.timeout ?? 0
  return ofTest > 0 ? withinTest(ordinary, ofTest) : defaultMs(ordinary)
}

/**
 * Checked options with their defaults. A settle window that was asked for must fit into the
 * deadline; the default one gives way to it. The negation has none unless it was asked for.
 */
export function checkMatcherOptions(context: Context, name: string, table: Table, value: unknown, settleMs = 0) {
  const { timeout: asked, staysForMs: window, ...rest } = checkOptions<Table>(table, value, name)
  const timeout = timeoutOf(context, asked)
  if (window !== undefined && window >= timeout) {
    throw invalid({ path: 'staysForMs', operation: name }, `the number ${window}`, `less than timeout, which is ${timeout}`)
  }
  const settled = context.isNot ? 0 : Math.min(settleMs, Math.floor(timeout / 2))
  return { ...rest, signal: context._signal, timeout, staysForMs: window ?? settled }
}
