/** A matcher that was called and has not answered. */
interface Running {
  name: string
  /** Where it was called. */
  site: { stack?: string }
}

import { PolledMatchers } from './polled-matchers'

/** The matchers of one test. What nobody awaited ends with the test, and is its fault alone. */
export class RunningMatchers {
  readonly #stop = new AbortController()
  readonly #running = new Set<Running>()
  readonly #polled = new PolledMatchers()

  /** `entry` is what was called. What runs still when the test has ended settles no more: it would fail another test. */
  run<T>({ name, entry }: { name: string; entry: (...args: never[]) => unknown }, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
    // A fixture that ends later awaits its own.
    if (this.#stop.signal.aborted) return work(new AbortController().signal)
    const running: Running = { name, site: {} }
    Error.captureStackTrace(running.site, entry)
    this.#running.add(running)
    const whileOn = <A>(settle: (value: A) => void) => (value: A): void => {
      this.#running.delete(running)
      if (!this.#stop.signal.aborted) settle(value)
    }
    return new Promise((resolve, reject) => void work(this.#stop.signal).then(whileOn(resolve), whileOn(reject)))
  }

  /** The same within `expect.poll()`, which may have given a round up: nobody is accused of that one. */
  round<A extends { holds: boolean }>(name: string, subject: unknown, work: (stop: AbortSignal) => Promise<A>): Promise<A | undefined> {
    const stop = this.#stop.signal.aborted ? new AbortController().signal : this.#stop.signal
    return this.#polled.round({ name, subject }, () => work(stop))
  }

  /** The test's own part is over. Gives what stands against it, the first time it is asked. */
  async end(): Promise<Error | undefined> {
    if (this.#stop.signal.aborted) return undefined
    const [first] = this.#running
    this.#stop.abort()
    const polled = await this.#polled.end()
    if (first !== undefined) return forgotten(`expect(…).${first.name}()`, first.site)
    return polled && forgotten(`expect.poll(…).${polled.name}()`)
  }
}

/** Of what Playwright has called itself no line is known. */
function forgotten(what: string, { stack = '' }: Running['site'] = {}): Error {
  const error = new Error(`${what} had not answered when its test ended: nobody awaits it. Write await before expect.`)
  error.stack = `${error.name}: ${error.message}\n${stack.slice(stack.indexOf('\n') + 1)}`
  return error
}
