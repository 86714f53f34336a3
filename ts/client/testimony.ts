import { describe } from '../options/refusal/describe'
import type { GuestTestifier, TestifyOptions, Witness } from '../types/public'
import { within } from '../boundary/time'

/**
 * How long a guest that does not keep its own deadline is waited for beyond it: in turns, not by the
 * clock, which also runs while the process gets no time; then whoever was about to answer still can.
 */
const GRACE = { turns: 10, turnMs: 25 }

export const UNUSABLE = 'the guest gave no testimony'
const SAW: unknown[] = ['closed', 'open', 'nothing']

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export type Testimony = Awaited<ReturnType<GuestTestifier['testify']>>

/** `patienceMs`: so long the guest is waited for at least. */
type Asked = Omit<TestifyOptions, 'signal' | 'timeoutMs'> & { signal: AbortSignal; timeoutMs: number; patienceMs?: number }

/** What is wrong with one witness's word; nothing where nothing is. A witness may be left out. */
function faultOf(name: string, witness: unknown): string | undefined {
  if (witness === undefined) return undefined
  if (!isObject(witness)) return `${name} is no object`
  return SAW.includes(witness.saw) ? undefined : `${name}.saw is none of ${SAW.join(', ')}`
}

const worded = (witness: Witness): Witness => ({ ...witness, detail: typeof witness.detail === 'string' ? witness.detail : 'it does not say why' })

/** What stands for answers that are no testimony. */
const odd = new WeakSet<Testimony>()

function unusable(fault: string): Testimony {
  const testimony: Testimony = { wire: { saw: 'nothing', detail: `${UNUSABLE}: ${fault}` } }
  odd.add(testimony)
  return testimony
}

/** Whether the guest answered with something that is no testimony: it will not do better later. */
export const isOdd = (testimony: Testimony): boolean => odd.has(testimony)

/** What a guest answered, whatever it is. What is no testimony says nothing, and why: it is never taken for none. */
function asTestimony(answer: unknown): Testimony {
  if (!isObject(answer)) return unusable(`testify() gave ${describe(answer)}`)
  const { wire, page, closure } = answer
  if (wire === undefined && page === undefined) return unusable('what testify() gave has neither wire nor page')
  const fault = faultOf('wire', wire) ?? faultOf('page', page)
  if (fault !== undefined) return unusable(fault)
  const isEnd = isObject(closure) && Number.isFinite(closure.at)
  // What was looked at above is a witness's word; what else it holds is shown as it came.
  const said = { wire, page, closure } as Testimony
  return { ...(said.wire && { wire: worded(said.wire) }), ...(said.page && { page: worded(said.page) }), ...(isEnd && said.closure && { closure: said.closure }) }
}

/** What the guest says, at the latest after so long and the grace. */
async function heard(ms: number, said: Promise<Testimony>): Promise<Testimony> {
  for (const patience of [ms, ...Array<number>(GRACE.turns).fill(GRACE.turnMs)]) {
    const testimony = await within(patience, said)
    if (testimony !== undefined) return testimony
  }
  return { wire: { saw: 'nothing', detail: UNUSABLE } }
}

/** Rejects when the signal fires, for guests that do not look at it. */
export function untilAborted(signal: AbortSignal): { aborted: Promise<never>; done(): void } {
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
  aborted.catch(() => {})
  return { aborted, done: () => signal.removeEventListener('abort', stop) }
}

/**
 * Asks a guest to testify. The answer is always a testimony, and comes in time: a guest may be
 * anything that has the function. Only an abort rejects.
 */
export async function askGuest(guest: GuestTestifier, { patienceMs = 0, ...options }: Asked): Promise<Testimony> {
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
