import { checkOptions } from '../options'
import { invalid } from '../options/invalid'
import { TABLES } from '../options'
import { defaultMs, withinTest } from '../surroundings/runner'

const DEFAULT_TIMEOUT_MS = 5_000
const SETTLE_MS = 500

/** Runners take 0 for "no limit". What was not asked for ends before the test does, as far as its end is known. */
function timeoutOf(context, timeout) {
  const { max } = TABLES.MatcherOptions.fields.timeout
  if (timeout !== undefined) return timeout
  const ordinary = Math.min(max, context.timeout === 0 ? max : (context.timeout ?? DEFAULT_TIMEOUT_MS))
  // Vitest tells a matcher which test runs.
  return context.task?.timeout > 0 ? withinTest(ordinary, context.task.timeout) : defaultMs(ordinary)
}

/**
 * Checked options with their defaults. A settle window that was asked for must fit into the
 * deadline; the default one gives way to it. The negation has none unless it was asked for.
 */
function checkMatcherOptions(context, name, table, value, settleMs = 0) {
  const { timeout: asked, staysForMs: window, ...rest } = checkOptions(table, value, name)
  const timeout = timeoutOf(context, asked)
  if (window !== undefined && window >= timeout) {
    throw invalid({ path: 'staysForMs', operation: name }, `the number ${window}`, `less than timeout, which is ${timeout}`)
  }
  const settled = context.isNot ? 0 : Math.min(settleMs, Math.floor(timeout / 2))
  return { ...rest, signal: context._signal, timeout, staysForMs: window ?? settled }
}

export { SETTLE_MS, checkMatcherOptions }
