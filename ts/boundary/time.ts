// The time of every deadline, window, poll and age. It is the addon's: a test may fake timers, date
// and the other clocks of this thread, and no verdict changes.

import { binding } from './binding'

/** A thread that wakes so late stood still: what came meanwhile is still on its way to it. */
const STALL_MS = 50
/** So often it then turns to what waits for it, before the time is told. */
const TURNS = 10
const TURN_MS = 5

/** Milliseconds since 1970, on a clock that nobody sets. */
const now = () => binding.now()

async function slept(ms, cancellation) {
  const due = now() + ms
  await binding.sleep(Math.max(0, ms), cancellation)
  const turns = now() - due > STALL_MS ? TURNS : 0
  for (let turn = 0; turn < turns; turn++) await binding.sleep(TURN_MS, cancellation)
}

/** Calls `work` after that time, unless the function that it gives is called before. */
function later(ms, work) {
  const cancellation = new binding.Cancellation()
  let isOff = false
  void slept(ms, cancellation).then(() => { if (!isOff) work() })
  return () => {
    isOff = true
    cancellation.cancel()
  }
}

/** Waits, or less long where a signal fires. */
async function pause(ms, signal) {
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
async function within(ms, work, late) {
  const cancellation = new binding.Cancellation()
  try {
    return await Promise.race([work, slept(ms, cancellation).then(() => late)])
  } finally {
    cancellation.cancel()
  }
}

/** A deadline: what is left of it, never less than a millisecond, and what has gone. */
function deadlineAfter(ms) {
  const started = now()
  return { left: () => Math.max(1, started + ms - now()), elapsed: () => now() - started }
}

export { deadlineAfter, later, now, pause, within }
