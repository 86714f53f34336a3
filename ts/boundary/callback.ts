import { inspect } from 'node:util'

/** What Playwright's test.abort() throws means the test, and no callback of ours: it goes where the runner hears it. */
const endsTheTest = (error: unknown) => (error as object | null | undefined)?.constructor?.name === 'TestAbortError'

/** Another exception in a user's callback must not change the outcome of the call that made it. */
function warn(name: string, error: unknown): void {
  if (endsTheTest(error)) return void Promise.reject(error)
  const { stack } = (error ?? {}) as { stack?: unknown }
  const detail = typeof stack === 'string' ? stack : inspect(error)
  process.emitWarning(`${name} threw an exception; the call goes on.`, {
    type: 'GenesysCallbackWarning',
    code: 'PLAYWRIGHT_GENESYS_CALLBACK',
    detail,
  })
}

/** A user's callback: called until it is ended, never after. */
export class Callback<T> {
  readonly #name: string
  #call: ((value: T) => unknown) | undefined

  constructor(name: string, call: ((value: T) => unknown) | undefined) {
    this.#name = name
    this.#call = call
  }

  call(value: T): void {
    if (this.#call === undefined) return
    try {
      const answer = this.#call(value) as Partial<PromiseLike<unknown>> | null | undefined
      if (typeof answer?.then === 'function') answer.then(undefined, (error) => warn(this.#name, error))
    } catch (error) {
      warn(this.#name, error)
    }
  }

  end(): void {
    this.#call = undefined
  }
}
