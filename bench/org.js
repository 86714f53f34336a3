'use strict'

const { withChild } = require('./child')

/** The simulator's default: how long after a 202 a change becomes visible. */
const SETTLE_MS = 20
const WRAP_UP = 'E2E Test Closure'
const PEERS = ['product', 'sdk', 'fetch']

/**
 * When a peer that is told the settling time looks first: a request is answered `latencyMs` after it
 * came, and the look counts at that moment. Timers of this machine may be a few milliseconds off.
 */
const pollAfterMs = (latencyMs) => Math.max(5, SETTLE_MS + 5 - latencyMs)

/** Runs work beside a simulator in a process of its own. */
function withOrg(options, work) {
  return withChild('server', {}, async (server) => {
    const connection = await server.ask('start', { settleMs: SETTLE_MS, ...options })
    return work(server, connection)
  })
}

/** Runs work with one closer for each name, each in a process of its own and connected. */
async function withClosers(peers, connection, options, work, closers = {}) {
  if (peers.length === 0) return work(closers)
  const [peer, ...others] = peers
  return withChild('closer', { execArgv: ['--expose-gc'] }, async (closer) => {
    await closer.ask('connect', { peer, connection, ...options })
    return withClosers(others, connection, options, work, { ...closers, [peer]: closer })
  })
}

/** Fails where the server does not say that all of them are closed: speed without effect is none. */
async function checkClosed(server, ids) {
  const closed = await server.ask('closed', { ids })
  if (closed !== ids.length) throw new Error(`The server has ${closed} of ${ids.length} conversations closed.`)
}

module.exports = { PEERS, SETTLE_MS, WRAP_UP, checkClosed, pollAfterMs, withClosers, withOrg }
