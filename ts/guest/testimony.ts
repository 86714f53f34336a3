import { describe } from '../options/describe'
import { within } from '../boundary/time'

/**
 * How long a guest that does not keep its own deadline is waited for beyond it: in turns, not by the
 * clock, which also runs while the process gets no time; then whoever was about to answer still can.
 */
const GRACE = { turns: 10, turnMs: 25 }

const UNUSABLE = 'the guest gave no testimony'
const SAW = ['closed', 'open', 'nothing']

const isObject = (value) => typeof value === 'object' && value !== null

/** What is wrong with one witness's word; nothing where nothing is. A witness may be left out. */
function faultOf(name, witness) {
  if (witness === undefined) return undefined
  if (!isObject(witness)) return `${name} is no object`
  return SAW.includes(witness.saw) ? undefined : `${name}.saw is none of ${SAW.join(', ')}`
}

const worded = (witness) => ({ ...witness, detail: typeof witness.detail === 'string' ? witness.detail : 'it does not say why' })

/** What stands for answers that are no testimony. */
const odd = new WeakSet()

function unusable(fault) {
  const testimony = { wire: { saw: 'nothing', detail: `${UNUSABLE}: ${fault}` } }
  odd.add(testimony)
  return testimony
}

/** Whether the guest answered with something that is no testimony: it will not do better later. */
const isOdd = (testimony) => odd.has(testimony)

/** What a guest answered, whatever it is. What is no testimony says nothing, and why: it is never taken for none. */
function asTestimony(answer) {
  if (!isObject(answer)) return unusable(`testify() gave ${describe(answer)}`)
  const { wire, page, closure } = answer
  if (wire === undefined && page === undefined) return unusable('what testify() gave has neither wire nor page')
  const fault = faultOf('wire', wire) ?? faultOf('page', page)
  if (fault !== undefined) return unusable(fault)
  const isEnd = isObject(closure) && Number.isFinite(closure.at)
  return { ...(wire && { wire: worded(wire) }), ...(page && { page: worded(page) }), ...(isEnd && { closure }) }
}

/** What the guest says, at the latest after so long and the grace. */
async function heard(ms, said) {
  for (const patience of [ms, ...Array(GRACE.turns).fill(GRACE.turnMs)]) {
    const testimony = await within(patience, said)
    if (testimony !== undefined) return testimony
  }
  return { wire: { saw: 'nothing', detail: UNUSABLE } }
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
  const said = Promise.resolve().then(() => guest.testify(options)).then(asTestimony).catch(() => unusable('testify() threw an error'))
  try {
    const limit = Math.max(patienceMs, options.timeoutMs)
    const testimony = await heard(limit, Promise.race([said, aborted]))
    if (options.signal.aborted) throw options.signal.reason
    return testimony
  } finally {
    done()
  }
}

export { UNUSABLE, askGuest, isOdd, untilAborted }
