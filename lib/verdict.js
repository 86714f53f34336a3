'use strict'

const { binding } = require('./binding')
const { unwrap } = require('./call')

/**
 * Runs a close while its guest testifies. The testimony begins before the first write, shares the
 * deadline and the signal, and is judged by the addon, where the rule stands once.
 */
async function joinWitness(close, { guest, timeoutMs, signal }) {
  const stop = new AbortController()
  const given = { ...(timeoutMs && { timeoutMs }), signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]) }
  const testimony = guest.testify(given)
  testimony.catch(() => {})
  const report = await close().catch((error) => {
    stop.abort(error)
    throw error
  })
  const { wire, page } = await testimony
  return unwrap(binding.verdict({ report, wire, page }))
}

module.exports = { joinWitness }
