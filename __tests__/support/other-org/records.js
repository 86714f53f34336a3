'use strict'

// What an org of another hand than the simulator's knows of a conversation, and how it shows it.

const { randomUUID } = require('node:crypto')

const now = () => new Date().toISOString()
const hex = () => randomUUID().replaceAll('-', '')
const isOver = ({ state }) => state === 'disconnected'
const pick = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))

function participant(purpose, state, more = {}) {
  const at = now()
  return { id: randomUUID(), communication: randomUUID(), purpose, state, startTime: at, ...(state === 'alerting' ? { startAlertingTime: at } : { connectedTime: at }), ...more }
}

/** A guest has written: the flow has handed it to the queue, where it rings. */
function conversation({ queue, agent, attributes }) {
  const flow = participant('workflow', 'connected')
  end(flow, 'transfer')
  const required = { wrapupRequired: true, wrapupPrompt: 'mandatory' }
  return {
    id: randomUUID(), startTime: now(), messages: [],
    participants: [
      participant('customer', 'connected', { attributes }), flow, participant('acd', 'connected', { queue }),
      participant('agent', 'alerting', { queue, user: agent, ...required }),
    ],
  }
}

function end(one, how) {
  if (isOver(one)) return
  const served = one.state === 'connected'
  const at = now()
  Object.assign(one, { state: 'disconnected', endTime: at, disconnectType: served ? how : 'transfer.noanswer' })
  if (one.wrapupRequired && served) one.startAcwTime = at
  if (one.startAcwTime && one.wrapup) one.endAcwTime = at
}

function endIfOver(talk) {
  if (talk.participants.every(isOver)) talk.endTime ??= now()
}

/** The agent answers: the queue has done its part. */
function answered(talk) {
  const agent = talk.participants.find(({ purpose }) => purpose === 'agent')
  if (agent.state !== 'alerting') return
  Object.assign(agent, { state: 'connected', connectedTime: now() })
  end(talk.participants.find(({ purpose }) => purpose === 'acd'), 'transfer')
}

function wrapUp(one, { code, name }) {
  one.wrapup = { code, name, tags: [], endTime: now() }
  if (one.startAcwTime) one.endAcwTime = one.wrapup.endTime
}

/** Whether the guest's service ended by it. */
function leave(talk, one, { customerStays = false } = {}) {
  end(one, 'client')
  const isLast = talk.participants.every((each) => each.purpose === 'customer' || isOver(each))
  if (isLast && !customerStays) talk.participants.forEach((each) => end(each, 'peer'))
  endIfOver(talk)
  return isLast
}

const uri = (message) => `/api/v2/conversations/messages/${message.id}/details`
const detail = (message) => ({ messageId: message.id, messageURI: uri(message), messageStatus: message.inbound ? 'received' : 'sent', messageTime: message.time })
const reference = (path, named) => named && { id: named.id, name: named.name, selfUri: `/api/v2/${path}/${named.id}` }

function shownParticipant(one, talk) {
  const { communication: _own, user, queue, ...plain } = one
  const messages = one.purpose === 'customer' ? talk.messages.filter(({ isEvent }) => !isEvent).map(detail) : []
  return pick({
    name: user?.name ?? one.purpose, direction: 'inbound', held: false, wrapupRequired: false, attributes: {}, provider: 'PureCloud Messaging', type: 'webmessaging',
    ...plain, user: reference('users', user), queue: reference('routing/queues', queue), messages,
  })
}

/** A MessageConversation. */
function shown(talk) {
  return { id: talk.id, participants: talk.participants.map((one) => shownParticipant(one, talk)), otherMediaUris: [], recentTransfers: [], selfUri: `/api/v2/conversations/messages/${talk.id}` }
}

/** A Conversation: its participants have no state, their communications do. */
function neutral(talk) {
  const participants = talk.participants.map((one) => neutralParticipant(one, talk))
  return pick({ id: talk.id, startTime: talk.startTime, endTime: talk.endTime, participants, recordingState: 'NONE', recentTransfers: [], selfUri: `/api/v2/conversations/${talk.id}` })
}

function neutralParticipant(one, talk) {
  const { id, purpose, user, queue, startTime, connectedTime, endTime, startAcwTime, endAcwTime } = one
  const { wrapupRequired = false, wrapupPrompt, wrapup, attributes = {} } = one
  const messages = purpose === 'customer' ? talk.messages.filter(({ isEvent }) => !isEvent).map(detail) : []
  const acw = pick({ state: afterCallWork(one), startTime: startAcwTime, endTime: endAcwTime })
  const communication = pick({
    id: one.communication, state: one.state, initialState: one.startAlertingTime ? 'alerting' : 'connected',
    direction: 'inbound', disconnectType: one.disconnectType, held: false, provider: 'PureCloud Messaging', type: 'webmessaging', startAlertingTime: one.startAlertingTime, connectedTime, disconnectedTime: endTime, messages, wrapup,
    afterCallWork: acw, afterCallWorkRequired: wrapupRequired,
  })
  return pick({
    id, name: user?.name ?? purpose, purpose, userId: user?.id, queueId: queue?.id, queueName: queue?.name,
    startTime, connectedTime, endTime, startAcwTime, endAcwTime,
    wrapupRequired, wrapupPrompt, wrapup, attributes, messages: [communication],
  })
}

function afterCallWork({ startAcwTime, endAcwTime }) {
  if (endAcwTime) return 'complete'
  return startAcwTime ? 'pending' : 'notApplicable'
}

/** A MessageData, which leads from a message to its conversation. */
function data(message, talk) {
  const direction = message.inbound ? 'Inbound' : 'Outbound'
  return pick({
    id: message.id, providerMessageId: message.channelId, timestamp: message.time, direction: direction.toLowerCase(), messengerType: 'webmessaging',
    status: message.inbound ? 'received' : 'sent',
    normalizedMessage: pick({
      id: message.id, type: message.isEvent ? 'Event' : 'Text', text: message.text, direction,
      channel: pick({ platform: 'WebMessaging', type: 'Private', messageId: message.channelId, time: message.time }),
    }),
    conversationId: talk.id, selfUri: uri(message),
  })
}

/** The body of a message, on the socket and in the history. */
function body(message) {
  const channel = pick({ time: message.time, messageId: message.channelId, type: message.inbound ? undefined : 'Private' })
  const direction = message.inbound ? 'Inbound' : 'Outbound'
  const what = message.isEvent ? { type: 'Event', events: message.events, metadata: message.metadata } : { type: 'Text', text: message.text }
  return pick({ id: message.id, direction, channel, originatingEntity: message.by, ...what })
}

const presence = (type) => [{ eventType: 'Presence', presence: { type } }]
const message = (more) => ({ id: hex(), time: now(), ...(more.inbound && { channelId: randomUUID() }), ...more })

module.exports = { answered, body, conversation, data, end, endIfOver, isOver, leave, message, neutral, now, pick, presence, shown, wrapUp }
