'use strict'

/** 19 spaced calls and the last, unspaced one: never more than 20 in any second. */
const SPACING_MS = 1000 / 19 + 1

/** Passes the newest value on, not more often than 20 times a second, and the last one always. */
class Throttle {
  #callback
  #last = -Infinity
  #newest
  #timer

  constructor(callback) {
    this.#callback = callback
  }

  offer(value) {
    this.#newest = value
    const wait = this.#last + SPACING_MS - performance.now()
    if (wait <= 0) this.#pass()
    else this.#timer ??= setTimeout(() => this.#pass(), wait)
  }

  #pass() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#newest === undefined) return
    const value = this.#newest
    this.#newest = undefined
    this.#last = performance.now()
    this.#callback.call(value)
  }

  /** Passes what is still kept, and nothing afterwards. */
  end() {
    this.#pass()
    this.#callback.end()
  }
}

module.exports = { Throttle }
