import { isSet } from 'node:util/types'
import { describe } from '../options/refusal/describe'
import { invalid } from '../options/refusal/invalid'
import { pause } from '../boundary/time'

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function'
/** So many ids may be refused or passed over before others have their turn, a signal's timer among them. */
const TURN = 64
const END: IteratorResult<unknown> = { done: true, value: undefined }
/** One id has one spelling. */
const spelled = (id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id)

/** A text that comes again is passed over; what is no id is refused each time. */
function distinct(ids: Iterable<unknown>): number {
  const all = [...ids]
  const texts = all.filter((id) => typeof id === 'string')
  return all.length - texts.length + new Set(texts.map(spelled)).size
}

/** How many there are, as far as that is known before they are read. */
function countOf(ids: unknown): number | undefined {
  if (Array.isArray(ids) || isSet(ids)) return distinct(ids)
  const { length, size } = Object(ids) as { length?: unknown; size?: unknown }
  return [length, size].find((count) => typeof count === 'number')
}

function opened<T>(open: () => T, operation: string): T {
  try {
    return open()
  } catch (cause) {
    throw invalid({ path: 'ids', operation }, 'an iterable that throws when it is opened', 'one that can be read', { cause })
  }
}

function makerOf(ids: unknown): unknown {
  const { [Symbol.asyncIterator]: slow, [Symbol.iterator]: quick }: Partial<AsyncIterable<unknown> & Iterable<unknown>> = Object(ids ?? {})
  return slow ?? quick
}

function iteratorOf(ids: unknown, operation: string): AsyncIterator<unknown> | Iterator<unknown> {
  const isText = typeof ids === 'string'
  const make = isText ? undefined : opened(() => makerOf(ids), operation)
  if (typeof make === 'function') return opened(() => Reflect.apply(make, ids, []) as AsyncIterator<unknown> | Iterator<unknown>, operation)
  throw invalid({ path: 'ids', operation }, describe(ids), 'an iterable or async iterable of conversation ids', {
    ...(isText && { hint: 'One id goes into closeConversation.' }),
  })
}

/** Ids, pulled one at a time by several workers; nothing is read ahead, and what comes again is passed over. */
export class Source {
  readonly total: number | undefined
  #iterator: AsyncIterator<unknown> | Iterator<unknown>
  #turn: Promise<unknown> = Promise.resolve()
  #release: ((end: IteratorResult<unknown>) => void) | undefined
  #isOver = false
  #known = new Set<unknown>()
  #pulled = 0

  constructor(ids: unknown, operation: string) {
    this.#iterator = iteratorOf(ids, operation)
    this.total = opened(() => countOf(ids), operation)
  }

  /** The next id; pulls wait for one another. */
  next(): Promise<IteratorResult<unknown>> {
    const pulled = this.#turn.then(() => this.#pullNew())
    this.#turn = pulled.catch(() => END)
    return pulled
  }

  async #pullNew(): Promise<IteratorResult<unknown>> {
    while (!this.#isOver) {
      if (this.#pulled++ % TURN === TURN - 1) await pause(0)
      const step = await this.#pull()
      if (step.done || this.#isNew(step.value)) return step
    }
    return END
  }

  /** What is no id is refused each time that it comes. */
  #isNew(id: unknown): boolean {
    if (typeof id !== 'string') return true
    const before = this.#known.size
    return this.#known.add(spelled(id)).size > before
  }

  /** One promise per pull: a race with one long-lived promise would keep memory for each id. */
  async #pull(): Promise<IteratorResult<unknown>> {
    if (this.#isOver) return END
    try {
      const released = new Promise<IteratorResult<unknown>>((resolve) => { this.#release = resolve })
      const step = await Promise.race([released, this.#iterator.next()])
      if (!isObject(step)) throw new TypeError(`The iterator's next() gave ${describe(step)}, which is no object.`)
      if (step.done) this.#isOver = true
      return step
    } catch (error) {
      this.#isOver = true
      throw error
    }
  }

  /** Ends the reading, an unanswered pull included, and lets the iterator clean up. */
  stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#release?.(END)
    Promise.resolve(this.#iterator.return?.()).catch(() => {})
  }
}
