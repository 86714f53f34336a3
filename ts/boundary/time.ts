// The time of every deadline, window, poll and age. It is the addon's: a test may fake timers, date
// and the other clocks of this thread, and no verdict changes.

import type { Cancellation } from './addon'
import { binding } from './binding'

/** A thread that wakes so late stood still: what came meanwhile is still on its way to it. */
const STALL_MS = 50
/** So often it then turns to what waits for it, before the time is told. */
const TURNS = 10
const TURN_MS = 5

/** Milliseconds since 1970, on a clock that nobody sets. */
export const now = (): number => binding.now()

async function slept(ms: number, cancellation: Cancellation): Promise<void> {
  const due = now() + ms
  await binding.sleep(Math.max(0, ms), cancellation)
  const turns = now() - due > STALL_MS ? TURNS : 0
  for (let turn = 0; turn < turns; turn++) await binding.sleep(TURN_MS, cancellation)
}

/** Calls `work` after that time, unless the function that it gives is called before. */
export function later(ms: number, work: () => void): () => void {
  const cancellation = new binding.Cancellation()
  let isOff = false
  void slept(ms, cancellation).then(() => { if (!isOff) work() })
  return () => {
    isOff = true
    cancellation.cancel()
  }
}

/** Waits, or less long where a signal fires. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  const cancellation = new binding.Cancellation()
  const cancel = () => cancellation.cancel()
  signal?.addEventListener('abort', cancel)
  if (signal?.aborted) cancel()
  try {
    await slept(ms, cancellation)
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** What the work gives; `late` where that takes longer. A pause that lost does not keep Node.js alive. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined>
export async function within<T, L>(ms: number, work: Promise<T>, late: L): Promise<T | L>
export async function within<T, L>(ms: number, work: Promise<T>, late?: L): Promise<T | L | undefined> {
  const cancellation = new binding.Cancellation()
  try {
    return await Promise.race([work, slept(ms, cancellation).then(() => late)])
  } finally {
    cancellation.cancel()
  }
}

/** A deadline: what is left of it, never less than a millisecond, and what has gone. */
export function deadlineAfter(ms: number): { left(): number; elapsed(): number } {
  const started = now()
  return { left: () => Math.max(1, started + ms - now()), elapsed: () => now() - started }
}
