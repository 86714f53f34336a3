import type { ArmedState, Closing } from '../types/public'

/** A promise that knows whether anybody asks for its outcome; its rejection is never an unhandled one. */
export class Trigger<T> extends Promise<T> implements Closing<T> {
  #isAwaited = false
  #armed: Promise<ArmedState> = Promise.resolve({ isArmed: false, detail: 'nothing was prepared' })

  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  /** `armed` tells how its preparation came out. */
  static of<T>(work: Promise<T>, armed: Promise<ArmedState>): Trigger<T> {
    const trigger = new Trigger<T>((resolve) => resolve(work))
    trigger.#armed = armed
    trigger.quietly().catch(() => {})
    return trigger
  }

  /** The outcome for an onlooker, who does not count as somebody that awaits it. */
  quietly(): Promise<T> {
    return super.then()
  }

  /** Whether all but the write was done before the payload, or why not. Never rejects. */
  get armed(): Promise<ArmedState> {
    return this.#armed
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
