'use strict'

/** A promise that knows whether anybody asks for its outcome; its rejection is never an unhandled one. */
class Trigger extends Promise {
  #isAwaited = false
  #armed

  static get [Symbol.species]() {
    return Promise
  }

  /** `armed` tells how its preparation came out. */
  static of(work, armed) {
    const trigger = new Trigger((resolve) => resolve(work))
    trigger.#armed = armed
    trigger.quietly().catch(() => {})
    return trigger
  }

  /** The outcome for an onlooker, who does not count as somebody that awaits it. */
  quietly() {
    return super.then()
  }

  /** Whether all but the write was done before the payload, or why not. Never rejects. */
  get armed() {
    return this.#armed
  }

  get isAwaited() {
    return this.#isAwaited
  }

  // `await`, catch() and finally() all come through here.
  then(onFulfilled, onRejected) {
    this.#isAwaited = true
    return super.then(onFulfilled, onRejected)
  }
}

module.exports = { Trigger }
