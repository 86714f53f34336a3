'use strict'

const { accepted, forbidden, notFound, ok, refusal } = require('./answers')
const { clock } = require('./conversation')
const { acd, agent, isUp } = require('./participant')
const { messageView } = require('./views')

/** Takes a write: its effect shows a little later, and is noted when it does. */
function take(world, { conversation, entry }, effect, answer) {
  const plan = conversation.bend('landing', { lands: true, delayMs: conversation.settleMs }, { entry })
  entry.lands = plan.lands
  if (plan.lands) {
    world.later(plan.delayMs, () => {
      entry.landedAt = clock()
      effect(plan)
      conversation.bend('landed', undefined, { entry, world })
    })
  }
  return answer
}

const wrapupOf = ({ code, name, notes }) => ({ code, ...(name && { name }), ...(notes && { notes }), provisional: false })

/** Whether the code is one that this party may use. */
function isUsable(world, conversation, party, code) {
  return conversation.bend('codes', world.codesOf(party.queue), { party }).some(({ id }) => id === code)
}

function disconnectConversation(world, request) {
  const { conversation, body } = request
  if (body?.state !== 'disconnected') return refusal(400, 'bad.request')
  if (conversation.isEnded) return forbidden(conversation.id)
  return take(world, request, () => conversation.endAll(), ok(messageView(conversation, conversation.at(clock()))))
}

/** Declining before taking it makes the queue offer it again. */
function offerAgain(conversation, { queue }) {
  conversation.join('offered again', acd(queue), agent(queue, { state: 'alerting' }))
}

function patchParticipant(world, request) {
  const { conversation, body, party } = request
  if (party === undefined) return notFound()
  if (body.wrapup && !isUsable(world, conversation, party, body.wrapup.code)) return refusal(400, 'bad.request')
  if (body.state !== undefined && !isUp(party)) return forbidden(conversation.id)
  return take(world, request, ({ wrapupIs = 'kept' }) => {
    const wasAlerting = conversation.find(party.id).state === 'alerting'
    if (body.wrapup && wrapupIs !== 'dropped') {
      conversation.update(party.id, { wrapup: { ...wrapupOf(body.wrapup), provisional: wrapupIs === 'a draft' } })
    }
    if (body.state === undefined) return
    if (wasAlerting) offerAgain(conversation, party)
    conversation.end(party.id)
  }, accepted())
}

function postWrapup(world, request) {
  const { conversation, body, party } = request
  if (party === undefined || party.communicationId !== request.communicationId) return notFound()
  if (!isUsable(world, conversation, party, body?.code)) return refusal(400, 'bad.request')
  return take(world, request, () => conversation.update(party.id, { wrapup: wrapupOf(body) }), accepted())
}

function tearDown(world, request) {
  return take(world, request, () => request.conversation.endAll('system'), accepted())
}

module.exports = { disconnectConversation, patchParticipant, postWrapup, tearDown }
