// The time of every deadline, window, poll and age. It is the addon's: a test may fake timers, date
// and the other clocks of this thread, and no verdict changes.

import { binding } from './binding'

/** A thread that wakes so late stood still: what came meanwhile is still on its way to it. */
const STALL_MS = 50
/** So often it then turns to what waits for it, before the time is told. */
const TURNS = 10
const TURN_MS = 5

/** Milliseconds since 1970, on a clock that nobody sets. */
export const now = (): number => binding.now()

/** Calls `work` after that time, unless the function that it gives is called before. Keeps Node.js alive until then. */
export function later(ms: number, work: () => void): () => void {
  const due = now() + ms
  let left: number | undefined
  let isOff = false
  const ring = () => {
    left = (left ?? (now() - due > STALL_MS ? TURNS + 1 : 1)) - 1
    // It may have been called off when its bell had rung already.
    if (isOff) return
    if (left === 0) work()
    else alarm = new binding.Alarm(TURN_MS, ring)
  }
  let alarm = new binding.Alarm(Math.max(0, ms), ring)
  return () => {
    isOff = true
    alarm.off()
  }
}

/** Waits, or less long where a signal fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      callOff()
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const callOff = later(ms, end)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}

/** What the work gives; `late` where that takes longer. A pause that lost does not keep Node.js alive. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined>
export async function within<T, L>(ms: number, work: Promise<T>, late: L): Promise<T | L>
export async function within<T, L>(ms: number, work: Promise<T>, late?: L): Promise<T | L | undefined> {
  let callOff = () => {}
  const over = new Promise<L | undefined>((resolve) => { callOff = later(ms, () => resolve(late)) })
  return Promise.race([work, over]).finally(callOff)
}

/** A deadline: what is left of it, never less than a millisecond, and what has gone. */
export function deadlineAfter(ms: number): { left(): number; elapsed(): number } {
  const started = now()
  return { left: () => Math.max(1, started + ms - now()), elapsed: () => now() - started }
}
