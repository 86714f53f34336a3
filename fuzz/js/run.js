'use strict'

// One target under coverage: node fuzz/js/run.js ledger 100000 1. Prints one line of JSON.

const { Coverage } = require('./coverage')
const { guidedRun } = require('./loop')
const { TARGETS } = require('./targets')

const [name, runs, seed = '1'] = process.argv.slice(2)
const target = TARGETS.find((each) => each.name === name)
const coverage = new Coverage((url) => target.covers.test(url))
try {
  console.log(JSON.stringify(guidedRun(target, { runs: Number(runs), seed: Number(seed), coverage })))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  coverage.end()
}
