'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const { plainEnvironment } = require('../child')
const { figure, ratio } = require('../figure')

const SCRIPT = path.join(__dirname, '..', 'children', 'importer.js')
const SDK = require.resolve('purecloud-platform-client-v2')
const MIB = 1024 * 1024
const LONGEST_MS = 60_000

function imported(name) {
  return JSON.parse(execFileSync(process.execPath, [SCRIPT, name], { encoding: 'utf8', env: plainEnvironment(), timeout: LONGEST_MS }))
}

/** In turn, each in a process of its own; the first round fills the system's cache of files and does not count. */
function rounds(count, names) {
  for (const name of Object.values(names)) imported(name)
  const runs = Object.fromEntries(Object.keys(names).map((who) => [who, []]))
  for (let round = 0; round < count; round++) {
    for (const [who, name] of Object.entries(names)) runs[who].push(imported(name))
  }
  return runs
}

async function measure({ imports }) {
  const { product, sdk } = rounds(imports, { product: process.env.BENCH_PRODUCT, sdk: SDK })
  const ms = (runs) => runs.map((run) => run.ms)
  const mib = (runs) => runs.map((run) => run.rss / MIB)
  return [
    figure({ name: 'import takes', unit: 'ms', values: ms(product), peers: { sdk: ms(sdk) } }),
    figure({ name: 'import adds resident memory', unit: 'MiB', values: mib(product), peers: { sdk: mib(sdk) } }),
    ratio({ name: 'SDK over product, time', over: ms(sdk), under: ms(product), must: { atLeast: 20 } }),
    ratio({ name: 'SDK over product, memory', over: mib(sdk), under: mib(product), must: { atLeast: 8 } }),
  ]
}

module.exports = { measure }
