'use strict'

/** Words of an SPDX expression; crates may still write a slash for OR. */
const wordsOf = (expression) => expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? []

/** Whether a licence expression can be satisfied by what is allowed; WITH makes one licence of two words. */
function isAllowed(expression, allowed) {
  if (typeof expression !== 'string') return false
  const words = wordsOf(expression)
  let at = 0
  const take = () => words[at++]

  function one() {
    const word = take()
    if (word === '(') {
      const inside = any()
      return take() === ')' && inside
    }
    const exception = words[at] === 'WITH' ? ` WITH ${words[(at += 2) - 1]}` : ''
    return allowed.has(`${word}${exception}`)
  }

  function chain(operator, next, join) {
    let result = next()
    while (words[at] === operator) {
      take()
      const other = next()
      result = join(result, other)
    }
    return result
  }

  const all = () => chain('AND', one, (a, b) => a && b)
  const any = () => chain('OR', all, (a, b) => a || b)

  const result = any()
  return result && at === words.length
}

module.exports = { isAllowed }
