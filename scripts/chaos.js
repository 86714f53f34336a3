'use strict'

// Closes against an org of its own that is awkward at random, each run judged by what was really so.
// `npm run chaos -- --runs 200000 --seed 1`, and what it prints of a violation plays that one again.

const { parseArgs } = require('node:util')
const { mutations } = require('./chaos/mutations')
const { tell } = require('./chaos/telling')
const { inProcesses } = require('./chaos/processes')

/** So many runs must meet every behaviour. */
const ENOUGH = 5_000

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  runs: { type: 'string', default: '2000' },
  seed: { type: 'string', default: '1' },
  path: { type: 'string' },
  only: { type: 'string' },
  except: { type: 'string', multiple: true, default: [] },
  'at-once': { type: 'string' },
  jobs: { type: 'string', default: '1' },
  mutations: { type: 'boolean', default: false },
}

function whole(name, text, most) {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0 && number <= most) return number
  throw new RangeError(`--${name}: a whole number up to ${most}`)
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS })
  if (values.mutations) return mutations(values.only)
  const [runs, seed, jobs] = [whole('runs', values.runs, 10_000_000), whole('seed', values.seed, 2 ** 31), whole('jobs', values.jobs, 16)]
  const replayed = values.path !== undefined
  const { path, only, except } = values
  const lanes = values['at-once'] === undefined ? {} : { lanes: whole('at-once', values['at-once'], 1_000) }
  const result = await inProcesses({ ...lanes, runs: replayed ? 1 : runs, seed, path, only, except, jobs: replayed ? 1 : jobs })
  return tell(result, { only, except, isWhole: only === undefined && runs >= ENOUGH })
}

main().then((isGood) => { process.exitCode = isGood ? 0 : 1 })
