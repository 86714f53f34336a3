'use strict'

const { GenesysClient, GuestSession } = require('../children/product')

/** The product's own guest, with a client beside it. */
async function connect(connection, { notifications = false } = {}) {
  const client = new GenesysClient({ ...connection, notifications })
  const open = async () => {
    const guest = await GuestSession.connect({ ...connection, client })
    await guest.send('hello')
    const conversationId = await guest.conversationId()
    return {
      conversationId,
      close: (wrapUp, { isWitness }) => client.closeConversation(conversationId, { wrapUp, ...(isWitness && { guest }) }),
      closeWhen: (text, wrapUp) => guest.closeWhen(text, { direction: 'received', wrapUp }),
      closed: () => guest.closed(),
      dispose: () => guest.dispose(),
    }
  }
  return { open, dispose: () => client.dispose() }
}

/** Sessions that say one thing each, and go. */
async function session(connection) {
  const guest = await GuestSession.connect(connection)
  await guest.send('hello')
  await guest.dispose()
}

module.exports = { connect, session }
