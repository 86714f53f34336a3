'use strict'

const { figure, ratio } = require('../figure')
const { PEERS, SETTLE_MS, WRAP_UP, checkClosed, pollAfterMs, withClosers, withOrg } = require('../org')

const LATENCIES_MS = [0, 20, 80]
/** read, PATCH, read: each needs the answer of the one before. */
const DEPENDENT_ROUND_TRIPS = 3
const WARM_UP = 30

const floorAt = (latencyMs) => DEPENDENT_ROUND_TRIPS * latencyMs + SETTLE_MS

/** All contenders in turn, round by round, so that the machine's moods meet them alike. */
async function rounds(server, closers, count) {
  const took = Object.fromEntries(PEERS.map((peer) => [peer, []]))
  const ids = await server.ask('open', { count: count * PEERS.length })
  const left = [...ids]
  for (let round = 0; round < count; round++) {
    for (const peer of PEERS) took[peer].push(await closers[peer].ask('close', { id: left.pop(), wrapUp: WRAP_UP }))
  }
  await checkClosed(server, ids)
  return took
}

async function warm(server, closers, count) {
  const each = PEERS.map(async (peer) => {
    for (const id of await server.ask('open', { count })) await closers[peer].ask('close', { id, wrapUp: WRAP_UP })
  })
  await Promise.all(each)
}

function at(latencyMs, scale) {
  const poll = { pollAfterMs: pollAfterMs(latencyMs) }
  return withOrg({ latencyMs }, (server, connection) => withClosers(PEERS, connection, poll, async (closers) => {
    await warm(server, closers, Math.min(WARM_UP, scale.rounds * 5))
    return figuresOf(latencyMs, await rounds(server, closers, scale.rounds))
  }))
}

function figuresOf(latencyMs, /** @type {Record<string, number[]>} */ { product, sdk, fetch }) {
  const floor = floorAt(latencyMs)
  const isBound = latencyMs > 0
  const over = product.map((ms) => ms / floor)
  return [
    figure({ name: `one close at ${latencyMs} ms`, unit: 'ms', values: product, peers: { sdk, fetch }, floor }),
    figure({ name: `over its floor at ${latencyMs} ms`, unit: '×', values: over, must: isBound ? { atMost: 1.1 } : undefined }),
    ...(isBound ? [
      ratio({ name: `SDK over product at ${latencyMs} ms`, over: sdk, under: product, must: { atLeast: 1 } }),
      ratio({ name: `fetch over product at ${latencyMs} ms`, over: fetch, under: product, must: { atLeast: 1 } }),
    ] : []),
  ]
}

async function measure(scale) {
  const figures = []
  for (const latencyMs of LATENCIES_MS) figures.push(...await at(latencyMs, scale))
  return figures
}

module.exports = { measure }
