'use strict'

// A soak in small: what a process holds before and after the same work, twice. Prints it as JSON.

const { Simulator } = require('../..')
const { randomOf } = require('../../scripts/random')
const { becomes, handles, held, steady, threads } = require('../../scripts/soak/resources')
const { Tally, oneClient } = require('../../scripts/soak/work')

const AT_ONCE = 4
const CLIENTS = 3
/** A thread of the pool for blocking work ends when it was idle for 10 s. */
const THREADS_MAY_TAKE_MS = 20_000

/** Clients that come and go, one after the other in each of a few rows; a quarter of the closes has a guest. */
async function work(simulator, seed, allowedThreads = Infinity) {
  const tally = new Tally()
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, row) => {
    const random = randomOf(seed + row)
    for (let left = CLIENTS; left > 0; left--) await oneClient(simulator, random, tally)
  }))
  await simulator.reset()
  await steady(handles)
  await becomes(() => !(threads() > allowedThreads), THREADS_MAY_TAKE_MS)
  const { closes, clients, guests, lies, foreign, refusals } = tally
  return { ...held(), closes, clients, guests, lies, refused: foreign.length + refusals.size }
}

async function main() {
  const simulator = await Simulator.start()
  // Threads and connections that stay are made by the first work.
  const before = await work(simulator, 1)
  const after = await work(simulator, 1, before.threads)
  await simulator.stop()
  console.log(JSON.stringify({ before, after }))
}

main()
