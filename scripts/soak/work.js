'use strict'

const { GenesysClient, GuestSession, isGenesysError } = require('../..')

const WRAP_UP = 'E2E Test Closure'
const TIMEOUT_MS = 15_000
/** One close in so many has a guest with a socket. */
const GUESTS = 4

/** What came of the closes; `lies` are those reported closed that are not. */
class Tally {
  closes = 0
  clients = 0
  guests = 0
  lies = 0
  /** Failures by code. */
  refusals = new Map()
  /** Failures that are no GenesysError. */
  foreign = []

  failed(error) {
    if (!isGenesysError(error)) this.foreign.push(error)
    else this.refusals.set(error.code, (this.refusals.get(error.code) ?? 0) + 1)
  }
}

/** The simulator's word, not that of the API that may be broken. */
async function judge(simulator, tally, conversationId) {
  tally.closes += 1
  const { participants } = await simulator.conversation(conversationId)
  const isThere = ({ state }) => !['disconnected', 'terminated'].includes(state)
  if (participants.some(isThere)) tally.lies += 1
}

async function closeOne(simulator, client, tally) {
  const { conversationId } = await simulator.openConversation()
  await client.closeConversation(conversationId, { wrapUp: WRAP_UP, timeoutMs: TIMEOUT_MS })
  await judge(simulator, tally, conversationId)
}

async function closeWithGuest(simulator, client, tally) {
  const guest = await GuestSession.connect({ ...simulator.connection, client, timeoutMs: TIMEOUT_MS })
  tally.guests += 1
  try {
    await guest.send('hello')
    const conversationId = await guest.conversationId(client, { timeoutMs: TIMEOUT_MS })
    await client.closeConversation(conversationId, { wrapUp: WRAP_UP, guest, timeoutMs: TIMEOUT_MS })
    await judge(simulator, tally, conversationId)
  } finally {
    await guest.dispose()
  }
}

/** One client from its coming to its going, with a number of closes. */
async function oneClient(simulator, random, tally) {
  const client = new GenesysClient({ ...simulator.connection, notifications: random.below(2) === 0 })
  tally.clients += 1
  for (let left = 1 + random.below(5); left > 0; left--) {
    const close = random.below(GUESTS) === 0 ? closeWithGuest : closeOne
    await close(simulator, client, tally).catch((error) => tally.failed(error))
  }
  await client.dispose()
}

module.exports = { Tally, oneClient }
