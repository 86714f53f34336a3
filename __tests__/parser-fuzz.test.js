'use strict'

const { TARGETS } = require('../fuzz/js/targets')
const { fixedRun } = require('../fuzz/js/loop')

jest.setTimeout(60_000)

const RUNS = 800
/** The same each time: a test must not fail one day for what it has never met. New ones are for `npm run fuzz`. */
const SEED = Number(process.env.PARSER_SEED ?? 1)

test.each(TARGETS)('mutated inputs keep the invariant of the $name', (target) => {
  expect(target.seeds.length).toBeGreaterThanOrEqual(5)
  try {
    fixedRun(target, { runs: RUNS, seed: SEED })
  } catch (error) {
    throw new Error(`PARSER_SEED=${SEED}: ${error.message}`, { cause: error })
  }
})
