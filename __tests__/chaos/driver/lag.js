'use strict'

const EVERY_MS = 20
const KEPT = 1_000

/** How late this process's own timers were: no product can answer sooner than its machine lets it. */
class Lag {
  #last = performance.now()
  #late = []
  #timer = setInterval(() => this.#tick(), EVERY_MS)

  #tick() {
    const now = performance.now()
    this.#late.push({ at: now, ms: Math.max(0, now - this.#last - EVERY_MS) })
    if (this.#late.length > KEPT) this.#late.shift()
    this.#last = now
  }

  /** The worst since a time. */
  since(time) {
    const current = performance.now() - this.#last - EVERY_MS
    return this.#late.reduce((worst, { at, ms }) => (at >= time ? Math.max(worst, ms) : worst), Math.max(0, current))
  }

  stop() {
    clearInterval(this.#timer)
  }
}

module.exports = { Lag }
