'use strict'

const { uuid } = require('./ids')

const ok = (body, status = 200) => ({ status, body })

/** The vendor's ErrorBody. */
function refusal(status, code, message = 'refused') {
  const contextId = uuid()
  return { status, body: { message, code, status, contextId, messageParams: {}, details: [], errors: [] }, headers: { 'inin-correlation-id': contextId } }
}

const notFound = () => refusal(404, 'not.found', 'The requested resource was not found.')
const accepted = () => ({ status: 202 })

/** What the vendor says to a write on something that has ended. */
const forbidden = (id) => refusal(403, 'not.authorized', `Access to conversation ${id} forbidden.`)

module.exports = { accepted, forbidden, notFound, ok, refusal }
