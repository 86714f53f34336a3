import type { Callback } from '../boundary/callback'
import { later, now } from '../boundary/time'

/** 19 spaced calls and the last, unspaced one: never more than 20 in any second. */
const SPACING_MS = 1000 / 19 + 1

/** Passes the newest value on, not more often than 20 times a second, and the last one always. */
export class Throttle<T extends object> {
  readonly #callback: Callback<T>
  #last = -Infinity
  #newest: T | undefined
  #callOff: (() => void) | undefined

  constructor(callback: Callback<T>) {
    this.#callback = callback
  }

  offer(value: T): void {
    this.#newest = value
    const wait = this.#last + SPACING_MS - now()
    if (wait <= 0) this.#pass()
    else this.#callOff ??= later(wait, () => this.#pass())
  }

  #pass(): void {
    this.#callOff?.()
    this.#callOff = undefined
    if (this.#newest === undefined) return
    const value = this.#newest
    this.#newest = undefined
    this.#last = now()
    this.#callback.call(value)
  }

  /** Passes what is still kept, and nothing afterwards. */
  end(): void {
    this.#pass()
    this.#callback.end()
  }
}
