'use strict'

// Ends a chat as the vendor's documentation says. It names its region, and knows nothing of tests.

const platform = require('purecloud-platform-client-v2')

const { GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET } = process.env
const ATTEMPTS = 3
const PAUSE_MS = 100

const client = platform.ApiClient.instance
client.setEnvironment('mypurecloud.ie')
const conversations = new platform.ConversationsApi()

async function login() {
  await client.loginClientCredentialsGrant(GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET)
}

/** The agent leaves with a wrap-up code, and the chat is over. */
async function closeChat(messageId, reason) {
  const { conversationId } = await conversations.getConversationsMessageDetails(messageId)
  const { participants } = await conversations.getConversationsMessage(conversationId)
  const agent = participants.find(({ purpose, state }) => purpose === 'agent' && state !== 'disconnected')
  if (agent === undefined) return
  const codes = await conversations.getConversationsMessageParticipantWrapupcodes(conversationId, agent.id)
  const { id } = codes.find(({ name }) => name === reason)
  // By its name: a body that stands for itself is dropped without a word.
  const body = { state: 'disconnected', wrapup: { code: id } }
  await patiently(() => conversations.patchConversationsMessageParticipant(conversationId, agent.id, { body }))
}

/** A 503 is worth another try. */
async function patiently(ask) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask()
    } catch (error) {
      if (error.status !== 503 || attempt === ATTEMPTS) throw error
      await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS * attempt) })
    }
  }
}

module.exports = { closeChat, login }
