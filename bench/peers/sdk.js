'use strict'

const platform = require('purecloud-platform-client-v2')
const { peerOf } = require('./recipe')

/** The vendor's SDK. */
async function connect({ apiUrl, loginUrl, clientId, clientSecret }, options) {
  const client = platform.ApiClient.instance
  client.config.live_reload_config = false
  const goTo = (url) => {
    const { hostname, port, protocol } = new URL(url)
    client.setGateway({ host: hostname, protocol: protocol.replace(':', ''), port: Number(port) })
  }
  goTo(loginUrl)
  await client.loginClientCredentialsGrant(clientId, clientSecret)
  goTo(apiUrl)
  const api = new platform.ConversationsApi()
  return peerOf({
    read: (id) => api.getConversationsMessage(id),
    codes: (id, agent) => api.getConversationsMessageParticipantWrapupcodes(id, agent),
    patch: (id, agent, body) => api.patchConversationsMessageParticipant(id, agent, { body }),
  }, options)
}

module.exports = { connect }
