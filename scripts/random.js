'use strict'

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit) => Math.floor(next() * limit)
  /** The items in an order that the seed decides. */
  const shuffled = (items) => items.map((item) => [next(), item]).sort(([a], [b]) => a - b).map(([, item]) => item)
  return { next, below, shuffled, pick: (list) => list[below(list.length)] }
}

module.exports = { randomOf }
