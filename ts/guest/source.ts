import { describe } from '../options/describe'
import { invalid } from '../options/invalid'

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
const END = { done: true, value: undefined }
/** One id has one spelling. */
const spelled = (id) => (typeof id === 'string' ? id.toLowerCase() : id)

/** How many there are, as far as that is known before they are read. */
function countOf(ids) {
  if (Array.isArray(ids)) return new Set(ids.map(spelled)).size
  return [ids.length, ids.size].find((count) => typeof count === 'number')
}

function opened(open, operation) {
  try {
    return open()
  } catch (cause) {
    throw invalid({ path: 'ids', operation }, 'an iterable that throws when it is opened', 'one that can be read', { cause })
  }
}

function iteratorOf(ids, operation) {
  const isText = typeof ids === 'string'
  const make = isText || ids === undefined || ids === null ? undefined : ids[Symbol.asyncIterator] ?? ids[Symbol.iterator]
  if (typeof make === 'function') return opened(() => make.call(ids), operation)
  throw invalid({ path: 'ids', operation }, describe(ids), 'an iterable or async iterable of conversation ids', {
    hint: isText ? 'One id goes into closeConversation.' : undefined,
  })
}

/** Ids, pulled one at a time by several workers; nothing is read ahead, and what comes again is passed over. */
class Source {
  #iterator
  #turn = Promise.resolve()
  #release
  #isOver = false
  #known = new Set()

  constructor(ids, operation) {
    this.#iterator = iteratorOf(ids, operation)
    this.total = countOf(ids)
  }

  /** The next id; pulls wait for one another. */
  next() {
    const pulled = this.#turn.then(() => this.#pullNew())
    this.#turn = pulled.catch(() => END)
    return pulled
  }

  async #pullNew() {
    while (!this.#isOver) {
      const step = await this.#pull()
      if (step.done || this.#isNew(step.value)) return step
    }
    return END
  }

  /** What is no id is refused each time that it comes. */
  #isNew(id) {
    if (typeof id !== 'string') return true
    const before = this.#known.size
    return this.#known.add(spelled(id)).size > before
  }

  /** One promise per pull: a race with one long-lived promise would keep memory for each id. */
  async #pull() {
    try {
      const released = new Promise((resolve) => { this.#release = resolve })
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
  stop() {
    if (this.#isOver) return
    this.#isOver = true
    this.#release?.(END)
    Promise.resolve(this.#iterator.return?.()).catch(() => {})
  }
}

export { Source }
