'use strict'

const platform = require('purecloud-platform-client-v2')
const { peerOf } = require('./recipe')

/** The vendor's SDK. */
async function connect({ apiUrl, clientId, clientSecret }, options) {
  const { hostname, port, protocol } = new URL(apiUrl)
  const client = platform.ApiClient.instance
  client.config.live_reload_config = false
  client.setGateway({ host: hostname, protocol: protocol.replace(':', ''), port: Number(port) })
  await client.loginClientCredentialsGrant(clientId, clientSecret)
  const api = new platform.ConversationsApi()
  return peerOf({
    read: (id) => api.getConversationsMessage(id),
    codes: (id, agent) => api.getConversationsMessageParticipantWrapupcodes(id, agent),
    patch: (id, agent, body) => api.patchConversationsMessageParticipant(id, agent, { body }),
  }, options)
}

module.exports = { connect }
