// How long the running test may still take: a default deadline ends before that, so that what was seen
// is told in our words and not by the runner's "timeout exceeded".

import { now } from '../boundary/time'

const MARGIN_MS = 500
/** Where a runner does not say: the usual 5 s of a test, less the margin. */
const UNKNOWN_MS = 4_500

const DEFAULTED = Symbol('the deadline is the default one')
const JEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')

let told

/** Our fixtures know their test: `rest()` gives what is left of it, or nothing where it has no limit. */
function tellRest(rest) {
  told = rest
}

/** What Jest's runner keeps on the global object of a test file (jest-circus 29 and 30). */
function jestState() {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return symbol && globalThis[symbol]
}

function restInJest({ currentlyRunningTest: test, testTimeout }) {
  const timeout = test?.timeout ?? globalThis[JEST_TIMEOUT] ?? testTimeout
  const gone = typeof test?.startedAt === 'number' ? now() - test.startedAt : 0
  return timeout - (gone > 0 && gone < timeout ? gone : 0)
}

/** A process that a test starts inherits the environment of its runner, and is no runner. */
function isInRunner() {
  const isPlaywright = process.env.TEST_WORKER_INDEX !== undefined && process.connected === true
  return isPlaywright || globalThis.__vitest_worker__ !== undefined || globalThis.jasmine !== undefined
}

/** What a default of so many milliseconds comes to. A test that has used up its time has its own way to say so. */
function withinTest(ordinary, rest) {
  const most = rest - MARGIN_MS
  return Number.isFinite(most) && most > 0 ? Math.min(ordinary, Math.round(most)) : ordinary
}

function defaultMs(ordinary) {
  if (told !== undefined) return withinTest(ordinary, told() ?? Infinity)
  const jest = jestState()
  if (jest !== undefined) return withinTest(ordinary, restInJest(jest))
  return isInRunner() ? Math.min(ordinary, UNKNOWN_MS) : ordinary
}

/** The deadline of a connection's calls, at the moment of a call. */
const patienceOf = ({ timeoutMs, [DEFAULTED]: isDefault }) => (isDefault ? defaultMs(timeoutMs) : timeoutMs)

export { DEFAULTED, defaultMs, patienceOf, tellRest, withinTest }
