import type { Course } from '../../explore/course'
import type { Outcome } from '../../explore/outcome'
import { type Replay, replayed } from '../../explore/replay'
import { deviationsOf } from '../../explore/schedule'
import { type Bounds, Search, type Tally } from '../../explore/search'
import { type Tried, type Tries, shrunk } from '../../explore/shrink'
import { Declined } from '../usage'
import type { ExploreProgress } from './progress'
import type { Ran, Round, Runner } from './runner'
import { titleOf } from './title'

/** An order in which a test failed. */
export interface Find {
  /** The fewest deviations with which it does. */
  schedule: string
  /** The one that failed first. */
  found: string
  outcome: Outcome
  replay: Replay
}

/** What was seen of one test. */
export interface Explored {
  test: string
  ordinary: Outcome
  tally: Tally
  find?: Find
}

/** `ended` says what ended the search: nothing was left but what a find had ended, the most schedules, or the time. */
export interface Exploration { ordinary: Ran; tests: Explored[]; ended: 'all' | 'found' | 'limit' | 'time' }

interface How { bounds: Bounds & { ms: number }; signal: AbortSignal; progress: ExploreProgress }

/** One test on its way. */
interface Searched { test: string; ordinary: Outcome; search: Search; failed: Outcome[] }

/** Searches the orders of each test that met a simulator, shrinks what failed, and runs it again. */
export class Explorer {
  readonly #runner: Runner
  readonly #how: How
  #searched: Searched[] = []
  #count = 0

  constructor(runner: Runner, how: How) {
    this.#runner = runner
    this.#how = how
  }

  async explore(): Promise<Exploration> {
    const { bounds: { ms, limit }, progress } = this.#how
    const ordinary = await this.#ordinary()
    if (whyNot(ordinary) !== undefined) return { ordinary, tests: [], ended: 'all' }
    this.#searched = ordinary.outcomes.flatMap((outcome) => this.#begin(outcome))
    progress.begin(this.#searched.length * limit)
    try {
      const ended = await this.#search(performance.now() + ms)
      const tests: Explored[] = []
      for (const one of this.#searched) tests.push(await this.#explored(one, performance.now() + ms))
      return { ordinary, tests, ended }
    } finally {
      progress.end()
    }
  }

  #begin(ordinary: Outcome): Searched[] {
    const { test, course } = ordinary
    return !isMet(course) ? [] : [{ test, ordinary, search: new Search(course, this.#how.bounds), failed: [] }]
  }

  async #ordinary(): Promise<Ran> {
    this.#how.progress.says('the ordinary order')
    return await this.#watched((watch) => this.#runner.ordinary(watch), performance.now() + this.#how.bounds.ms)
  }

  async #search(deadline: number): Promise<Exploration['ended']> {
    for (;;) {
      const round = this.#nextRound()
      if (round.size === 0) return this.#end
      if (performance.now() >= deadline) return this.#give(round)
      const { outcomes, problem } = await this.#watched((watch) => this.#runner.search(round, watch), deadline)
      if (problem !== undefined && performance.now() < deadline) throw new Declined(problem)
      this.#learn(round, outcomes)
    }
  }

  /** A test with a find is done with. */
  #nextRound(): Round {
    const open = this.#searched.filter(({ failed }) => failed.length === 0)
    const taken = open.map(({ test, search }) => [test, search.take(this.#runner.atOnce)] as const)
    return new Map(taken.filter(([, words]) => words.length > 0))
  }

  get #end(): Exploration['ended'] {
    const open = this.#searched.filter(({ failed }) => failed.length === 0)
    if (open.some(({ search }) => search.isLimited)) return 'limit'
    return open.length < this.#searched.length ? 'found' : 'all'
  }

  #give(round: Round): 'time' {
    for (const { test, search } of this.#searched) for (const word of round.get(test) ?? []) search.giveBack(word)
    return 'time'
  }

  #learn(round: Round, outcomes: Outcome[]): void {
    for (const one of this.#searched) {
      const own = outcomes.filter(({ test }) => test === one.test)
      const run = new Set(own.map(({ schedule }) => schedule))
      for (const outcome of own) this.#hear(one, outcome)
      for (const word of round.get(one.test) ?? []) if (!run.has(word)) one.search.giveBack(word)
    }
    this.#count += outcomes.length
    this.#how.progress.says(`${this.#count} run, ${this.#searched.reduce((sum, { failed }) => sum + failed.length, 0)} failed`)
  }

  /** A failure of which no deviation came about is the ordinary order's. */
  #hear({ test, search, failed }: Searched, outcome: Outcome): void {
    const { schedule, skipped, course } = outcome
    const isOfOrder = course === undefined || course.unmet.length < deviationsOf(schedule).length
    // Said at once: an interrupt takes the proof, and not the word.
    if (outcome.failed && isOfOrder && failed.push(outcome) === 1) this.#how.progress.tells(`${titleOf(test)} failed under ${schedule}`)
    if (course === undefined || skipped) search.miss(outcome.failed)
    else search.hear(schedule, { course, failed: outcome.failed && isOfOrder })
  }

  async #explored({ test, ordinary, search, failed }: Searched, deadline: number): Promise<Explored> {
    const [first] = failed.sort((a, b) => deviationsOf(a.schedule).length - deviationsOf(b.schedule).length)
    const { tally } = search
    return { test, ordinary, tally, ...(first !== undefined && { find: await this.#confirmed(test, first, deadline) }) }
  }

  /** Shrunk, and run again beside the ordinary order. */
  async #confirmed(test: string, first: Outcome, deadline: number): Promise<Find> {
    const last = new Map([[first.schedule, first]])
    const tries: Tries = async (words) => {
      const { outcomes } = await this.#watched((watch) => this.#runner.run(new Map([[test, words]]), watch), deadline)
      const own = outcomes.filter((outcome) => outcome.test === test)
      for (const outcome of own.filter(({ failed }) => failed)) last.set(outcome.schedule, outcome)
      return matched(words, own)
    }
    this.#how.progress.says('shrinking what failed')
    const schedule = await shrunk(first.schedule, tries)
    this.#how.progress.says('running it again')
    const replay = await replayed(schedule, tries)
    return { schedule, found: first.schedule, outcome: last.get(schedule) ?? first, replay }
  }

  get #hasFound(): boolean {
    return this.#searched.some(({ failed }) => failed.length > 0)
  }

  async #watched(work: (watch: Parameters<Runner['ordinary']>[0]) => Promise<Ran>, deadline: number): Promise<Ran> {
    const { signal, progress } = this.#how
    const ran = await work({ deadline, signal, onRun: (count) => progress.show(this.#count + count) })
    if (signal.aborted) throw new Declined(`Interrupted; the command was ended, and ${this.#hasFound ? 'what failed above was not run again' : 'nothing was judged'}.`)
    return ran
  }
}

/** Where nothing came to a guest nothing could have come otherwise. */
export const isMet = (course: Course | undefined): course is Course => course !== undefined && course.events.length > 0

/** The outcome of each word; of the same word several times, one after the other. */
function matched(words: readonly string[], outcomes: readonly Outcome[]): (Tried | undefined)[] {
  const left = [...outcomes]
  return words.map((word) => {
    const at = left.findIndex(({ schedule }) => schedule === word)
    return at === -1 ? undefined : triedIn(left.splice(at, 1)[0])
  })
}

function triedIn(outcome: Outcome | undefined): Tried | undefined {
  if (outcome === undefined || outcome.skipped) return undefined
  if (outcome.failed) return 'failed'
  return (outcome.course?.unmet.length ?? 0) > 0 ? 'unmet' : 'held'
}

/** Why nothing can be explored: what fails in the ordinary order says nothing of another one. */
export function whyNot({ problem, outcomes }: Ran): string | undefined {
  if (problem !== undefined) return problem
  const failed = outcomes.filter((outcome) => outcome.failed)
  if (failed.length > 0) return inTheOrdinaryOrder(failed)
  if (outcomes.length === 0) return 'The command did not end in time in the ordinary order.'
  if (!outcomes.some(({ course }) => isMet(course))) return 'No guest of a simulator was met: there is nobody whose order could be another one.'
  return undefined
}

function inTheOrdinaryOrder(failed: readonly Outcome[]): string {
  const each = failed.map(({ test, message = '' }) => [test, message].filter((part) => part !== '').join(': '))
  return `It fails in the ordinary order already, so another one can show nothing. Make it green first.\n${each.join('\n')}`
}

/** Why "no order failed" would be more than was seen: nothing came about, or nobody knows what did. */
export function notSeen(tests: readonly Explored[]): string | undefined {
  const unknown = tests.reduce((sum, { tally }) => sum + tally.unknown, 0)
  if (unknown > 0) return `Of ${unknown} of the orders that were run nothing is known: the test skipped itself, or no simulator told its course. Whoever starts one has to stop() it, also where a test fails.`
  if (tests.every(({ tally: { run, unmet } }) => run === unmet)) return 'Not one other order came about, so that none failed says nothing.'
  return undefined
}
