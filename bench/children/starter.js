'use strict'

// Starts one simulator in a process that has imported the package, and says how long that took.

const { Simulator } = require('./product')

async function start() {
  const began = performance.now()
  const simulator = await Simulator.start()
  const ms = performance.now() - began
  // The first answer: a port that is bound and not served would be no start.
  const { status } = await fetch(`${simulator.url}/api/v2/tokens/me`)
  process.stdout.write(JSON.stringify({ ms, answeredMs: performance.now() - began, status }))
  await simulator.stop()
}

start()
