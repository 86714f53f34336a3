'use strict'

const { binding } = require('./binding')
const { unwrap } = require('./call')
const { GenesysError, sentenceOf } = require('./errors')
const { effectOf } = require('./report')
const { askGuest } = require('./testimony')

/** How long a frame may still come where the public configuration says that none will: the copy may be old. */
const PATIENCE_WHEN_OFF_MS = 1_000

/** Starts a guest's testimony that can be stopped. */
function testify(guest, options, signal) {
  const stop = new AbortController()
  const testimony = askGuest(guest, { ...options, signal: AbortSignal.any([signal, stop.signal]) })
  testimony.catch(() => {})
  return { testimony, stop: () => stop.abort() }
}

/** Whether a closing frame ever came, whatever became of it. */
const wasEverTold = (guest) => (guest.events ?? []).some(({ kind }) => kind === 'closed')

/**
 * What the guest says once the server has closed: at once where it was told, else until patience
 * ends. That the deployment tells nobody shortens the wait for a first frame, and nothing else.
 */
async function afterClose(guest, early, { left, setting, signal, staysForMs }) {
  const told = await Promise.race([early.testimony, Promise.resolve()])
  if (told?.wire?.saw === 'closed' && told.page?.saw !== 'open') return told
  const shared = { serverClosedAt: Date.now(), staysForMs, signal }
  const ask = (patience) => askGuest(guest, { ...shared, timeoutMs: Math.max(1, patience) })
  const tellsNobody = setting.then((value) => value === 'off')
  const first = await Promise.race([early.testimony, tellsNobody.then((off) => off || new Promise(() => {}))])
  if (first !== true) return first
  early.stop()
  const seen = await ask(Math.min(left(), PATIENCE_WHEN_OFF_MS))
  return seen.wire?.saw !== 'closed' && wasEverTold(guest) ? ask(left()) : seen
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

/** When the first write of a close was accepted, in milliseconds since 1970. */
function writtenAt({ steps }) {
  const write = steps.find(({ method, path, status }) => method !== 'GET' && path?.startsWith('/api/') && status >= 200 && status < 300)
  return write && write.at + (write.elapsedMs ?? 0)
}

/** As the server's witness counts: from the write. */
function sinceWrite(report, witness, closure) {
  const from = writtenAt(report)
  const { afterMs: _own, ...said } = witness
  return from === undefined || closure === undefined ? said : { ...said, afterMs: Math.max(0, closure.at - from) }
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

/**
 * Runs a close while its guest testifies. The testimony begins before the first write and shares
 * the deadline and the signal; a guest that was told wakes the verifying read.
 * Before anything is written, the guest must not be one of another conversation, as far as it knows.
 * `readSetting` reads what the deployment says about telling guests; it never holds back the write.
 */
async function joinWitness(close, { conversationId, readSetting, find }, { guest, timeoutMs, signal, staysForMs = 0 }) {
  const started = Date.now()
  const left = () => timeoutMs - (Date.now() - started)
  await checkGuest(guest, { conversationId, find })
  const wake = new binding.Wake()
  // A close begins with a read: what begins in the same turn as it begins before anything is written.
  const closing = close(wake)
  const early = testify(guest, { timeoutMs: Math.max(1, left()), staysForMs }, signal)
  early.testimony.then(({ wire }) => wire?.saw === 'closed' && wake.wake(), () => {})
  const setting = readSetting().catch(() => undefined)
  try {
    const report = await closing
    const seen = await afterClose(guest, early, { left, setting, signal, staysForMs }).catch(() => { throw aborted(report, started) })
    const reason = await reasonFrom(setting, guest, seen.wire)
    return judge({ ...joined(report, seen), elapsedMs: Date.now() - started }, reason)
  } finally {
    early.stop()
  }
}

/** The close was done, and waiting for the guest was not: what is known of the write must not be lost. */
function aborted(report, started) {
  return new GenesysError('ABORTED', 'The call was aborted.', known({ ...report, elapsedMs: Date.now() - started }))
}

module.exports = { dissent, joinWitness, reasonFrom }
