'use strict'

// One who closes: the product or a peer, alone in its process.

const { monitorEventLoopDelay } = require('node:perf_hooks')
const { answer } = require('./answer')

const LOOK_EVERY_MS = 1

let closer

/** Closes all and says what it cost this process. */
async function closeMany({ ids, ...how }) {
  global.gc?.()
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS })
  delays.enable()
  const [began, cpu] = [performance.now(), process.cpuUsage()]
  await closer.closeMany(ids, how)
  const { user, system } = process.cpuUsage(cpu)
  const wallMs = performance.now() - began
  delays.disable()
  // The histogram holds the time from look to look.
  const late = (percentile) => Math.max(0, delays.percentile(percentile) / 1e6 - LOOK_EVERY_MS)
  // Garbage that waits for its collection is no growth.
  global.gc?.()
  const delayMs = { p50: late(50), p99: late(99), max: late(100) }
  const { rss, heapTotal, heapUsed } = process.memoryUsage()
  return { wallMs, cpuMs: (user + system) / 1000, rss, heapTotal, heapUsed, delayMs }
}

answer({
  async connect({ peer, connection, ...options }) {
    closer = await require(`../peers/${peer}`).connect(connection, options)
  },

  /** How long one close took, seen from its caller. */
  async close({ id, wrapUp }) {
    const began = performance.now()
    await closer.close(id, wrapUp)
    return performance.now() - began
  },

  closeMany,

  /** Connects and closes once in a process that has done nothing before. */
  async first({ peer, connection, id, wrapUp, isImportCounted = false, ...options }) {
    const imports = performance.now()
    const { connect } = require(`../peers/${peer}`)
    const began = isImportCounted ? imports : performance.now()
    closer = await connect(connection, options)
    await closer.close(id, wrapUp)
    return performance.now() - began
  },
})
