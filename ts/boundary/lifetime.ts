import { GenesysError } from './errors'

/** What is running on behalf of one owner, so that disposing of it stops all of it. */
class Lifetime {
  #owner
  #running = new Map()
  #ended = false

  constructor(owner) {
    this.#owner = owner
  }

  get isOver() {
    return this.#ended
  }

  /** Throws when the owner was disposed of. */
  check(operation) {
    if (!this.#ended) return
    throw new GenesysError('INVALID_INPUT', `This ${this.#owner} was disposed of and can do nothing more.`, { operation })
  }

  /** Remembers work until it settles. */
  async track(cancellation, work) {
    this.#running.set(cancellation, work)
    try {
      return await work
    } finally {
      this.#running.delete(cancellation)
    }
  }

  /** Cancels everything and waits until all of it has settled; safe to call twice. */
  async end() {
    this.#ended = true
    await this.cutOff()
  }

  /** Cancels what runs, and waits until it has settled; the owner lives on. */
  async cutOff() {
    const works = [...this.#running.values()]
    for (const cancellation of this.#running.keys()) cancellation.cancel()
    await Promise.allSettled(works)
  }
}

export { Lifetime }
