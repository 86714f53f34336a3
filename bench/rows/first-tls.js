'use strict'

const { withChild } = require('../child')
const { figure, ratio } = require('../figure')
const { SETTLE_MS, WRAP_UP, checkClosed, pollAfterMs } = require('../org')

const TRIP_MS = 80
const PEERS = ['product', 'sdk', 'fetch']

/** Connects and closes once, in a process that did nothing before. */
async function first(server, connection, how) {
  const ids = await server.ask('open', { count: 1 })
  const options = { connection, id: ids[0], wrapUp: WRAP_UP, pollAfterMs: pollAfterMs(TRIP_MS), ...how }
  const ms = await withChild('closer', { env: { NODE_EXTRA_CA_CERTS: connection.caFile } }, (closer) => closer.ask('first', options))
  await checkClosed(server, ids)
  return ms
}

async function rounds(server, connections, { count, peers = PEERS, ...how }) {
  const measured = Object.fromEntries(peers.map((peer) => [peer, []]))
  for (let round = 0; round < count; round++) {
    for (const peer of peers) measured[peer].push(await first(server, connections[peer], { peer, ...how }))
  }
  return measured
}

function figuresOf(name, { product = undefined, ...peers }, must) {
  return [
    figure({ name: `${name}, ${TRIP_MS} ms away`, unit: 'ms', values: product, peers }),
    ratio({ name: `the SDK takes so many times as long: ${name}`, over: peers.sdk, under: product, ...(must && { must }) }),
  ]
}

/** Login and API are two hosts, as in every region. With one for both, which none has, a peer is at its best. */
function measure({ firsts: count }) {
  return withChild('server', {}, async (server) => {
    await server.ask('start', { settleMs: SETTLE_MS, tls: true })
    const two = await server.ask('far', { tripMs: TRIP_MS })
    const one = { ...two, loginUrl: two.apiUrl }
    const same = { product: two, sdk: two, fetch: two }
    const plain = await rounds(server, same, { count })
    const imported = await rounds(server, same, { count, isImportCounted: true })
    const best = await rounds(server, { product: two, sdk: one }, { count, peers: ['product', 'sdk'] })
    return [
      ...figuresOf('first close over TLS, by name', plain, { atLeast: 1.3 }),
      ...figuresOf('the same, import counted', imported, { atLeast: 1.5 }),
      ...figuresOf('the same, the SDK with one host for login and API', best),
    ]
  })
}

module.exports = { measure }
