'use strict'

const { peerOf } = require('./recipe')

async function login({ loginUrl, clientId, clientSecret }) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const answer = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization }, body })
  return (await answer.json()).access_token
}

/** The requests of a script by hand, over Node's own fetch. */
async function requestsOf(connection) {
  const authorization = `Bearer ${await login(connection)}`
  const base = `${connection.apiUrl}/api/v2/conversations/messages`
  const ask = async (path, init = {}) => {
    const headers = { authorization, ...(init.body && { 'content-type': 'application/json' }) }
    const answer = await fetch(`${base}/${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`)
    const text = await answer.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    read: (id) => ask(id),
    codes: (id, agent) => ask(`${id}/participants/${agent}/wrapupcodes`),
    patch: (id, agent, body) => ask(`${id}/participants/${agent}`, { method: 'PATCH', body: JSON.stringify(body) }),
  }
}

async function connect(connection, options) {
  return peerOf(await requestsOf(connection), options)
}

/** From a message to its conversation; nothing while there is none. */
async function lookUp(connection) {
  const headers = { authorization: `Bearer ${await login(connection)}` }
  return async (messageId) => {
    const answer = await fetch(`${connection.apiUrl}/api/v2/conversations/messages/${messageId}/details`, { headers })
    return (await answer.json()).conversationId
  }
}

module.exports = { connect, lookUp, requestsOf }
