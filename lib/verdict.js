'use strict'

const { binding } = require('./binding')
const { unwrap } = require('./call')
const { GenesysError } = require('./errors')

/** What the addon judges on; the rule itself stands there. */
function evidenceOf({ server, wire, page }) {
  return { server, ...(wire && { wire }), ...(page && { page }) }
}

/** The addon's verdict over all witnesses; a dissenter's error carries what was done and seen. */
function judge(report) {
  try {
    unwrap(binding.verdict(evidenceOf(report.witnesses)))
  } catch (error) {
    const { conversationId, elapsedMs } = report
    throw new GenesysError(error.code, error.message.split('\n')[0], {
      ...error, operation: 'closeConversation', conversationId, elapsedMs, report,
    })
  }
}

/** Ends a testimony that nobody waits for any more, with the caller's signal or without. */
function stoppable(signal) {
  const stop = new AbortController()
  const abort = () => stop.abort(signal.reason)
  signal?.addEventListener('abort', abort, { once: true })
  return { signal: stop.signal, stop: () => stop.abort(), release: () => signal?.removeEventListener('abort', abort) }
}

/**
 * Runs a close while its guest testifies. The testimony begins before the first write, shares
 * deadline and signal, and wakes the close as soon as the guest was told.
 */
async function joinWitness({ close, wake, guest, signal, timeoutMs }) {
  const listening = stoppable(signal)
  const testimony = Promise.resolve(guest.testify({ timeoutMs, signal: listening.signal }))
  testimony.then(() => wake.wake(), () => {})
  try {
    const report = await close()
    const { wire, page } = await testimony
    Object.assign(report.witnesses, wire && { wire }, page && { page })
    judge(report)
    return report
  } finally {
    listening.stop()
    listening.release()
  }
}

module.exports = { joinWitness }
