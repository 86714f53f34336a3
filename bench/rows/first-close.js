'use strict'

const { withChild } = require('../child')
const { figure } = require('../figure')
const { WRAP_UP, checkClosed, pollAfterMs, withOrg } = require('../org')

const LATENCY_MS = 80

/** How many requests had to wait for the answer of one before: each answer takes the latency. */
function dependent(journal) {
  let [trips, answered] = [0, -Infinity]
  for (const { at } of journal) {
    if (at < answered) continue
    trips += 1
    // The journal counts whole milliseconds, and timers may fire one early.
    answered = at + LATENCY_MS - 2
  }
  return trips
}

/** Connects and closes once, in a process that did nothing before. */
async function first(server, connection, { peer, wrapUp }) {
  await server.ask('reset')
  const ids = await server.ask('open', { count: 1 })
  const options = { peer, connection, id: ids[0], wrapUp, pollAfterMs: pollAfterMs(LATENCY_MS) }
  const ms = await withChild('closer', {}, (closer) => closer.ask('first', options))
  const journal = await server.ask('journal')
  await checkClosed(server, ids)
  return { ms, trips: dependent(journal) }
}

async function repeated(server, connection, count, how) {
  const runs = []
  for (let i = 0; i < count; i++) runs.push(await first(server, connection, how))
  return { trips: runs.map(({ trips }) => trips), ms: runs.map(({ ms }) => ms) }
}

/** The id of the wrap-up code, as a test would have it in its configuration. */
async function codeOf(server) {
  const [id] = await server.ask('open', { count: 1 })
  const { codes } = await server.ask('sample', { id })
  return codes.find(({ name }) => name === WRAP_UP).id
}

function measure({ firsts }) {
  return withOrg({ latencyMs: LATENCY_MS }, async (server, connection) => {
    const code = await codeOf(server)
    const run = (how) => repeated(server, connection, firsts, how)
    const byName = await run({ peer: 'product', wrapUp: WRAP_UP })
    const byId = await run({ peer: 'product', wrapUp: { id: code } })
    const [sdk, fetch] = [await run({ peer: 'sdk', wrapUp: WRAP_UP }), await run({ peer: 'fetch', wrapUp: WRAP_UP })]
    return [
      figure({ name: 'round trips, wrap-up by name', unit: '', of: 'max', values: byName.trips, peers: { sdk: sdk.trips, fetch: fetch.trips }, must: { atMost: 5 } }),
      figure({ name: 'round trips, wrap-up by id', unit: '', of: 'max', values: byId.trips, must: { atMost: 4 } }),
      figure({ name: `first close by name at ${LATENCY_MS} ms`, unit: 'ms', values: byName.ms, peers: { sdk: sdk.ms, fetch: fetch.ms } }),
      figure({ name: `first close by id at ${LATENCY_MS} ms`, unit: 'ms', values: byId.ms }),
    ]
  })
}

module.exports = { measure }
