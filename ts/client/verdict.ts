import { binding } from '../boundary/binding'
import { unwrap } from '../boundary/call'
import { GenesysError, isGenesysError, sentenceOf } from '../boundary/errors'
import { effectOf } from './report'
import { firstOf } from '../boundary/signals'
import { askGuest, isOdd } from '../guest/testimony'
import { deadlineAfter, now, pause } from '../boundary/time'

/** How long a frame may still come where the public configuration says that none will: the copy may be old. */
const PATIENCE_WHEN_OFF_MS = 1_000

/** Starts a guest's testimony that can be stopped. */
function testify(guest, options, signal) {
  const stop = new AbortController()
  const either = firstOf(signal, stop.signal)
  const testimony = askGuest(guest, { ...options, signal: either.signal })
  testimony.catch(() => {}).finally(either.release)
  return { testimony, stop: () => stop.abort() }
}

/** Whether a closing frame ever came, whatever became of it. */
const wasEverTold = (guest) => (guest.events ?? []).some(({ kind }) => kind === 'closed')

/**
 * What the guest says once the server has closed: what it said before may be overtaken. At once where it
 * was told, else until patience ends. That the deployment tells nobody shortens the wait for a first frame,
 * and nothing else.
 */
async function afterClose(guest, { left, setting, signal, staysForMs }) {
  const shared = { serverClosedAt: now(), staysForMs }
  const asked = testify(guest, { ...shared, timeoutMs: left() }, signal)
  const tellsNobody = setting.then((value) => value === 'off')
  const first = await Promise.race([asked.testimony, tellsNobody.then((off) => off || new Promise(() => {}))])
  if (first !== true) return first
  asked.stop()
  const ask = (patience) => askGuest(guest, { ...shared, signal, timeoutMs: patience })
  const seen = await ask(Math.min(left(), PATIENCE_WHEN_OFF_MS))
  return seen.wire?.saw !== 'closed' && wasEverTold(guest) ? ask(left()) : seen
}

/** "Closed" must stay so from this close's own sight of the end on, however long the guest had been told before. */
async function stays(guest, seen, seenAt, { left, signal, staysForMs }) {
  const rest = seenAt + staysForMs - now()
  if (seen.wire?.saw !== 'closed' || staysForMs === 0 || rest <= 0) return seen
  if (rest >= left()) {
    const detail = `told, but the deadline came ${Math.ceil(rest - left())} ms before the settle window of ${staysForMs} ms was over`
    return { ...seen, wire: { saw: 'nothing', detail } }
  }
  await pause(rest, signal)
  return askGuest(guest, { serverClosedAt: seenAt, staysForMs, signal, timeoutMs: left() })
}

/** When the first write of a close was sent: what the guest was told before that was somebody else's word. */
const sentAt = ({ steps = [] }) => steps.find(({ method, path }) => method !== undefined && method !== 'GET' && path.startsWith('/api/v2/conversations'))?.at

/**
 * An end that was told before this close wrote anything proves it only where it was found ended, too. Where
 * another frame comes for this write, that one counts.
 */
async function toldByThis(guest, seen, report, { left, setting, signal }) {
  const sent = sentAt(report)
  const isOlder = seen.wire?.saw === 'closed' && seen.closure !== undefined && seen.closure.at < sent
  if (!isOlder || report.outcome === 'already-closed') return seen
  const patience = (await setting) === 'off' ? Math.min(left(), PATIENCE_WHEN_OFF_MS) : left()
  const at = await guest._toldSince?.(sent, { timeoutMs: patience, signal })
  if (at !== undefined) return { ...seen, closure: { ...seen.closure, at } }
  const before = Math.ceil(sent - seen.closure.at)
  const detail = `told before this close, by somebody else: the closing frame came ${before} ms before the first write was sent, and none has come since`
  return { ...seen, wire: { saw: 'nothing', detail } }
}

/** The setting is the reason only where no frame ever came over a socket that was up. */
async function reasonFrom(setting, guest, wire) {
  return wire?.saw === 'open' && !wasEverTold(guest) ? ((await setting) ?? undefined) : undefined
}

/** A guest of another conversation would testify to the wrong end. */
async function checkGuest(guest, { conversationId, find }) {
  if (guest._speaksFor === undefined || await guest._speaksFor(conversationId, find)) return
  throw new GenesysError('INVALID_INPUT', 'guest is not acceptable: got a guest of another conversation; accepted: one of the conversation that is closed.', {
    operation: 'closeConversation',
    conversationId,
  })
}

/** So many turns has a guest that answers at once. */
const TURNS_AT_ONCE = 20

/** What is known to be no testimony before anything is written is refused then. */
async function checkTestimony(testimony, conversationId) {
  let answer
  testimony.then((given) => { answer = given }, () => {})
  for (let turn = 0; turn < TURNS_AT_ONCE && answer === undefined; turn++) await undefined
  if (!isOdd(answer)) return
  throw new GenesysError('INVALID_INPUT', `guest is not acceptable: ${answer.wire.detail}; accepted: one whose testify() gives { wire: { saw, detail } }.`, {
    operation: 'closeConversation',
    conversationId,
  })
}

/** From the sending of the first write; below zero where the guest was told before. */
function sinceWrite(report, witness, closure) {
  const from = sentAt(report)
  const { afterMs: _own, ...said } = witness
  return from === undefined || closure === undefined ? said : { ...said, afterMs: closure.at - from }
}

function joined(report, { wire: said, page, closure }) {
  const wire = said && sinceWrite(report, said, closure)
  const witnesses = { ...report.witnesses, ...(wire && { wire }), ...(page && { page }) }
  return { ...report, witnesses }
}

/** The addon judges: what speaks against "closed", as an error, or nothing. */
function dissent({ server, wire, page }, setting, agentsEnded = false) {
  try {
    unwrap(binding.verdict({ server, agentsEnded, wire, page, setting }))
    return undefined
  } catch (error) {
    return error
  }
}

/** A verdict against carries what was done and seen. */
function judge(report, setting) {
  const error = dissent(report.witnesses, setting, report.outcome === 'agents-ended')
  if (error === undefined) return report
  throw new GenesysError(error.code, sentenceOf(error), { ...error, ...known(report) })
}

/** What an error after the close tells of it. */
function known(report) {
  const { conversationId, elapsedMs, requests } = report
  return { operation: 'closeConversation', conversationId, elapsedMs, attempts: requests, effect: effectOf(report), report }
}

/** What a guest had seen when its close failed, as far as that needs no waiting: it stands in the report. */
function withGuest(error, guest) {
  const { report } = error
  if (!isGenesysError(error) || report === undefined || report.witnesses?.wire !== undefined) return error
  const seen = guest._seen?.()
  if (seen !== undefined) error.report = joined(report, seen)
  return error
}

/** What a close that failed says of its time: all of it, what came before the first request included. */
function timed(error, elapsedMs) {
  if (!isGenesysError(error)) return error
  if (error.report !== undefined) error.report = { ...error.report, elapsedMs }
  return Object.assign(error, { elapsedMs })
}

async function heardOf(guest, report, how) {
  const seenAt = now()
  const said = await afterClose(guest, how)
  const seen = await stays(guest, await toldByThis(guest, said, report, how), seenAt, how)
  if (how.signal.aborted) throw how.signal.reason
  return seen
}

/** What has ended must have stayed so at the end of the guest's window, too: one more look, where there is a window. */
async function stayedEnded(report, { look, left, staysForMs }) {
  if (staysForMs === 0 || report.outcome === 'agents-ended' || report.witnesses.wire?.saw !== 'closed') return report
  const seen = await look(left()).catch(() => undefined)
  if (seen?.state !== 'open') return report
  const { outcome: _was, ...rest } = report
  const server = { ...report.witnesses.server, saw: 'open', detail: `It had ended, and was open again ${staysForMs} ms later.` }
  return { ...rest, witnesses: { ...report.witnesses, server } }
}

/**
 * Runs a close while its guest testifies. One deadline bounds all: the look-ups of what the guest
 * has seen, the close, the testimony. That begins before the first write; a guest that was told
 * wakes the verifying read.
 * Before anything is written, the guest must not be one of another conversation, as far as it knows.
 * `readSetting` reads what the deployment says about telling guests; it never holds back the write.
 */
async function joinWitness({ close, conversationId, readSetting, find, look }, { guest, timeoutMs, signal, staysForMs = 0 }) {
  const { left, elapsed } = deadlineAfter(timeoutMs)
  let early
  try {
    await checkGuest(guest, { conversationId, find: (messageId) => find(messageId, left()) })
    early = testify(guest, { timeoutMs: left(), staysForMs: 0 }, signal)
    await checkTestimony(early.testimony, conversationId)
    const wake = new binding.Wake()
    early.testimony.then(({ wire }) => wire?.saw === 'closed' && wake.wake(), () => {})
    const closing = close(wake, left())
    const setting = readSetting(left()).catch(() => undefined)
    const report = await closing
    early.stop()
    const seen = await heardOf(guest, report, { left, setting, signal, staysForMs }).catch(() => { throw aborted(report) })
    const reason = await reasonFrom(setting, guest, seen.wire)
    const stayed = await stayedEnded(joined(report, seen), { look, left, staysForMs })
    return judge({ ...stayed, elapsedMs: elapsed() }, reason)
  } catch (error) {
    throw timed(withGuest(error, guest), elapsed())
  } finally {
    early?.stop()
  }
}

/** The close was done, and waiting for the guest was not: what is known of the write must not be lost. */
const aborted = (report) => new GenesysError('ABORTED', 'The call was aborted.', known(report))

export { dissent, joinWitness, reasonFrom }
