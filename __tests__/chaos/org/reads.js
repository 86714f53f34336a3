'use strict'

const { notFound, ok } = require('./answers')
const { clock } = require('./conversation')
const { messageView, recordView } = require('./views')

/** One look at a conversation: which of its states is shown, and how. */
function look(conversation, entry, view) {
  const shown = conversation.bend('shown', conversation.at(clock()), { entry })
  return ok(conversation.bend(entry.kind, view(conversation, shown), { entry, shown }))
}

const readConversation = ({ conversation, entry }) => look(conversation, entry, messageView)
const readRecord = ({ conversation, entry }) => look(conversation, entry, recordView)

/** Which conversation a message belongs to; the record comes as late as the org's indexing. */
function readDetails(world, { id, entry }) {
  const message = world.messages.get(id)
  if (message === undefined) return notFound()
  const { conversation } = message
  entry.conversation = conversation
  conversation.log.push(entry)
  const age = clock() - message.at
  const body = conversation.bend('details', { id, conversationId: conversation.id, direction: 'inbound', messengerType: 'webmessaging' }, { entry, age })
  return body.status === undefined ? ok(body) : body
}

module.exports = { readConversation, readDetails, readRecord }
