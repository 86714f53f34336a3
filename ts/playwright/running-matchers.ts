/** A matcher that was called and has not answered. */
interface Running {
  name: string
  /** Where it was called. */
  site: { stack?: string }
}

/** The matchers of one test. What nobody awaited ends with the test, and is its fault alone. */
export class RunningMatchers {
  readonly #stop = new AbortController()
  readonly #running = new Set<Running>()

  /**
   * `entry` is what was called. What runs still when the test has ended settles no more: it would fail another test. Where
   * Playwright itself has called it, it may have given it up, and nobody is to be accused.
   */
  run<T>({ name, entry, isPolled }: { name: string; entry: (...args: never[]) => unknown; isPolled: boolean }, work: (stop: AbortSignal) => Promise<T>): Promise<T> {
    // A fixture that ends later awaits its own.
    if (this.#stop.signal.aborted) return work(new AbortController().signal)
    const running: Running = { name, site: {} }
    Error.captureStackTrace(running.site, entry)
    if (!isPolled) this.#running.add(running)
    const whileOn = <A>(settle: (value: A) => void) => (value: A): void => {
      this.#running.delete(running)
      if (!this.#stop.signal.aborted) settle(value)
    }
    return new Promise((resolve, reject) => void work(this.#stop.signal).then(whileOn(resolve), whileOn(reject)))
  }

  /** The test's own part is over. Gives what stands against it, the first time it is asked. */
  end(): Error | undefined {
    if (this.#stop.signal.aborted) return undefined
    const [first] = this.#running
    this.#stop.abort()
    return first && forgotten(first)
  }
}

function forgotten({ name, site }: Running): Error {
  const error = new Error(`expect(…).${name}() had not answered when its test ended: nobody awaits it. Write await before expect.`)
  error.stack = `${error.name}: ${error.message}\n${site.stack?.slice(site.stack.indexOf('\n') + 1) ?? ''}`
  return error
}
