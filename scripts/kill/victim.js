'use strict'

// A process that works with a shared folder until it is killed: it closes conversations, or only logs in, as often as
// somebody takes the token away. First it closes one alone, as the next one after a crash, and tells how that went.
const { GenesysClient, Simulator, closeConversation } = require('../..')

const WRAP_UP = 'E2E Test Closure'
const TASKS = 3
const TIMEOUT_MS = 20_000

const next = () => new Promise((resolve) => { process.once('message', resolve) })

async function main() {
  const { url, sharedState, work } = await next()
  const simulator = await Simulator.attach(url)
  const connection = { ...simulator.connection, sharedState, timeoutMs: TIMEOUT_MS }
  // A client of its own each time: each one looks for the token in the folder.
  const works = {
    closes: async () => {
      const { conversationId } = await simulator.openConversation({ agent: 'connected' })
      return await closeConversation(conversationId, { ...connection, wrapUp: WRAP_UP })
    },
    logins: async () => {
      const client = new GenesysClient(connection)
      await client.listWrapUpCodes()
      await client.dispose()
    },
  }
  const { outcome, steps } = await works.closes()
  process.send({ outcome, alone: steps.some(({ name }) => name === 'shared state') })
  await Promise.all(Array.from({ length: TASKS }, async () => {
    for (;;) await works[work]()
  }))
}

main().catch((error) => process.send({ failed: error.message }, () => process.exit(1)))
