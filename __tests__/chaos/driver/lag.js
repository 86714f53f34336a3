'use strict'

const { pause } = require('../../../build/boundary/time')

const EVERY_MS = 20
const KEPT = 1_000

/**
 * How late the timers of this process were, of the addon's threads and of the event loop at once: no product can answer
 * sooner than its machine lets it.
 */
class Lag {
  #began = performance.now()
  #late = []
  #end = new AbortController()

  constructor() {
    void this.#watch()
  }

  async #watch() {
    while (!this.#end.signal.aborted) {
      await pause(EVERY_MS, this.#end.signal)
      const now = performance.now()
      this.#late.push({ at: now, ms: Math.max(0, now - this.#began - EVERY_MS) })
      if (this.#late.length > KEPT) this.#late.shift()
      this.#began = now
    }
  }

  /** The worst since a time. */
  since(time) {
    const current = performance.now() - this.#began - EVERY_MS
    return this.#late.reduce((worst, { at, ms }) => (at >= time ? Math.max(worst, ms) : worst), Math.max(0, current))
  }

  stop() {
    this.#end.abort()
  }
}

module.exports = { Lag }
