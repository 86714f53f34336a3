'use strict'

const { TARGETS } = require('../fuzz/js/targets')
const { fixedRun } = require('../fuzz/js/loop')

jest.setTimeout(60_000)

const RUNS = 800
/** Another one each time; it stands in the failure, and is given to replay it. */
const SEED = Number(process.env.PARSER_SEED ?? Math.floor(Math.random() * 2 ** 31))

test.each(TARGETS)('mutated inputs keep the invariant of the $name', (target) => {
  expect(target.seeds.length).toBeGreaterThanOrEqual(5)
  try {
    fixedRun(target, { runs: RUNS, seed: SEED })
  } catch (error) {
    throw new Error(`PARSER_SEED=${SEED}: ${error.message}`, { cause: error })
  }
})
