/** A promise that knows whether anybody asks for its outcome; its rejection is never an unhandled one. */
class Trigger extends Promise {
  #isAwaited = false

  static get [Symbol.species]() {
    return Promise
  }

  static of(work) {
    const trigger = new Trigger((resolve) => resolve(work))
    trigger.quietly().catch(() => {})
    return trigger
  }

  /** The outcome for an onlooker, who does not count as somebody that awaits it. */
  quietly() {
    return super.then()
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

export { Trigger }
