'use strict'

const { messageId, uuid } = require('./ids')

const now = () => new Date().toISOString()
const response = (cls, body, tracingId, code = 200) => ({ type: 'response', class: cls, code, ...(tracingId && { tracingId }), body })
const message = (body, tracingId) => ({ type: 'message', class: 'StructuredMessage', code: 200, ...(tracingId && { tracingId }), body })

const session = ({ connected = true, newSession = false, readOnly = false }, tracingId) =>
  response('SessionResponse', { connected, newSession, readOnly, maxCustomDataBytes: 2048, durationSeconds: 259_200 }, tracingId)

/** The server's echo of what a guest sent. */
const echo = ({ id = messageId(), text, events }, tracingId) => message({
  id, direction: 'Inbound', channel: { time: now(), messageId: uuid(), type: 'Private' }, ...(events ? { type: 'Event', events } : { type: 'Text', text }),
}, tracingId)

/** What an agent or a bot says. */
const said = (text, entity = 'Human') => message({
  id: messageId(), type: 'Text', text, direction: 'Outbound', channel: { time: now(), type: 'Private' }, originatingEntity: entity,
})

/** The closing frame; `readOnly` is a string on the wire. */
const closing = ({ readOnly = false, id = messageId(), entity = 'Human' } = {}) => message({
  id, type: 'Event', direction: 'Outbound', channel: { time: now(), type: 'Private' },
  events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }],
  ...(readOnly && { metadata: { readOnly: 'true' } }), originatingEntity: entity,
})

const typing = () => message({
  id: messageId(), type: 'Event', direction: 'Outbound', channel: { time: now(), type: 'Private' }, events: [{ eventType: 'Typing', typing: { type: 'On', duration: 5_000 } }],
})

const readOnlyRefusal = (tracingId) => response('string', 'Session is read-only, no new messages allowed', tracingId, 409)

const isClosing = ({ class: cls, body }) => cls === 'StructuredMessage' && body.direction === 'Outbound' && body.events?.[0]?.presence?.type === 'Disconnect'
const isSaid = ({ class: cls, body }) => cls === 'StructuredMessage' && body.direction === 'Outbound' && body.type === 'Text'

module.exports = { closing, echo, isClosing, isSaid, message, readOnlyRefusal, response, said, session, typing }
