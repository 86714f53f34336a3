/** A promise that knows whether anybody asks for its outcome; its rejection is never an unhandled one. */
export class Trigger<T> extends Promise<T> {
  #isAwaited = false

  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  static of<T>(work: Promise<T>): Trigger<T> {
    const trigger = new Trigger<T>((resolve) => resolve(work))
    trigger.quietly().catch(() => {})
    return trigger
  }

  /** The outcome for an onlooker, who does not count as somebody that awaits it. */
  quietly(): Promise<T> {
    return super.then()
  }

  get isAwaited(): boolean {
    return this.#isAwaited
  }

  // `await`, catch() and finally() all come through here.
  override then<A = T, B = never>(onFulfilled?: ((value: T) => A | PromiseLike<A>) | null, onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B> {
    this.#isAwaited = true
    return super.then(onFulfilled, onRejected)
  }
}
