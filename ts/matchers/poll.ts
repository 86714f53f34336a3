import { throwIfAborted } from '../boundary/signals'
import { now, pause } from '../boundary/time'

/** How long after each look the next one comes; the last one counts for all that follow. */
const GUEST_INTERVALS = [10, 20, 50]
const API_INTERVALS = [100, 250, 500, 1_000]

const intervalOf = (intervals, index) => intervals[Math.min(index, intervals.length - 1)]

/**
 * Looks until what is seen is what is wanted and has been for as long as it must, or until the
 * deadline. `look(left)` answers `{ holds, isFinal?, windowMs?, … }`: `holds` is `undefined` where
 * nothing can be said, which is never what was wanted; `isFinal` says that looking again is of no use. Nothing is looked
 * at after the signal.
 */
async function poll({ timeout, isNot = false, intervals, look, signal }) {
  const deadline = now() + timeout
  let since
  for (let round = 0; ; round++) {
    const seen = await look(Math.max(1, deadline - now()))
    const at = now()
    const isWanted = seen.holds === !isNot
    since = isWanted ? (since ?? at) : undefined
    const window = isWanted ? since + (seen.windowMs ?? 0) - at : Infinity
    if (window <= 0) return { ...seen, pass: !isNot }
    if ((seen.isFinal && !isWanted) || at >= deadline) return { ...seen, pass: isNot, ...(isWanted && { unsettledMs: window }) }
    await pause(Math.min(intervalOf(intervals, round), window, deadline - at), signal)
    throwIfAborted(signal)
  }
}

export { API_INTERVALS, GUEST_INTERVALS, poll }
