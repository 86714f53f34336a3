'use strict'

/** The value below which this share of them lies, between two where it must. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * (place - below)
}

const median = (values) => quantile(values, 0.5)

/** Median, spread (the middle half) and extremes. */
function summary(values) {
  const at = (share) => quantile(values, share)
  return { n: values.length, median: at(0.5), q1: at(0.25), q3: at(0.75), p99: at(0.99), min: at(0), max: at(1) }
}

/** Round by round, one over the other: what a round's noise does to both does not count. */
const ratios = (over, under) => over.map((value, round) => value / under[round])

module.exports = { median, quantile, ratios, summary }
