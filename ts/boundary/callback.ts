import { inspect } from 'node:util'

/** What Playwright's test.abort() throws means the test, and no callback of ours: it goes where the runner hears it. */
const endsTheTest = (error) => error?.constructor?.name === 'TestAbortError'

/** Another exception in a user's callback must not change the outcome of the call that made it. */
function warn(name, error) {
  if (endsTheTest(error)) return void Promise.reject(error)
  const detail = typeof error?.stack === 'string' ? error.stack : inspect(error)
  process.emitWarning(`${name} threw an exception; the call goes on.`, {
    type: 'GenesysCallbackWarning',
    code: 'PLAYWRIGHT_GENESYS_CALLBACK',
    detail,
  })
}

/** A user's callback: called until it is ended, never after. */
class Callback {
  #name
  #call

  constructor(name, call) {
    this.#name = name
    this.#call = call
  }

  call(value) {
    if (this.#call === undefined) return
    try {
      const answer = this.#call(value)
      if (typeof answer?.then === 'function') answer.then(undefined, (error) => warn(this.#name, error))
    } catch (error) {
      warn(this.#name, error)
    }
  }

  end() {
    this.#call = undefined
  }
}

export { Callback }
