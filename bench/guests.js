'use strict'

const { setTimeout: sleep } = require('node:timers/promises')
const { withChild } = require('./child')
const { SETTLE_MS } = require('./org')

const PEERS = ['product', 'ws']
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
async function guestRounds(count, round) {
  return withChild('server', {}, async (server) => {
    await server.ask('start', { settleMs: SETTLE_MS })
    const connection = await server.ask('tap')
    const measured = {}
    for (const peer of PEERS) measured[peer] = []
    return withGuests(PEERS, connection, {}, async (guests) => {
      for (let number = -WARM_UP; number < count; number++) {
        for (const peer of PEERS) {
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

async function withGuests(/** @type {string[]} */ [peer, ...others], connection, guests, work) {
  if (peer === undefined) return work(guests)
  return withChild('guest', {}, async (guest) => {
    await guest.ask('connect', { peer, connection })
    return withGuests(others, connection, { ...guests, [peer]: guest }, work)
  })
}

module.exports = { checkQuiet, guestRounds, milliseconds }
