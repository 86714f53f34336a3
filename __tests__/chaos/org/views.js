'use strict'

const { isUp } = require('./participant')

/** `GET /conversations/messages/{id}`: flat participants with a state, no communications, no end of the whole. */
function messageView(conversation, { participants }) {
  return { id: conversation.id, participants: participants.map(({ communicationId: _hidden, ...shown }) => shown), selfUri: `/api/v2/conversations/messages/${conversation.id}` }
}

function communication({ communicationId, state, disconnectType, wrapup, wrapupRequired, purpose }) {
  const work = purpose === 'agent' ? { afterCallWorkRequired: wrapupRequired === true } : {}
  return { id: communicationId, state, type: 'webmessaging', ...(disconnectType && { disconnectType }), ...(wrapup && { wrapup }), ...work }
}

/** `GET /conversations/{id}`: communications and times; its participants have no state. */
function recordView(conversation, { participants }) {
  const hasEnded = !participants.some(isUp)
  const endTime = hasEnded ? participants.map((party) => party.endTime).sort().at(-1) : undefined
  const parties = participants.map((party) => {
    const { id, purpose, startTime, connectedTime, endTime: ended, queue, wrapup, attributes } = party
    const times = { startTime, ...(connectedTime && { connectedTime }), ...(ended && { endTime: ended }) }
    const kept = { ...(queue && { queueId: queue.id }), ...(wrapup && { wrapup }), ...(attributes && { attributes }) }
    return { id, purpose, ...times, ...kept, messages: [communication(party)] }
  })
  return { id: conversation.id, startTime: conversation.startTime, ...(endTime && { endTime }), participants: parties }
}

module.exports = { messageView, recordView }
