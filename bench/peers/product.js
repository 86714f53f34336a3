'use strict'

const { GenesysClient } = require('../children/product')

/** The product, as its README shows it. */
async function connect(connection) {
  const client = new GenesysClient(connection)
  return {
    close: async (id, wrapUp) => { await client.closeConversation(id, { wrapUp }) },
    async closeMany(ids, { concurrency, wrapUp }) {
      const { closed, failed } = await client.closeConversations(ids, { concurrency, wrapUp })
      if (closed !== ids.length) throw new Error(`${closed} of ${ids.length} closed: ${failed[0]?.error.message}`)
    },
    dispose: () => client.dispose(),
  }
}

module.exports = { connect }
