import { pause } from '../boundary/time'

/** An assertion within `expect.poll()`, which asks it round by round. */
interface Polled { name: string; subject: unknown }

/** Between two rounds Playwright lets a second pass at most, unless it is told otherwise. */
const NEXT_ROUND_MS = 1_300

/** A conversation has a handle for each round. */
const idOf = (subject: unknown): unknown => (subject as { id?: unknown } | null | undefined)?.id ?? subject
const isSame = (one: Polled) => (other: Polled) => one.name === other.name && idOf(one.subject) === idOf(other.subject)

/** Those of one test. Of one that nobody awaits only a round tells that comes when the test has ended. */
export class PolledMatchers {
  #open: Polled[] = []
  #late: Polled | undefined
  #isEnding = false
  readonly #came = new AbortController()

  /** One round, whose answer says whether it holds; nothing where nobody awaits it, so that it be given up. */
  async round<A extends { holds: boolean }>(polled: Polled, work: () => Promise<A>): Promise<A | undefined> {
    const others = this.#open.filter((each) => !isSame(polled)(each))
    if (this.#isEnding && others.length < this.#open.length) {
      this.#late ??= polled
      this.#came.abort()
      return undefined
    }
    this.#open = [...others, polled]
    const answer = await work()
    if (answer.holds) this.#open = this.#open.filter((each) => !isSame(polled)(each))
    return answer
  }

  /** The first that goes on though its test has ended. One that was caught is asked no more. */
  async end(): Promise<Polled | undefined> {
    this.#isEnding = true
    if (this.#open.length > 0) await pause(NEXT_ROUND_MS, this.#came.signal)
    this.#open = []
    return this.#late
  }
}
