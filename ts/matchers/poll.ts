import { throwIfAborted } from '../boundary/signals'
import { now, pause } from '../boundary/time'

/** What one look came to. */
export interface Look {
  /** `undefined` where nothing can be said, which is never what was wanted. */
  holds: boolean | undefined
  /** Looking again is of no use. */
  isFinal?: boolean
  /** For how long it must stay so. */
  windowMs?: number
}

/** How often and how long it is looked. */
interface Polling<L extends Look> {
  timeout: number
  isNot?: boolean | undefined
  intervals: readonly number[]
  look(left: number): L | Promise<L>
  signal: AbortSignal
}

/** The last look, and the verdict; `unsettledMs`: so long the window would have lasted still. */
export type Polled<L extends Look> = L & { pass: boolean; unsettledMs?: number }

/** How long after each look the next one comes; the last one counts for all that follow. */
export const GUEST_INTERVALS = [10, 20, 50]
export const API_INTERVALS = [100, 250, 500, 1_000]

const intervalOf = (intervals: readonly number[], index: number) => intervals[Math.min(index, intervals.length - 1)] ?? 0

/**
 * Looks until what is seen is what is wanted and has been for as long as it must, or until the
 * deadline. Nothing is looked at after the signal.
 */
export async function poll<L extends Look>({ timeout, isNot = false, intervals, look, signal }: Polling<L>): Promise<Polled<L>> {
  const deadline = now() + timeout
  let since: number | undefined
  for (let round = 0; ; round++) {
    const seen = await look(Math.max(1, deadline - now()))
    const at = now()
    const isWanted = seen.holds === !isNot
    since = isWanted ? (since ?? at) : undefined
    const window = since !== undefined ? since + (seen.windowMs ?? 0) - at : Infinity
    if (window <= 0) return { ...seen, pass: !isNot }
    if ((seen.isFinal && !isWanted) || at >= deadline) return { ...seen, pass: isNot, ...(isWanted && { unsettledMs: window }) }
    await pause(Math.min(intervalOf(intervals, round), window, deadline - at), signal)
    throwIfAborted(signal)
  }
}
