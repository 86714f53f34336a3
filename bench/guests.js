'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const { withChild } = require('./child')
const { SETTLE_MS } = require('./org')

/** Guests by name: whose file makes them, and what that is told. */
const PEERS = { product: { peer: 'product' }, ws: { peer: 'ws' } }
const WARM_UP = 40
/** Long enough for anything that polls to show itself. */
const QUIET_MS = 30

const milliseconds = (from, to) => Number(to - from) / 1e6

/** Nothing may leave a guest that waits: neither a poll nor a look. */
async function checkQuiet(server) {
  await server.ask('watch', { toServer: [''] })
  await sleep(QUIET_MS)
  const seen = await server.ask('seen')
  return seen[''] === undefined ? 0 : 1
}

/** Runs one round with a guest of each peer in turn; `round(server, guest, conversationId, number)` measures. */
async function guestRounds(count, round, { peers = PEERS, warmUp = WARM_UP, org = {} } = {}) {
  const names = Object.keys(peers)
  return withChild('server', {}, async (server) => {
    await server.ask('start', { settleMs: SETTLE_MS, ...org })
    const connection = await server.ask('tap')
    const measured = {}
    for (const peer of names) measured[peer] = []
    return withGuests(Object.entries(peers), connection, {}, async (guests) => {
      for (let number = -warmUp; number < count; number++) {
        for (const peer of names) {
          const took = await oneRound(server, guests[peer], number, round)
          if (number >= 0) measured[peer].push(took)
        }
      }
      return measured
    })
  })
}

async function oneRound(server, guest, number, round) {
  const conversationId = await guest.ask('open')
  const took = await round(server, guest, conversationId, number)
  await guest.ask('leave')
  return took
}

async function withGuests(/** @type {[string, object][]} */ [first, ...others], connection, guests, work) {
  if (first === undefined) return work(guests)
  const [name, how] = first
  return withChild('guest', {}, async (guest) => {
    await guest.ask('connect', { connection, ...how })
    return withGuests(others, connection, { ...guests, [name]: guest }, work)
  })
}

module.exports = { checkQuiet, guestRounds, milliseconds }
