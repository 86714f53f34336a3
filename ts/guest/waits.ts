import { abortedBy } from '../boundary/call'
import { GenesysError } from '../boundary/errors'
import { later } from '../boundary/time'
import type { GuestEvent } from '../types/public'

/** What was seen: the value, or when to look once more, or nothing yet. */
export type Found<T> = { value: T } | { again: number } | undefined

export interface WaitFor<T> {
  timeoutMs: number
  signal?: AbortSignal | undefined
  operation: string
  /** Is told each event before anybody looks. */
  see?(event: GuestEvent): void
  /** May throw. */
  look(): Found<T>
  /** Answers at the deadline, or throws. */
  late(): T | PromiseLike<T>
  /** The error of a wait that is given up. */
  never?(): GenesysError
}

/** One promise that is waited for. */
interface Wait {
  operation: string
  never: (() => GenesysError) | undefined
  fail(error: unknown): void
  check(): void
  notice(event: GuestEvent): void
}

/**
 * Promises that wait for something to be seen. Each has a deadline and may have a signal; one that
 * is pending keeps Node.js alive, and nothing else here does.
 */
export class Waits {
  #waits = new Set<Wait>()
  #refresh: () => void
  #over: ((wait: Wait) => GenesysError) | undefined

  /** `refresh()` takes what has arrived and has all look: that is judged before the time is. */
  constructor(refresh = () => this.check()) {
    this.#refresh = refresh
  }

  until<T>({ timeoutMs, signal, operation, see, look, late, never }: WaitFor<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timers = new Set<() => void>()
      let again: number | undefined
      const settle = (settled: () => void) => {
        for (const callOff of timers) callOff()
        signal?.removeEventListener('abort', abort)
        if (this.#waits.delete(wait)) settled()
      }
      const attempt = (work: () => void) => {
        try {
          work()
        } catch (error) {
          settle(() => reject(error))
        }
      }
      const afterwards = (ms: number, work: () => void) => {
        const callOff = later(ms, () => {
          timers.delete(callOff)
          this.#refresh()
          if (this.#waits.has(wait)) work()
        })
        timers.add(callOff)
      }
      const abort = () => { if (signal !== undefined) wait.fail(abortedBy(signal, { operation })) }
      const take = (found: Found<T>) => {
        if (found === undefined) return
        if ('value' in found) settle(() => resolve(found.value))
        else if (found.again !== again) {
          again = found.again
          afterwards(again, () => { again = undefined; wait.check() })
        }
      }
      const wait: Wait = {
        operation,
        never,
        fail: (error) => settle(() => reject(error)),
        check: () => attempt(() => take(look())),
        notice: (event) => attempt(() => see?.(event)),
      }
      this.#waits.add(wait)
      signal?.addEventListener('abort', abort, { once: true })
      if (signal?.aborted) return abort()
      afterwards(timeoutMs, () => attempt(() => { const value = late(); settle(() => resolve(value)) }))
      wait.check()
      if (this.#over !== undefined) wait.fail(this.#over(wait))
    })
  }

  /** Shows one event to all. */
  notice(event: GuestEvent): void {
    for (const wait of [...this.#waits]) wait.notice(event)
  }

  /** Lets all look again. */
  check(): void {
    for (const wait of [...this.#waits]) wait.check()
  }

  /** What is still waited for will not come: those that can say so, do. */
  giveUp(): void {
    for (const wait of [...this.#waits]) if (wait.never !== undefined) wait.fail(wait.never())
  }

  /** Nothing more will be seen: all look once more, and then fail. */
  end(owner: string): void {
    const over = ({ operation }: Wait) => new GenesysError('ABORTED', `The call was aborted: its ${owner} was disposed of.`, { operation })
    this.#over = over
    this.check()
    for (const wait of [...this.#waits]) wait.fail(over(wait))
  }

  get isOver(): boolean {
    return this.#over !== undefined
  }
}
