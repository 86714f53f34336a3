'use strict'

/** How much is measured: enough for a spread, a first impression, or whether it works at all. */
const FULL = {
  name: 'full', imports: 20, closes: 60, rounds: 30, firsts: 7, many: [1_000, 10_000], guests: 150, armed: 60, starts: 15,
  load: 2_000, loads: 3, pairs: 30, growth: [10, 100, 1_000, 10_000], sessions: [10, 100, 1_000, 10_000], reports: [10, 100, 1_000, 10_000],
}
const QUICK = {
  name: 'quick', imports: 5, closes: 20, rounds: 6, firsts: 2, many: [300, 2_000], guests: 60, armed: 15, starts: 5,
  load: 500, loads: 2, pairs: 3, growth: [10, 100, 1_000], sessions: [10, 100, 1_000], reports: [10, 100, 1_000],
}
const SMOKE = {
  name: 'smoke', imports: 1, closes: 3, rounds: 1, firsts: 1, many: [10, 20], guests: 2, armed: 1, starts: 1,
  load: 5, loads: 1, pairs: 1, growth: [10, 20], sessions: [2, 4], reports: [10, 20],
}

module.exports = { FULL, QUICK, SMOKE }
