import type { DisconnectSetting, NativeReport, Wake } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { unwrap } from '../boundary/call'
import { type ErrorFields, GenesysError, isGenesysError, sentenceOf } from '../boundary/errors'
import type { AskedGuest as Guest, LookUp, ToldElsewhere } from './asked-guest'
import { effectOf } from './report'
import { firstOf } from '../boundary/signals'
import { type Testimony, askGuest, isOdd } from './testimony'
import { deadlineAfter, now, pause, within } from '../boundary/time'
import type { CallOptions, CloseReport, Conversation, TestifyOptions, Witness } from '../types/public'

type Setting = Promise<DisconnectSetting | null | undefined>
/** A close that was found not to have lasted has no outcome. */
type Judged = Omit<NativeReport, 'outcome'> & Partial<Pick<NativeReport, 'outcome'>>

/** What a close asks of the org. */
interface Close {
  conversationId: string
  close(wake: Wake, timeoutMs: number): Promise<NativeReport>
  readSetting(timeoutMs: number): Setting
  find(messageId: string, options: CallOptions): Promise<string>
  look(timeoutMs: number): Promise<Conversation>
}

/** How a guest is asked after the close. */
interface How {
  toldElsewhere: ToldElsewhere | undefined
  left(): number
  setting: Setting
  signal: AbortSignal
  staysForMs: number
}

/** How long a frame may still come where the public configuration says that none will: the copy may be old. */
const PATIENCE_WHEN_OFF_MS = 1_000

/** Starts a guest's testimony that can be stopped. */
function testify(guest: Guest, options: TestifyOptions & { timeoutMs: number }, signal: AbortSignal): { testimony: Promise<Testimony>; stop(): void } {
  const stop = new AbortController()
  const either = firstOf(signal, stop.signal)
  const testimony = askGuest(guest, { ...options, signal: either.signal })
  testimony.catch(() => {}).finally(either.release)
  return { testimony, stop: () => stop.abort() }
}

/** Whether a closing frame ever came, whatever became of it. */
const wasEverTold = (guest: Pick<Guest, 'events'>) => (guest.events ?? []).some(({ kind }) => kind === 'closed')

/**
 * What the guest says once the server has closed: what it said before may be overtaken. At once where it
 * was told, else until patience ends. That the deployment tells nobody shortens the wait for a first frame,
 * and nothing else.
 */
async function afterClose(guest: Guest, { left, setting, signal, staysForMs }: How): Promise<Testimony> {
  const shared = { serverClosedAt: now(), staysForMs }
  const asked = testify(guest, { ...shared, timeoutMs: left() }, signal)
  const tellsNobody = setting.then((value) => value === 'off')
  const first = await Promise.race([asked.testimony, tellsNobody.then((off): true | Promise<never> => off || new Promise<never>(() => {}))])
  if (first !== true) return first
  asked.stop()
  const ask = (patience: number) => askGuest(guest, { ...shared, signal, timeoutMs: patience })
  const seen = await ask(Math.min(left(), PATIENCE_WHEN_OFF_MS))
  return seen.wire?.saw !== 'closed' && wasEverTold(guest) ? ask(left()) : seen
}

/** What proves nothing has no time from the write to it either. */
const unproved = ({ page }: Testimony, detail: string): Testimony => ({ wire: { saw: 'nothing', detail }, ...(page && { page }) })

/** "Closed" must stay so from this close's own sight of the end on, however long the guest had been told before. */
async function stays(guest: Guest, seen: Testimony, seenAt: number, { left, signal, staysForMs }: How): Promise<Testimony> {
  const rest = seenAt + staysForMs - now()
  if (seen.wire?.saw !== 'closed' || staysForMs === 0 || rest <= 0) return seen
  if (rest >= left()) {
    const detail = `told, but the deadline came ${Math.ceil(rest - left())} ms before the settle window of ${staysForMs} ms was over`
    return unproved(seen, detail)
  }
  await pause(rest, signal)
  return askGuest(guest, { serverClosedAt: seenAt, staysForMs, signal, timeoutMs: left() })
}

/** When the first write of a close was sent: what the guest was told before that was somebody else's word. */
const sentAt = ({ steps = [] }: Partial<NativeReport>) => steps.find(({ method, path }) => method !== undefined && method !== 'GET' && path?.startsWith('/api/v2/conversations'))?.at

/**
 * An end that was told before this close wrote anything proves it only where it was found ended, too. Where
 * another frame comes for this write, that one counts.
 */
async function toldByThis(guest: Guest, seen: Testimony, report: NativeReport, { left, setting, signal }: How): Promise<Testimony> {
  const sent = sentAt(report)
  const { wire, closure } = seen
  const isOlder = wire?.saw === 'closed' && closure !== undefined && sent !== undefined && closure.at < sent
  if (!isOlder || report.outcome === 'already-closed') return seen
  const patience = (await setting) === 'off' ? Math.min(left(), PATIENCE_WHEN_OFF_MS) : left()
  const at = await guest._toldSince?.(sent, { timeoutMs: patience, signal })
  if (at !== undefined) return { ...seen, closure: { ...closure, at } }
  const before = Math.ceil(sent - closure.at)
  const detail = `told before this close, by somebody else: the closing frame came ${before} ms before the first write was sent, and none has come since`
  return unproved(seen, detail)
}

/** The setting is the reason only where no frame ever came over a socket that was up. */
export async function reasonFrom(setting: Setting, guest: Pick<Guest, 'events'>, wire: Witness | undefined): Promise<DisconnectSetting | undefined> {
  return wire?.saw === 'open' && !wasEverTold(guest) ? ((await setting) ?? undefined) : undefined
}

/** A guest of another conversation would testify to the wrong end. */
async function checkGuest(guest: Guest, conversationId: string, find: LookUp, report?: Judged): Promise<void> {
  if (guest._speaksFor === undefined || await guest._speaksFor(conversationId, find)) return
  throw new GenesysError('INVALID_INPUT', 'guest is not acceptable: got a guest of another conversation; accepted: one of the conversation that is closed.', {
    operation: 'closeConversation',
    conversationId,
    ...(report && known(report)),
  })
}

/** A look-up that is slower than the close is waited for so long. */
const LEARN_MS = 1_000

/** Whose guest it is may become known only while the close is under way. */
function learn(guest: Guest, find: Close['find'], { left, signal }: Pick<How, 'left' | 'signal'>) {
  const stop = new AbortController()
  const either = firstOf(signal, stop.signal)
  const asked = () => ({ timeoutMs: left(), signal: either.signal })
  const whose = Promise.resolve(guest._whose?.((messageId) => find(messageId, asked()), asked())).catch(() => undefined).finally(either.release)
  const isElsewhere = async (id: string) => ((await within(Math.min(left(), LEARN_MS), whose)) ?? id) !== id
  return { isElsewhere, stop: () => stop.abort() }
}

/** So many turns has a guest that answers at once. */
const TURNS_AT_ONCE = 20

/** What is known to be no testimony before anything is written is refused then. */
async function checkTestimony(testimony: Promise<Testimony>, conversationId: string): Promise<void> {
  let answer: Testimony | undefined
  testimony.then((given) => { answer = given }, () => {})
  for (let turn = 0; turn < TURNS_AT_ONCE && answer === undefined; turn++) await undefined
  if (answer === undefined || !isOdd(answer)) return
  throw new GenesysError('INVALID_INPUT', `guest is not acceptable: ${answer.wire?.detail}; accepted: one whose testify() gives { wire: { saw, detail } }.`, {
    operation: 'closeConversation',
    conversationId,
  })
}

/** From the sending of the first write; below zero where the guest was told before. */
function sinceWrite(report: Partial<NativeReport>, witness: Witness, closure: Testimony['closure']): Witness {
  const from = sentAt(report)
  const { afterMs: _own, ...said } = witness
  return from === undefined || closure === undefined ? said : { ...said, afterMs: closure.at - from }
}

/** Of a close that failed before it had read anything. */
const NOT_READ: Witness = { saw: 'nothing', detail: 'The conversation was not read.' }
const NOT_JUDGED: Witness = { saw: 'nothing', detail: 'The close ended before it had judged what it read.' }

function notJudged({ steps = [], conversationId = '' }: Partial<NativeReport>): Witness {
  const isRead = steps.some(({ method, status, path }) => method === 'GET' && status === 200 && path?.endsWith(`/${conversationId}`))
  return isRead ? NOT_JUDGED : NOT_READ
}

function joined<R extends Partial<NativeReport>>(report: R, { wire: said, page, closure }: Testimony): R & Pick<NativeReport, 'witnesses'> {
  const wire = said && sinceWrite(report, said, closure)
  const witnesses = { server: notJudged(report), ...report.witnesses, ...(wire && { wire }), ...(page && { page }) }
  return { ...report, witnesses }
}

/** The addon judges: what speaks against "closed", as an error, or nothing. */
export function dissent({ server, wire, page }: Partial<CloseReport['witnesses']>, setting: DisconnectSetting | undefined, agentsEnded = false): GenesysError | undefined {
  try {
    unwrap(binding.verdict({ server, agentsEnded, wire, page, setting }))
    return undefined
  } catch (error) {
    // What an answer of the addon's says is one of ours.
    return error as GenesysError
  }
}

/** A verdict against carries what was done and seen. */
function judge(report: Judged, setting: DisconnectSetting | undefined): NativeReport {
  const error = dissent(report.witnesses, setting, report.outcome === 'agents-ended')
  if (error === undefined) return report as NativeReport
  throw new GenesysError(error.code, sentenceOf(error), { ...error, ...known(report) })
}

/** What an error after the close tells of it. */
function known(report: Judged): ErrorFields {
  const { conversationId, elapsedMs, requests } = report
  return { operation: 'closeConversation', conversationId, elapsedMs, attempts: requests, effect: effectOf(report), report }
}

/** What a guest had seen when its close failed, as far as that needs no waiting: it stands in the report. */
function withGuest(error: unknown, guest: Guest): unknown {
  if (!isGenesysError(error) || error.report === undefined || error.report.witnesses?.wire !== undefined) return error
  const seen = guest._seen?.()
  return seen === undefined ? error : Object.assign(error, { report: joined(error.report, seen) })
}

/** What a close that failed says of its time: all of it, what came before the first request included. */
function timed(error: unknown, elapsedMs: number): unknown {
  if (!isGenesysError(error)) return error
  return Object.assign(error, { elapsedMs }, error.report && { report: { ...error.report, elapsedMs } })
}

/** A guest that is not told by then may speak in another conversation by now: it is not waited for in this one. */
const MOVED_ON_AFTER_MS = 1_000

/** Resolves where the guest is elsewhere, and never where it is not. */
async function movedOn(guest: Guest, conversationId: string, find: LookUp, { signal }: Pick<How, 'signal'>): Promise<Testimony> {
  await pause(MOVED_ON_AFTER_MS, signal)
  if (signal.aborted || (await guest._livesIn?.(conversationId, find)) !== false) return new Promise(() => {})
  return { wire: { saw: 'nothing', detail: `the guest speaks in another conversation by now; ${guest._seen?.().wire?.detail}` } }
}

/** What a guest says in the end, or that it is gone. */
async function saidBy(guest: Guest, report: NativeReport, find: LookUp, how: How): Promise<Testimony> {
  const stop = new AbortController()
  const either = firstOf(how.signal, stop.signal)
  const until = { ...how, signal: either.signal }
  try {
    return await Promise.race([heardOf(guest, report, find, until), movedOn(guest, report.conversationId, find, until)])
  } finally {
    stop.abort()
    either.release()
  }
}

/** When the close had its last answer: this thread may have stood still since. */
const lastReadAt = ({ steps }: NativeReport) => Math.max(...steps.map(({ at, elapsedMs = 0 }) => at + elapsedMs))

/** The end of a conversation that the guest went on to proves nothing of this one. */
async function toldOfThis(seen: Testimony, report: NativeReport, find: LookUp, { toldElsewhere }: How): Promise<Testimony> {
  const elsewhere = seen.wire?.saw === 'closed' ? await toldElsewhere?.(report.conversationId, sentAt(report), find) : undefined
  return elsewhere === undefined ? seen : unproved(seen, `told, but ${elsewhere}`)
}

async function heardOf(guest: Guest, report: NativeReport, find: LookUp, how: How): Promise<Testimony> {
  const seenAt = Math.min(now(), lastReadAt(report))
  const said = await afterClose(guest, how)
  const stayed = await stays(guest, await toldByThis(guest, said, report, how), seenAt, how)
  const seen = await toldOfThis(stayed, report, find, how)
  if (how.signal.aborted) throw how.signal.reason
  return seen
}

/** The last look has so long, also where a thread that stood still comes to it late. */
const LAST_LOOK_MS = 250

/** What has ended must have stayed so at the end of the guest's window, too: one more look, where there is a window. */
async function stayedEnded(report: NativeReport, { look, left, staysForMs }: Pick<Close, 'look'> & Pick<How, 'left' | 'staysForMs'>): Promise<Judged> {
  if (staysForMs === 0 || report.outcome === 'agents-ended' || report.witnesses.wire?.saw !== 'closed') return report
  const at = now()
  const seen = await look(Math.max(left(), LAST_LOOK_MS)).catch((error: GenesysError) => error)
  const step = { at, name: 'look once more after the settle window', elapsedMs: now() - at }
  const asked = seen instanceof Error ? seen.attempts : 1
  const looked = { ...report, requests: report.requests + asked, steps: [...report.steps, step] }
  if (!(seen instanceof Error) && seen.state !== 'open') return looked
  const { outcome: _was, ...rest } = looked
  const what: Witness = seen instanceof Error ? { saw: 'nothing', detail: `It had ended; whether it stayed so was not read: ${seen.code}.` } : { saw: 'open', detail: `It had ended, and was open again ${staysForMs} ms later.` }
  return { ...rest, witnesses: { ...report.witnesses, server: { ...report.witnesses.server, ...what } } }
}

interface Asked extends Pick<How, 'signal'> {
  guest: Guest
  timeoutMs: number
  staysForMs?: number | undefined
}

/**
 * Runs a close while its guest testifies. One deadline bounds all: the look-ups of what the guest
 * has seen, the close, the testimony. That begins before the first write; a guest that was told
 * wakes the verifying read.
 * Before anything is written, the guest must not be one of another conversation, as far as it knows.
 * `readSetting` reads what the deployment says about telling guests; it never holds back the write.
 */
export async function joinWitness({ close, conversationId, readSetting, find, look }: Close, { guest, timeoutMs, signal, staysForMs = 0 }: Asked): Promise<NativeReport> {
  const { left, elapsed } = deadlineAfter(timeoutMs)
  const lookUp = (messageId: string) => find(messageId, { timeoutMs: left(), signal })
  let early: ReturnType<typeof testify> | undefined
  let learning: ReturnType<typeof learn> | undefined
  try {
    const toldElsewhere = guest._mark?.()
    await checkGuest(guest, conversationId, lookUp)
    learning = learn(guest, find, { left, signal })
    early = testify(guest, { timeoutMs: left(), staysForMs: 0 }, signal)
    await checkTestimony(early.testimony, conversationId)
    const wake = new binding.Wake()
    early.testimony.then(({ wire }) => wire?.saw === 'closed' && wake.wake(), () => {})
    const closing = close(wake, left())
    const setting = readSetting(left()).catch(() => undefined)
    const report = await closing
    early.stop()
    // The guest is asked last: what it said before may be overtaken.
    if (await learning.isElsewhere(conversationId)) await checkGuest(guest, conversationId, lookUp, report)
    const seen = await saidBy(guest, report, lookUp, { toldElsewhere, left, setting, signal, staysForMs }).catch(() => { throw aborted(report) })
    const reason = await reasonFrom(setting, guest, seen.wire)
    const stayed = await stayedEnded(joined(report, seen), { look, left, staysForMs })
    return judge({ ...stayed, elapsedMs: elapsed() }, reason)
  } catch (error) {
    throw timed(withGuest(error, guest), elapsed())
  } finally {
    early?.stop()
    learning?.stop()
  }
}

/** The close was done, and waiting for the guest was not: what is known of the write must not be lost. */
const aborted = (report: NativeReport) => new GenesysError('ABORTED', 'The call was aborted.', known(report))
