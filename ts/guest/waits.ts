import { abortedBy } from '../boundary/call'
import { GenesysError } from '../boundary/errors'
import { later } from '../boundary/time'

/**
 * Promises that wait for something to be seen. Each has a deadline and may have a signal; one that
 * is pending keeps Node.js alive, and nothing else here does.
 */
class Waits {
  #waits = new Set()
  #refresh
  #over

  /** `refresh()` takes what has arrived and has all look: that is judged before the time is. */
  constructor(refresh = () => this.check()) {
    this.#refresh = refresh
  }

  /**
   * `look()` answers `{ value }`, or `{ again: ms }` to be asked once more after that time, or
   * nothing; it may throw. `see(event)` is told each event first. `late()` answers at the deadline,
   * `never()` gives the error of a wait that is given up.
   */
  until({ timeoutMs, signal, operation, see, look, late, never }) {
    return new Promise((resolve, reject) => {
      const wait = { see, never, timers: new Set() }
      const settle = (settled, value) => {
        for (const callOff of wait.timers) callOff()
        signal?.removeEventListener('abort', wait.abort)
        if (this.#waits.delete(wait)) settled(value)
      }
      const attempt = (work) => {
        try {
          work()
        } catch (error) {
          settle(reject, error)
        }
      }
      wait.later = (ms, work) => {
        const callOff = later(ms, () => {
          wait.timers.delete(callOff)
          this.#refresh()
          if (this.#waits.has(wait)) work()
        })
        wait.timers.add(callOff)
      }
      wait.fail = (error) => settle(reject, error)
      wait.abort = () => wait.fail(abortedBy(signal, { operation }))
      wait.check = () => attempt(() => {
        const found = look()
        if (found === undefined) return
        if ('value' in found) settle(resolve, found.value)
        else if (found.again !== wait.again) {
          wait.again = found.again
          wait.later(found.again, () => { wait.again = undefined; wait.check() })
        }
      })
      wait.notice = (event) => attempt(() => see?.(event))
      this.#waits.add(wait)
      signal?.addEventListener('abort', wait.abort, { once: true })
      if (signal?.aborted) return wait.abort()
      wait.later(timeoutMs, () => attempt(() => settle(resolve, late())))
      wait.check()
      if (this.#over !== undefined) wait.fail(this.#over(operation))
    })
  }

  /** Shows one event to all. */
  notice(event) {
    for (const wait of [...this.#waits]) wait.notice(event)
  }

  /** Lets all look again. */
  check() {
    for (const wait of [...this.#waits]) wait.check()
  }

  /** What is still waited for will not come: those that can say so, do. */
  giveUp() {
    for (const wait of [...this.#waits].filter(({ never }) => never !== undefined)) wait.fail(wait.never())
  }

  /** Nothing more will be seen: all look once more, and then fail. */
  end(owner) {
    this.#over = (operation) => new GenesysError('ABORTED', `The call was aborted: its ${owner} was disposed of.`, { operation })
    this.check()
    for (const wait of [...this.#waits]) wait.fail(this.#over(undefined))
  }
}

export { Waits }
