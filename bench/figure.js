'use strict'

const { median, ratios, summary } = require('./statistics')

/** What a bound says, and whether a value keeps it; `used` is the part of what is allowed that was needed. */
const BOUNDS = {
  atMost: (value, limit) => ({ reached: value <= limit, used: value / limit }),
  below: (value, limit) => ({ reached: value < limit, used: value / limit }),
  atLeast: (value, limit) => ({ reached: value >= limit, used: limit / value }),
}

function judged(value, must) {
  if (must === undefined) return {}
  const [[kind, limit]] = Object.entries(must)
  return { must: { kind, limit }, ...BOUNDS[kind](value, limit) }
}

/**
 * One number of a row: `values` are the rounds of the product, `peers` those of others by name,
 * `floor` what no implementation can go below. `must` bounds the `of` statistic.
 */
function figure({ name, unit, values, peers = {}, floor = undefined, of = 'median', must = undefined, note = undefined }) {
  const product = summary(values)
  const others = Object.fromEntries(Object.entries(peers).map(([peer, rounds]) => [peer, summary(rounds)]))
  return { name, unit, of, value: product[of], product, peers: others, floor, note, ...judged(product[of], must) }
}

/** How many times `over` is `under`, by rounds; bounded by the median of that. */
function ratio({ name, over, under, must = undefined, note = undefined }) {
  const rounds = ratios(over, under)
  return { name, unit: '×', of: 'median', value: median(rounds), product: summary(rounds), peers: {}, note, ...judged(median(rounds), must) }
}

/** Whether all bounds of a row's figures are kept; `undefined` where it has none. */
function isReached(figures) {
  const bounded = figures.filter(({ must }) => must !== undefined)
  return bounded.length === 0 ? undefined : bounded.every(({ reached }) => reached)
}

module.exports = { figure, isReached, ratio }
