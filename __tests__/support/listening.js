'use strict'

const { once } = require('node:events')

/** Has a server listen on loopback; gives its port. */
async function listening(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return portOf(server)
}

/** The port of a server that listens. */
const portOf = (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port

module.exports = { listening, portOf }
