'use strict'

// A chat without a browser that holds in every order: what was said before the end and is told after it opens nothing. Run by explore,
// which sets its order.

const assert = require('node:assert')
const { GenesysClient, GuestSession, Simulator } = require('../..')

const SAID = ['I have blocked it', 'You get a new one', 'Is there anything else?']

/** What is lost with its connection is said again; where only its echo was, that comes by the next one. */
async function say(guest, text) {
  try {
    await guest.send(text)
  } catch (error) {
    assert.strictEqual(error.code, 'TRANSPORT', error)
    const known = await guest.history().catch(() => [])
    if (!known.some((event) => event.text === text)) await say(guest, text)
  }
}

async function talk(simulator, client) {
  const guest = await GuestSession.connect(simulator.connection)
  await say(guest, 'My card is gone')
  const conversationId = await guest.conversationId(client)
  for (const text of SAID) await simulator.agent(conversationId).say(text)
  await client.closeConversation(conversationId, { wrapUp: 'E2E Test Closure', guest })
  await guest.closed()
  // It stays so, whatever comes of what was said before, and after as many drops as there are.
  const said = await guest.testify({ timeoutMs: 20_000, staysForMs: 300 })
  assert.strictEqual(said.wire?.saw, 'closed', said.wire?.detail)
  assert.strictEqual((await simulator.conversation(conversationId)).state, 'closed')
  await guest.dispose()
}

async function main() {
  const simulator = await Simulator.start()
  const client = new GenesysClient(simulator.connection)
  try {
    await talk(simulator, client)
  } finally {
    await client.dispose()
    await simulator.stop()
  }
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
