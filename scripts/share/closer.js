'use strict'

// One process of many: closes conversations, some at a time, and tells how each close ended.
const { GenesysClient, Simulator } = require('../..')

const WRAP_UP = 'E2E Test Closure'
/** Waiting for budget is part of it. */
const TIMEOUT_MS = 600_000

const next = () => new Promise((resolve) => { process.once('message', resolve) })

async function main() {
  const { url, sharedState } = await next()
  const { connection } = await Simulator.attach(url)
  const client = new GenesysClient({ ...connection, sharedState, timeoutMs: TIMEOUT_MS })
  process.send('ready')
  const ends = await Promise.all((await next()).map((ids) => closeEach(client, ids)))
  await client.dispose()
  process.send({ ends: ends.flat() }, () => process.exit(0))
}

/** One task: one conversation after another. */
async function closeEach(client, ids) {
  const ends = []
  for (const id of ids) {
    ends.push(await client.closeConversation(id, { wrapUp: WRAP_UP }).then(({ outcome }) => outcome, ({ code }) => code))
  }
  return ends
}

main()
