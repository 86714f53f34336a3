'use strict'

// A guest, the product's or a peer's, alone in its process.

const { answer } = require('./answer')
const { now } = require('./tap')

let side
let guest
let under
let armed

answer({
  async connect({ peer, connection, ...options }) {
    side = await require(`../peers/guest-${peer}`).connect(connection, options)
  },

  /** A new guest, whose conversation is known. */
  async open() {
    guest = await side.open()
    return guest.conversationId
  },

  async close({ wrapUp, isWitness }) {
    const { requests } = await guest.close(wrapUp, { isWitness })
    return requests
  },

  /** Begins to wait for a payload; `done` waits for the close that it sets off. */
  closeWhen({ text, wrapUp }) {
    const closing = guest.closeWhen(text, wrapUp)
    armed = closing.armed
    under = Promise.resolve(closing)
    under.catch(() => {})
  },

  /** What is prepared before a payload has been; whether it is armed, where the product says so. */
  ready: () => armed,

  /** From now on nobody else gets this thread for so long, so many times. */
  stall({ ms, times }) {
    const again = (left) => {
      const until = performance.now() + ms
      while (performance.now() < until) { /* busy */ }
      if (left > 1) setImmediate(again, left - 1)
    }
    setTimeout(again, 1, times)
  },

  /** Begins to wait for the closing frame; `done` says when that was told. */
  closed() {
    under = Promise.resolve(guest.closed()).then(() => now())
    under.catch(() => {})
  },

  async done() {
    const value = await under
    return typeof value === 'bigint' ? value : undefined
  },

  leave: () => guest.dispose(),

  /** What so many sessions cost this process. */
  async sessions({ connection, count, concurrency }) {
    const { session } = require('../peers/guest-product')
    global.gc?.()
    const cpu = process.cpuUsage()
    let left = count
    const lane = async () => { while (left-- > 0) await session(connection) }
    await Promise.all(Array.from({ length: Math.min(concurrency, count) }, lane))
    const { user, system } = process.cpuUsage(cpu)
    return { cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() }
  },
})
