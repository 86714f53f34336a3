import type { Addon, Counts, NativeClose, NativeMany, Settled } from '../boundary/addon'
import { type Cancellable, unwrap } from '../boundary/call'

type NativeClient = InstanceType<Addon['NativeClient']>

interface Waiting {
  resolve(counts: Counts): void
  reject(error: unknown): void
}

/** The closes of one run, natively: each is begun by itself, and what has ended is taken in batches. */
export class Many implements Cancellable {
  readonly #native: NativeMany
  readonly #waiting = new Map<number, Waiting>()
  #begun = 0

  constructor(client: NativeClient, options: NativeClose) {
    this.#native = client.closeMany(options, () => this.#settle())
  }

  close(conversationId: string): Promise<Counts> {
    const number = this.#begun++
    return new Promise((resolve, reject) => {
      this.#native.close(number, conversationId)
      this.#waiting.set(number, { resolve, reject })
    })
  }

  cancel(): void {
    this.#native.cancel()
  }

  #settle(): void {
    for (const { number, result } of this.#native.take()) this.#end(number, result)
  }

  #end(number: number, result: Settled['result']): void {
    const waiting = this.#waiting.get(number)
    this.#waiting.delete(number)
    try {
      waiting?.resolve(unwrap(result))
    } catch (error) {
      waiting?.reject(error)
    }
  }
}
