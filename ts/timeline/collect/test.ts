import { stripVTControlCharacters } from 'node:util'

const CODE = /^([A-Z]+(?:_[A-Z]+)+): /m

/** The line that says what failed: the first after the runner's own; without texts, its code alone. */
function reasonOf(message, texts) {
  if (message === undefined) return undefined
  const plain = stripVTControlCharacters(message)
  return texts ? plain.split('\n').filter((line) => line.trim() !== '').slice(0, 2).at(-1) : CODE.exec(plain)?.[1]
}

/** Assertions of a test, each `{ at, name, pass, isNot?, durationMs?, message? }`; `pass` says whether the assertion held. */
function fromMatchers(results, { texts = false } = {}) {
  return results.map(({ at, name, pass, isNot = false, durationMs, message }) => ({
    at,
    lane: 'test',
    label: `${isNot ? 'not.' : ''}${name} ${pass ? 'holds' : 'fails'}`,
    detail: pass ? undefined : reasonOf(message, texts),
    durationMs,
    tone: pass ? 'ok' : 'fail',
  }))
}

const bound = (at, label) => (at === undefined ? [] : [{ at, lane: 'test', label }])

/** Where a test began and ended. */
const fromBounds = ({ started, ended }) => [...bound(started, 'test began'), ...bound(ended, 'test ended')]

export { fromBounds, fromMatchers }
