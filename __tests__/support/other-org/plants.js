'use strict'

// What an org may do otherwise than the simulator: one at a time, each with what is to be told first.

const { setTimeout: sleep } = require('node:timers/promises')

const GET = 'GET /api/v2/conversations/messages/<id>'
const PATCH = 'PATCH /api/v2/conversations/messages/<id>/participants/<id>'
const DETAILS = 'GET /api/v2/conversations/messages/<id>/details'
const LATE_MS = 2_300

/** Changes a body that is answered. */
const body = (name, change) => ({ answer: ({ name: each, reply, nth, org }) => {
  if (each !== name || typeof reply.body !== 'object') return undefined
  const copy = structuredClone(reply.body)
  const changed = change(copy, { nth, org }) ?? copy
  return { ...reply, body: changed }
} })
const answer = (name, change) => ({ answer: ({ name: each, ...rest }) => (each === name ? change(rest) : undefined) })
const frame = (name, change) => ({ frame: ({ name: each, ...rest }) => (each === name ? change(rest) : undefined) })
const changed = (name, change) => frame(name, ({ frame: each }) => {
  const copy = structuredClone(each)
  change(copy)
  return [{ frame: copy }]
})

const of = (talk, purpose) => talk.participants.find((each) => each.purpose === purpose)
const later = { afterwards: () => sleep(LATE_MS) }

/** Takes a frame and sends it behind the next one. */
function swapped(first, second) {
  let held
  return { frame: ({ name, frame: each }) => {
    if (name === first) {
      held = each
      return []
    }
    return name === second && held ? [{ frame: each }, { frame: held }] : undefined
  } }
}

const plant = (name, does, first) => ({ name, does, first })

const PLANTS = [
  plant('a field of a conversation is gone', body('conversation', (talk) => { delete talk.recentTransfers }), { differs: 'field-missing', of: GET, pointer: '/body/recentTransfers', org: 'absent', simulator: 'a list of 0' }),
  plant('a field of a participant is gone', body('conversation', (talk) => { delete of(talk, 'customer').direction }), { differs: 'field-missing', of: GET, pointer: '/body/participants/0/direction', org: 'absent' }),
  plant('the end of a participant has no time', body('conversation', (talk) => talk.participants.forEach((each) => { delete each.endTime })), { differs: 'field-missing', of: GET, pointer: '/body/participants/1/endTime', org: 'absent', simulator: '<time>' }),
  plant('a field is renamed', body('conversation', (talk) => { const one = of(talk, 'agent'); one.startTimestamp = one.startTime; delete one.startTime }), { of: GET, pointer: '/body/participants/3/startTime', org: 'absent' }),
  plant('there is a field more', body('conversation', (talk) => { talk.address = 'canary address' }), { differs: 'field-more', of: GET, pointer: '/body/address', org: '<text>', simulator: 'absent' }),
  plant('there is a field more that nobody published', body('conversation', (talk) => { talk.canaryField = 'x' }), { differs: 'field-more', of: GET, pointer: '/body/<name>', org: '<text>' }),
  plant('null stands for absent', body('conversation', (talk) => { of(talk, 'customer').wrapup = null }), { differs: 'null', of: GET, pointer: '/body/participants/0/wrapup', org: 'null', simulator: 'absent' }),
  plant('null stands for a value', body('conversation', (talk) => { of(talk, 'customer').provider = null }), { differs: 'null', of: GET, pointer: '/body/participants/0/provider', org: 'null', simulator: '<text>' }),
  plant('an enumeration has another value', body('conversation', (talk) => { of(talk, 'workflow').disconnectType = 'system' }), { differs: 'value', of: GET, pointer: '/body/participants/1/disconnectType', org: '"system"', simulator: '"transfer"' }),
  plant('an enumeration has a value that nobody published', body('conversation', (talk) => { of(talk, 'acd').direction = 'sideways' }), { differs: 'value', of: GET, pointer: '/body/participants/2/direction', org: '<text>', simulator: '"inbound"' }),
  plant('a boolean is the other one', body('conversation', (talk) => { of(talk, 'customer').held = true }), { differs: 'value', of: GET, pointer: '/body/participants/0/held', org: 'true', simulator: 'false' }),
  plant('a text stands for a boolean', body('conversation', (talk) => { of(talk, 'customer').held = 'no' }), { differs: 'kind', of: GET, pointer: '/body/participants/0/held', org: '<text>', simulator: 'false' }),
  plant('a number stands for a time', body('codes', (page) => page.entities.forEach((code) => { code.dateCreated = 1_700_000_000_000 })), { differs: 'kind', of: 'GET /api/v2/routing/wrapupcodes', pointer: '/body/entities/0/dateCreated', org: '<number>', simulator: '<time>' }),
  plant('participants come in another order', body('conversation', (talk) => { talk.participants.reverse() }), { differs: 'order', of: GET, pointer: '/body/participants' }),
  plant('the workflow is no participant', body('conversation', (talk) => { talk.participants.splice(1, 1) }), { differs: 'field-missing', of: GET, pointer: '/body/participants/1', org: 'absent' }),
  plant('a write is answered with 200', answer('patch', () => ({ status: 200 })), { differs: 'status', of: PATCH, pointer: '/status', org: '200', simulator: '202' }),
  plant('a write is answered with a body', answer('patch', ({ reply, headers }) => { headers['content-type'] = 'application/json'; return { ...reply, body: { state: 'disconnected' } } }), { of: PATCH, pointer: '/headers/content-type' }),
  plant('the correlation id is gone', answer('conversation', ({ headers }) => { delete headers['inin-correlation-id'] }), { differs: 'header', of: GET, pointer: '/headers/inin-correlation-id', org: 'absent', simulator: 'true' }),
  plant('another content type', answer('codes', ({ headers }) => { headers['content-type'] = 'text/plain' }), { differs: 'header', of: 'GET /api/v2/routing/wrapupcodes', pointer: '/headers/content-type', org: '"text/plain"', simulator: '"application/json"' }),
  plant('pages are smaller than asked for', body('codes', (page, { org }) => ({ ...page, pageSize: 2, pageCount: 2, entities: page.entities.slice(0, 2), ...(page.pageNumber > 1 && { entities: page.entities.slice(2, org.codes.length) }) })), { of: 'GET /api/v2/routing/wrapupcodes', pointer: '/body/pageSize', org: '2' }),
  plant('a listing has no total', body('codes of a queue', (page) => { delete page.total }), { differs: 'field-missing', of: 'GET /api/v2/routing/queues/<id>/wrapupcodes', pointer: '/body/total' }),
  plant('the details need an extra read', answer('details', ({ nth }) => (nth <= 2 ? { status: 404, body: { message: 'later', code: 'not.found', status: 404, details: [], errors: [], contextId: 'x' } } : undefined)), { differs: 'status', of: DETAILS, pointer: '/status', org: '404', simulator: '200' }),
  plant('the end is told late', { ...frame('Disconnect', ({ frame: each }) => [{ frame: each, afterMs: LATE_MS }]), ...{ afterwards: () => sleep(1_000) } }, { differs: 'frame-late', of: 'frame Disconnect', pointer: '' }),
  plant('the end is told twice', frame('Disconnect', ({ frame: each }) => [{ frame: each }, { frame: each }]), { differs: 'frame-twice', of: 'frame Disconnect', pointer: '' }),
  plant('the end is not told', { ...frame('Disconnect', () => []), ...later }, { differs: 'frame-missing', of: 'frame Disconnect', pointer: '', org: 'absent' }),
  plant('frames come in another order', swapped('SessionClearedEvent', 'Clear'), { differs: 'order', of: 'frame SessionClearedEvent', pointer: '' }),
  plant('an echo has no id of the channel', changed('Inbound', ({ body: message }) => { delete message.channel.messageId }), { differs: 'field-missing', of: 'frame Inbound', pointer: '/body/channel/messageId', org: 'absent', simulator: '<id>' }),
  plant('an echo has another text', changed('Inbound', ({ body: message }) => { message.text = 'canary changed' }), { differs: 'identity', of: 'frame Inbound', pointer: '/body/text' }),
  plant('who ended it is another one', changed('Disconnect', ({ body: message }) => { message.originatingEntity = 'Bot' }), { differs: 'value', of: 'frame Disconnect', pointer: '/body/originatingEntity', org: '"Bot"', simulator: '"Human"' }),
  plant('a session is never called new', changed('SessionResponse', ({ body: session }) => { session.newSession = false }), { differs: 'value', of: 'frame SessionResponse', pointer: '/body/newSession', org: 'false', simulator: 'true' }),
  plant('a frame comes that nobody knows', frame('SessionResponse', ({ frame: each }) => [{ frame: each }, { frame: { type: 'message', class: 'StructuredMessage', code: 200, body: { id: 'f'.repeat(32), type: 'Event', direction: 'Outbound', channel: {}, events: [{ eventType: 'Presence', presence: { type: 'Join' } }] } } }]), { differs: 'frame-more', of: 'frame Join', pointer: '' }),
  plant('typing lasts for another time', changed('Typing', ({ body: message }) => { message.events[0].typing.duration = 'long' }), { differs: 'kind', of: 'frame Typing', pointer: '/body/events/0/typing/duration' }),
]

module.exports = { PLANTS }
