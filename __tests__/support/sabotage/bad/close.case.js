'use strict'

const { Simulator } = require('../../../..')

/** The kind of test that is green whatever happens: it believes the answer. */
async function patched({ connection }, conversationId) {
  const login = await fetch(`${connection.loginUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${connection.clientId}:${connection.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token: token } = await login.json()
  return fetch(`${connection.apiUrl}/api/v2/conversations/messages/${conversationId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ state: 'disconnected' }),
  })
}

test('200 is success', async () => {
  const simulator = await Simulator.start()
  const { conversationId } = await simulator.openConversation()
  expect((await patched(simulator, conversationId)).status).toBe(200)
  await simulator.stop()
})
