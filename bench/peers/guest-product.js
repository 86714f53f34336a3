'use strict'

const { GenesysClient, GuestSession } = require('../children/product')

/** The product's own guest, with a client beside it. */
async function connect(connection, { notifications = false, isFresh = false } = {}) {
  const newClient = () => new GenesysClient({ ...connection, notifications })
  const kept = newClient()
  const open = async () => {
    // Such a client knows no codes yet.
    const client = isFresh ? newClient() : kept
    const guest = await GuestSession.connect({ ...connection, client })
    await guest.send('hello')
    const conversationId = await guest.conversationId()
    return {
      conversationId,
      close: (wrapUp, { isWitness }) => client.closeConversation(conversationId, { wrapUp, ...(isWitness && { guest }) }),
      closeWhen: (text, wrapUp) => guest.closeWhen(text, { direction: 'received', wrapUp }),
      closed: () => guest.closed(),
      dispose: async () => {
        await guest.dispose()
        if (isFresh) await client.dispose()
      },
    }
  }
  return { open, dispose: () => kept.dispose() }
}

/** Sessions that say one thing each, and go. */
async function session(connection) {
  const guest = await GuestSession.connect(connection)
  await guest.send('hello')
  await guest.dispose()
}

module.exports = { connect, session }
