'use strict'

const { WRAP_UP, checkClosed, pollAfterMs, withClosers, withOrg } = require('./org')

const CONCURRENCY = 64
/** Two rounds before anything is counted: code is compiled, connections stand, the org is known. */
const WARM_UP = 200

const done = new Map()

async function batch(server, closer, count) {
  await server.ask('reset')
  const ids = await server.ask('open', { count })
  const before = await server.ask('count')
  const cost = await closer.ask('closeMany', { ids, concurrency: CONCURRENCY, wrapUp: WRAP_UP })
  const after = await server.ask('count')
  await checkClosed(server, ids)
  return { count, ...cost, requests: (after.api - before.api) / count }
}

async function run(peer, counts) {
  return withOrg({}, (server, connection) => withClosers([peer], connection, { pollAfterMs: pollAfterMs(0) }, async (closers) => {
    await batch(server, closers[peer], Math.min(WARM_UP, counts[0]))
    await batch(server, closers[peer], Math.min(WARM_UP, counts[0]))
    const batches = []
    for (const count of counts) batches.push(await batch(server, closers[peer], count))
    return batches
  }))
}

/** Many closes at a time by one contender; measured once in a run, for all rows that tell of it. */
function manyCloses(peer, counts) {
  const key = `${peer} ${counts}`
  if (!done.has(key)) done.set(key, run(peer, counts))
  return done.get(key)
}

module.exports = { CONCURRENCY, manyCloses }
