'use strict'

const { Session } = require('node:inspector')

/**
 * Which characters of which files have run, as V8's block coverage tells. New ones are what a
 * coverage-guided search keeps an input for.
 */
class Coverage {
  #session = new Session()
  #seen = new Map()
  #covers

  /** `covers` says of a file's address whether it counts. */
  constructor(covers) {
    this.#covers = covers
    this.#session.connect()
    this.#post('Profiler.enable')
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** How many characters ran since the last time that never ran before. */
  take() {
    const scripts = this.#post('Profiler.takePreciseCoverage').result.filter(({ url }) => this.#covers(url))
    return scripts.reduce((sum, script) => sum + this.#note(script), 0)
  }

  /** Characters that have run, and blocks of code that they lie in. */
  get total() {
    return [...this.#seen.values()].reduce((sum, marks) => sum + marks.reduce((run, mark) => run + mark, 0), 0)
  }

  end() {
    this.#session.disconnect()
  }

  #note({ url, functions }) {
    const size = Math.max(0, ...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)))
    const now = new Uint8Array(size)
    // Outer ranges come before those inside them.
    const ranges = functions.flatMap((each) => each.ranges)
    for (const { startOffset, endOffset, count } of ranges) now.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    const before = this.#seen.get(url) ?? new Uint8Array(size)
    const seen = before.length >= size ? before : Uint8Array.from({ length: size }, (_, index) => before[index] ?? 0)
    let fresh = 0
    for (let index = 0; index < size; index++) if (now[index] === 1 && seen[index] === 0) fresh += seen[index] = 1
    this.#seen.set(url, seen)
    return fresh
  }

  #post(method, parameters) {
    let answer
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw new Error(error.message)
      answer = result
    })
    return answer
  }
}

module.exports = { Coverage }
