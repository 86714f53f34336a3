'use strict'

// The vendor's JavaScript SDK: by its region's own hosts where it is led, or by its gateway.

const platform = require('purecloud-platform-client-v2')
const { WebSocket } = require('ws')
const { CLIENT_ORIGIN, CLIENT_ID, CLIENT_SECRET, CONVERSATION, NOBODY, TOPIC } = process.env

const client = platform.ApiClient.instance
client.config.live_reload_config = false
const { hostname, port, protocol } = new URL(CLIENT_ORIGIN)
if (hostname.endsWith('mypurecloud.ie')) client.setEnvironment('mypurecloud.ie')
else client.setGateway({ host: hostname, port: Number(port), protocol: protocol.slice(0, -1) })

const conversations = new platform.ConversationsApi()
const notifications = new platform.NotificationsApi()

/** Its calls give no status; what they resolve with was a success, and its answer tells which. */
async function told(call, success, ask) {
  try {
    const answer = await ask()
    console.log(JSON.stringify({ call, status: success }))
    return answer
  } catch (error) {
    const { status, code } = { status: error.status ?? error.response?.status, code: error.code ?? error.response?.data?.error }
    console.log(JSON.stringify({ call, status: status ?? 0, code: code ?? error.message }))
    return undefined
  }
}

async function main() {
  await told('login with a wrong secret', 200, () => client.loginClientCredentialsGrant(CLIENT_ID, 'wrong'))
  const { accessToken } = await told('login', 200, () => client.loginClientCredentialsGrant(CLIENT_ID, CLIENT_SECRET))
  const conversation = await told('read', 200, () => conversations.getConversationsMessage(CONVERSATION))
  const codes = await told('codes', 200, () => new platform.RoutingApi().getRoutingWrapupcodes())
  const connected = /** @type {import('purecloud-platform-client-v2').Models.Conversation} */ ({ state: 'connected' })
  await told('a state that is none', 200, () => conversations.patchConversationsMessage(CONVERSATION, connected))
  client.setAccessToken('nobody')
  await told('with a token that is none', 200, () => conversations.getConversationsMessage(CONVERSATION))
  client.setAccessToken(accessToken)
  await told('without the permission', 200, () => conversations.getConversationsSettings())
  await told('what is not there', 200, () => conversations.getConversationsMessage(NOBODY))
  await told('too often', 200, () => notifications.getNotificationsAvailabletopics())
  const channel = await notifications.postNotificationsChannels()
  await told('subscribe', 200, () => notifications.postNotificationsChannelSubscriptions(channel.id, [{ id: TOPIC }]))
  const socket = new WebSocket(channel.connectUri)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const event = new Promise((resolve) => socket.on('message', (data) => { if (JSON.parse(data.toString()).topicName === TOPIC) resolve(data) }))
  const agent = conversation.participants.find(({ purpose }) => purpose === 'agent')
  // A body that is not named as one is dropped, and the call succeeds all the same.
  const body = { state: 'disconnected', wrapup: { code: codes.entities[0].id } }
  await told('close with wrap-up', 202, () => conversations.patchConversationsMessageParticipant(CONVERSATION, agent.id, { body }))
  await event
  console.log(JSON.stringify({ call: 'told of the end', status: 101 }))
  socket.close()
}

main()
