'use strict'

const { GenesysClient, GuestSession, Simulator } = require('../..')

/** An org for the tests of one file, and guests who chat there; what a test has opened goes with it. */
function useOrg() {
  const org = { simulator: undefined, client: undefined, chatting, elsewhere, readBy, withoutClient }
  const disposables = []

  beforeAll(async () => {
    org.simulator = await Simulator.start()
    org.client = new GenesysClient(org.simulator.connection)
  })

  afterEach(async () => {
    for (const dispose of disposables.splice(0).reverse()) await dispose()
    await org.simulator.reset()
  })

  afterAll(async () => {
    await org.client.dispose()
    await org.simulator.stop()
  })

  async function chatting(options = { client: org.client }) {
    const { client } = org
    const guest = await GuestSession.connect(options)
    disposables.push(() => guest.dispose())
    await guest.send('hello')
    const id = await guest.conversationId(client)
    return { guest, id, conversation: client.conversation(id), close: () => client.closeConversation(id, { wrapUp: 'Resolved' }) }
  }

  function withoutClient() {
    return chatting({ ...org.simulator.connection, deploymentId: org.simulator.deploymentId })
  }

  /** A guest of an org with another deployment. */
  async function elsewhere(deployment) {
    const other = await Simulator.start({ deployment })
    const own = new GenesysClient(other.connection)
    const guest = await GuestSession.connect({ client: own })
    disposables.push(() => other.stop(), () => own.dispose(), () => guest.dispose())
    await guest.send('hello')
    return { guest, close: async () => own.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' }) }
  }

  return org
}

/** The same guest, its conversation's record being read by `get`. */
const readBy = (guest, get) => ({
  _reader: { conversationId: 'x', client: { conversation: () => ({ get }) } },
  events: guest.events,
  testify: (options) => guest.testify(options),
})

module.exports = { useOrg }
