'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { plainEnvironment } = require('../child')
const { figure } = require('../figure')
const { median, quantile } = require('../statistics')

const CONFIG = path.join(__dirname, '..', 'page', 'config.js')
const PLAYWRIGHT = require.resolve('@playwright/test/cli')
/** The first pairs start a browser and compile what all use. */
const WARM_UP = 2
const LONGEST_MS = 6 * 60_000
/** Where the spread is smaller than this, this is what may be added. */
const ALLOWED_PERCENT = 2

function run(folder, pairs) {
  const marks = path.join(folder, 'marks')
  const env = { ...plainEnvironment(), BENCH_MARKS: marks, BENCH_PAIRS: String(pairs), BENCH_OUTPUT: path.join(folder, 'output') }
  const { status, stdout, stderr } = spawnSync(process.execPath, [PLAYWRIGHT, 'test', '--config', CONFIG], { env, encoding: 'utf8', timeout: LONGEST_MS })
  if (status !== 0) throw new Error(`The specs failed:\n${stdout}${stderr}`)
  return fs.readFileSync(marks, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
}

/** What each test cost, from its mark to the next; the order within pairs alternates. */
function costs(marks, kind) {
  const all = marks.slice(0, -1).map((mark, index) => ({ kind: mark.kind, ms: marks[index + 1].cpuMs - mark.cpuMs }))
  return all.filter((each) => each.kind === kind).slice(WARM_UP).map(({ ms }) => ms)
}

async function measure({ pairs }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-bench-'))
  try {
    const marks = run(folder, pairs + WARM_UP)
    return figuresOf(costs(marks, 'with'), costs(marks, 'without'))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function figuresOf(watched, unwatched) {
  const added = watched.map((ms, pair) => (100 * (ms - unwatched[pair])) / unwatched[pair])
  const spread = (100 * (quantile(unwatched, 0.75) - quantile(unwatched, 0.25))) / median(unwatched)
  return [
    figure({ name: 'CPU of the worker for one test', unit: 'ms', values: watched, peers: { without: unwatched } }),
    figure({ name: 'the spread of tests without', unit: '%', values: [spread] }),
    figure({ name: 'the witness adds, pair by pair', unit: '%', values: added, must: { atMost: Math.max(ALLOWED_PERCENT, spread) } }),
  ]
}

module.exports = { measure }
