import type { Course } from './course'
import { drawn, randomOf } from './random'
import { type Chance, ORDINARY, chancesIn, deviationsOf, placeOf, wordOf } from './schedule'

/** What a run under a schedule came to. */
export interface Heard { course: Course; failed: boolean }

export interface Bounds {
  /** The most schedules that are run beside the ordinary order. */
  limit: number
  /** The most deviations of one schedule. */
  deviations: number
  seed: number
  /** Kinds that are left as they are. */
  without?: readonly string[]
}

/** A schedule that led somewhere new: what is built upon. */
interface Base { deviations: readonly string[]; course: Course; weight: number }

/** One that may be run next. */
interface Next { word: string; weight: number }

/** What is near the end decides more often than what is near the beginning; a place with many choices is one place all the same. */
const weightOf = ({ nearness, among }: Chance): number => nearness ** 2 / among

/**
 * Which orders of one test are run: all with one deviation from the end backwards, then those with more, all of them where
 * they fit into the limit, else drawn by weight. A schedule that led to events that were seen is counted, and not built upon.
 * What could have been otherwise is known only after a run, and a run costs seconds: what generators of values do, such as
 * fast-check's, does not serve here.
 */
export class Search {
  readonly #bounds: Bounds
  readonly #without: ReadonlySet<string>
  readonly #random: () => number
  readonly #tried = new Set([ORDINARY])
  readonly #sequences = new Set<string>()
  readonly #bases: Base[] = []
  readonly #kinds = new Set<string>()
  readonly #unmetOnes: string[] = []
  #counts = { run: 0, unmet: 0, same: 0, failed: 0, unknown: 0 }

  constructor(ordinary: Course, bounds: Bounds) {
    this.#bounds = bounds
    this.#without = new Set(bounds.without)
    this.#random = randomOf(bounds.seed)
    this.#learn([], ordinary)
  }

  /** The next schedules, at most so many; none where all that may be run has been. */
  take(count: number): string[] {
    const room = Math.min(count, this.#bounds.limit - (this.#tried.size - 1))
    const words = room > 0 ? this.#candidates(room).slice(0, room) : []
    for (const word of words) this.#tried.add(word)
    return words
  }

  /** What a run under one of them came to. One whose deviations were not all met says nothing of its own order, unless it failed. */
  hear(word: string, { course, failed }: Heard): void {
    this.#counts.run += 1
    if (failed) this.#counts.failed += 1
    else if (course.unmet.length > 0) this.#missed(deviationsOf(word))
    else if (!this.#learn(deviationsOf(word), course)) this.#counts.same += 1
  }

  #missed(deviations: readonly string[]): void {
    this.#counts.unmet += 1
    if (deviations.length === 1) this.#unmetOnes.push(...deviations)
  }

  /** One that was run, and of whose order nothing is known: it was skipped, or no simulator has told its course. */
  miss(failed: boolean): void {
    this.#counts.run += 1
    this.#counts[failed ? 'failed' : 'unknown'] += 1
  }

  /** One that was taken, and not run after all. */
  giveBack(word: string): void {
    this.#tried.delete(word)
  }

  /** Whether the limit is what ends it. */
  get isLimited(): boolean {
    return this.#tried.size - 1 >= this.#bounds.limit && this.#candidates(Infinity).length > 0
  }

  /** What there was to run, and what was run. */
  get tally(): Tally {
    const ones = this.#ones.map(({ word }) => word)
    return {
      ...this.#counts,
      sequences: this.#sequences.size,
      single: { there: ones.length, run: ones.filter((word) => this.#tried.has(word)).length, unmet: this.#unmetOnes },
      left: this.#candidates(Infinity).length,
      kinds: [...this.#kinds],
    }
  }

  /** Whether its events were new. */
  #learn(deviations: readonly string[], course: Course): boolean {
    for (const { kind, choices } of course.points) if (choices.length > 0) this.#kinds.add(kind)
    const sequence = course.events.join('\n')
    if (this.#sequences.has(sequence)) return false
    this.#sequences.add(sequence)
    this.#bases.push({ deviations, course, weight: this.#weightOf(deviations) })
    return true
  }

  /** That of its deviations in the ordinary order; what only came to be by another one stands in the middle. */
  #weightOf(deviations: readonly string[]): number {
    const known = new Map(this.#bases[0] && chancesIn(this.#bases[0].course).map((chance) => [chance.deviation, weightOf(chance)]))
    return deviations.reduce((weight, deviation) => weight * (known.get(deviation) ?? 0.25), 1)
  }

  get #ones(): Next[] {
    return this.#bases.slice(0, 1).flatMap((base) => this.#upon(base)).reverse()
  }

  #candidates(room: number): string[] {
    const ones = this.#untried(this.#ones)
    if (ones.length > 0) return ones.map(({ word }) => word)
    const more = this.#untried(this.#bases.slice(1).flatMap((base) => this.#upon(base)))
    const isAll = more.length <= room
    return (isAll ? more : drawn(more, ({ weight }) => weight, this.#random)).map(({ word }) => word)
  }

  /** What can be added to a schedule. */
  #upon({ deviations, course, weight }: Base): Next[] {
    if (deviations.length >= this.#bounds.deviations) return []
    const places = new Set(deviations.map(placeOf))
    const chances = chancesIn(course, this.#without).filter(({ deviation }) => !places.has(placeOf(deviation)))
    return chances.map((chance) => ({ word: wordOf([...deviations, chance.deviation]), weight: weight * weightOf(chance) }))
  }

  #untried(all: readonly Next[]): Next[] {
    const once = new Map(all.filter(({ word }) => !this.#tried.has(word)).map((next) => [next.word, next]))
    return [...once.values()]
  }
}

/** How much of what there was has been run. */
export interface Tally {
  /** Schedules that were run, beside the ordinary order. */
  run: number
  failed: number
  /** Those of which a deviation was not met. */
  unmet: number
  /** Those of which nothing is known. */
  unknown: number
  /** Those that led to events that had been seen. */
  same: number
  /** How many different orders of events were seen. */
  sequences: number
  /** Schedules with one deviation; `unmet` has those that did not come about. */
  single: { there: number; run: number; unmet: string[] }
  /** So many that are known were not run; what they lead to may have more. */
  left: number
  /** Kinds of choice points that were met. */
  kinds: string[]
}
