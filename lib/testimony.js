'use strict'

/**
 * How long a guest that does not keep its own deadline is waited for beyond it: in turns, not by the
 * clock, which also runs while the process gets no time; then whoever was about to answer still can.
 */
const GRACE = { turns: 10, turnMs: 25 }

const UNUSABLE = 'the guest gave no testimony'

/** What a guest answered, whatever it is: something that is no testimony says nothing. */
function asTestimony(answer) {
  const isOne = typeof answer === 'object' && answer !== null && (answer.wire !== undefined || answer.page !== undefined)
  return isOne ? answer : { wire: { saw: 'nothing', detail: UNUSABLE } }
}

/** Settles with the work, or with `late` after so long and the grace; a timer that lost does not keep Node.js alive. */
async function within(ms, work, late) {
  let timer
  const tooLate = new Promise((resolve) => {
    const turn = (left) => { timer = left === 0 ? resolve(late) : setTimeout(turn, GRACE.turnMs, left - 1) }
    timer = setTimeout(turn, ms, GRACE.turns)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Rejects when the signal fires, for guests that do not look at it. */
function untilAborted(signal) {
  let stop
  const aborted = new Promise((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
  aborted.catch(() => {})
  return { aborted, done: () => signal.removeEventListener('abort', stop) }
}

/**
 * Asks a guest to testify. The answer is always a testimony, and comes in time: a guest may be
 * anything that has the function. `patienceMs`: so long it is waited for at least. Only an abort rejects.
 */
async function askGuest(guest, { patienceMs = 0, ...options }) {
  const { aborted, done } = untilAborted(options.signal)
  const said = Promise.resolve().then(() => guest.testify(options)).then(asTestimony, () => asTestimony(undefined))
  try {
    const limit = Math.max(patienceMs, options.timeoutMs)
    const testimony = await Promise.race([within(limit, said, asTestimony(undefined)), aborted])
    if (options.signal.aborted) throw options.signal.reason
    return testimony
  } finally {
    done()
  }
}

module.exports = { UNUSABLE, askGuest }
