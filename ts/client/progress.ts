import { later, now } from '../boundary/time'

/** 19 spaced calls and the last, unspaced one: never more than 20 in any second. */
const SPACING_MS = 1000 / 19 + 1

/** Passes the newest value on, not more often than 20 times a second, and the last one always. */
class Throttle {
  #callback
  #last = -Infinity
  #newest
  #callOff

  constructor(callback) {
    this.#callback = callback
  }

  offer(value) {
    this.#newest = value
    const wait = this.#last + SPACING_MS - now()
    if (wait <= 0) this.#pass()
    else this.#callOff ??= later(wait, () => this.#pass())
  }

  #pass() {
    this.#callOff?.()
    this.#callOff = undefined
    if (this.#newest === undefined) return
    const value = this.#newest
    this.#newest = undefined
    this.#last = now()
    this.#callback.call(value)
  }

  /** Passes what is still kept, and nothing afterwards. */
  end() {
    this.#pass()
    this.#callback.end()
  }
}

export { Throttle }
