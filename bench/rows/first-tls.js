'use strict'

const { withChild } = require('../child')
const { figure, ratio } = require('../figure')
const { SETTLE_MS, WRAP_UP, checkClosed, pollAfterMs } = require('../org')

const TRIP_MS = 80
const PEERS = ['product', 'sdk', 'fetch']

/** Connects and closes once, in a process that did nothing before. A peer has one host for login and API: its best. */
async function first(server, connection, how) {
  const ids = await server.ask('open', { count: 1 })
  const options = { connection, id: ids[0], wrapUp: WRAP_UP, pollAfterMs: pollAfterMs(TRIP_MS), ...how }
  const ms = await withChild('closer', { env: { NODE_EXTRA_CA_CERTS: connection.caFile } }, (closer) => closer.ask('first', options))
  await checkClosed(server, ids)
  return ms
}

async function rounds(server, connections, count, how) {
  const measured = Object.fromEntries(PEERS.map((peer) => [peer, []]))
  for (let round = 0; round < count; round++) {
    for (const peer of PEERS) measured[peer].push(await first(server, connections[peer], { peer, ...how }))
  }
  return measured
}

function figuresOf(name, { product = undefined, sdk = undefined, fetch = undefined }, wanted) {
  return [
    figure({ name: `${name}, ${TRIP_MS} ms away`, unit: 'ms', values: product, peers: { sdk, fetch } }),
    ratio({ name: `the SDK takes so many times as long: ${name}`, over: sdk, under: product, must: { atLeast: wanted } }),
  ]
}

function measure({ firsts }) {
  return withChild('server', {}, async (server) => {
    await server.ask('start', { settleMs: SETTLE_MS, tls: true })
    const product = await server.ask('far', { tripMs: TRIP_MS })
    const oneHost = { ...product, loginUrl: product.apiUrl }
    const connections = { product, sdk: oneHost, fetch: oneHost }
    const plain = await rounds(server, connections, firsts, {})
    const imported = await rounds(server, connections, firsts, { isImportCounted: true })
    return [...figuresOf('first close over TLS, by name', plain, 1.3), ...figuresOf('the same, import counted', imported, 1.5)]
  })
}

module.exports = { measure }
