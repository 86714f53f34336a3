'use strict'

const { binding } = require('./binding')
const { unwrap } = require('./call')
const { GenesysError } = require('./errors')

/** How long a frame may still come where the public configuration says that none will: the copy may be old. */
const PATIENCE_WHEN_OFF_MS = 1_000

/** Starts a guest's testimony that can be stopped; one that fails on its own is an empty one. */
function testify(guest, options, signal) {
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  const testimony = guest.testify({ ...options, signal: either })
  testimony.catch(() => {})
  return { testimony, stop: () => stop.abort() }
}

/** What the guest says once the server has closed: at once where it was told, else until patience ends. */
async function afterClose(guest, early, { left, setting, signal, staysForMs }) {
  const told = await Promise.race([early.testimony, Promise.resolve()])
  if (told?.wire?.saw === 'closed' && told.page?.saw !== 'open') return told
  early.stop()
  const patience = (await setting) === 'off' ? Math.min(left(), PATIENCE_WHEN_OFF_MS) : left()
  return guest.testify({ timeoutMs: Math.max(1, patience), serverClosedAt: Date.now(), staysForMs, ...(signal && { signal }) })
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

/** The addon judges; a verdict against carries what was done and seen. */
function judge(report, setting) {
  const { server, wire, page } = report.witnesses
  try {
    unwrap(binding.verdict({ server, wire, page, setting }))
    return report
  } catch (error) {
    throw new GenesysError(error.code, error.message.replace(`\n${error.hint}`, ''), {
      ...error,
      operation: 'closeConversation',
      conversationId: report.conversationId,
      elapsedMs: report.elapsedMs,
      report,
    })
  }
}

/**
 * Runs a close while its guest testifies. The testimony begins before the first write and shares
 * the deadline and the signal; a guest that was told wakes the verifying read.
 * `readSetting` reads what the deployment says about telling guests; it never holds back the write.
 */
async function joinWitness(close, readSetting, { guest, timeoutMs, signal, staysForMs = 0 }) {
  const started = Date.now()
  const left = () => timeoutMs - (Date.now() - started)
  const wake = new binding.Wake()
  const early = testify(guest, { timeoutMs, staysForMs }, signal)
  early.testimony.then(({ wire }) => wire?.saw === 'closed' && wake.wake(), () => {})
  const setting = readSetting().catch(() => undefined)
  try {
    const report = await close(wake)
    const seen = await afterClose(guest, early, { left, setting, signal, staysForMs })
    return judge({ ...joined(report, seen), elapsedMs: Date.now() - started }, (await setting) ?? undefined)
  } finally {
    early.stop()
  }
}

module.exports = { joinWitness }
