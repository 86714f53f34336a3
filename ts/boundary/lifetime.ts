import type { Cancellable } from './call'
import { GenesysError } from './errors'

/** What is running on behalf of one owner, so that disposing of it stops all of it. */
export class Lifetime {
  readonly #owner: string
  readonly #running = new Map<Cancellable, Promise<unknown>>()
  #ended = false
  #end: AbortController | undefined

  constructor(owner: string) {
    this.#owner = owner
  }

  get isOver(): boolean {
    return this.#ended
  }

  /** Fires when the owner is disposed of. */
  get over(): AbortSignal {
    this.#end ??= new AbortController()
    if (this.#ended) this.#end.abort(this.#gone())
    return this.#end.signal
  }

  #gone(): GenesysError {
    return new GenesysError('ABORTED', `The call was aborted: its ${this.#owner} was disposed of.`)
  }

  /** Throws when the owner was disposed of. */
  check(operation: string): void {
    if (!this.#ended) return
    throw new GenesysError('INVALID_INPUT', `This ${this.#owner} was disposed of and can do nothing more.`, { operation })
  }

  /** Remembers work until it settles. */
  async track<T>(cancellation: Cancellable, work: Promise<T>): Promise<T> {
    this.#running.set(cancellation, work)
    try {
      return await work
    } finally {
      this.#running.delete(cancellation)
    }
  }

  /** Cancels everything and waits until all of it has settled; safe to call twice. */
  async end(): Promise<void> {
    this.#ended = true
    this.#end?.abort(this.#gone())
    await this.cutOff()
  }

  /** Cancels what runs, and waits until it has settled; the owner lives on. */
  async cutOff(): Promise<void> {
    const works = [...this.#running.values()]
    for (const cancellation of this.#running.keys()) cancellation.cancel()
    await Promise.allSettled(works)
  }
}
