// How long the running test may still take: a default deadline ends before that, so that what was seen
// is told in our words and not by the runner's "timeout exceeded".

import { now } from '../boundary/time'

const MARGIN_MS = 500
/** Where a runner does not say: the usual 5 s of a test, less the margin. */
const UNKNOWN_MS = 4_500

export const DEFAULTED: unique symbol = Symbol('the deadline is the default one')
const JEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')

type Rest = () => number | undefined

let told: Rest | undefined

/** What runners keep on the global object. */
interface Runners { [JEST_TIMEOUT]?: number; __vitest_worker__?: unknown; jasmine?: unknown }
const runners = globalThis as Runners

/** What Jest's runner says of itself. */
interface JestState {
  currentlyRunningTest?: { timeout?: number; startedAt?: number | null } | null
  testTimeout: number
}

/** Our fixtures know their test: `rest()` gives what is left of it, or nothing where it has no limit. */
export function tellRest(rest: Rest | undefined): void {
  told = rest
}

/** What Jest's runner keeps on the global object of a test file (jest-circus 29 and 30). */
function jestState(): JestState | undefined {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return symbol && Reflect.get(globalThis, symbol)
}

function restInJest({ currentlyRunningTest: test, testTimeout }: JestState): number {
  const timeout = test?.timeout ?? runners[JEST_TIMEOUT] ?? testTimeout
  const gone = typeof test?.startedAt === 'number' ? now() - test.startedAt : 0
  return timeout - (gone > 0 && gone < timeout ? gone : 0)
}

/** A process that a test starts inherits the environment of its runner, and is no runner. */
function isInRunner(): boolean {
  const isPlaywright = process.env.TEST_WORKER_INDEX !== undefined && process.connected === true
  return isPlaywright || runners.__vitest_worker__ !== undefined || runners.jasmine !== undefined
}

/** What a default of so many milliseconds comes to. A test that has used up its time has its own way to say so. */
export function withinTest(ordinary: number, rest: number): number {
  const most = rest - MARGIN_MS
  return Number.isFinite(most) && most > 0 ? Math.min(ordinary, Math.round(most)) : ordinary
}

export function defaultMs(ordinary: number): number {
  if (told !== undefined) return withinTest(ordinary, told() ?? Infinity)
  const jest = jestState()
  if (jest !== undefined) return withinTest(ordinary, restInJest(jest))
  return isInRunner() ? Math.min(ordinary, UNKNOWN_MS) : ordinary
}

/** The deadline of a connection's calls, at the moment of a call. */
export const patienceOf = ({ timeoutMs, [DEFAULTED]: isDefault }: { timeoutMs: number; [DEFAULTED]?: true }): number => (isDefault ? defaultMs(timeoutMs) : timeoutMs)
