'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const { plainEnvironment } = require('../child')
const { figure, ratio } = require('../figure')

const SCRIPT = path.join(__dirname, '..', 'children', 'importer.js')
const SDK = require.resolve('purecloud-platform-client-v2')
const LONGEST_MS = 60_000

function imported(what) {
  return JSON.parse(execFileSync(process.execPath, [SCRIPT, ...what], { encoding: 'utf8', env: plainEnvironment(), timeout: LONGEST_MS }))
}

/** In turn, each in a process of its own; the first round fills the system's cache of files and does not count. */
function rounds(count, names) {
  for (const what of Object.values(names)) imported(what)
  const runs = Object.fromEntries(Object.keys(names).map((who) => [who, []]))
  for (let round = 0; round < count; round++) {
    for (const [who, what] of Object.entries(names)) runs[who].push(imported(what))
  }
  return runs
}

/** What a user does next: the door alone gives nothing that closes, and a name has not loaded the addon. */
const TAKEN = {
  door: [''],
  client: ['', 'GenesysClient'],
  all: ['closeConversation,GenesysClient,GuestSession,Simulator,reap'],
}

async function measure({ imports }) {
  const product = (what) => [process.env.BENCH_PRODUCT, ...what]
  const runs = rounds(imports, { door: product(TAKEN.door), client: product(TAKEN.client), all: product(TAKEN.all), sdk: [SDK, ''] })
  const of = (who, what) => runs[who].map((run) => run[what])
  const over = (name, who, what, must) => ratio({ name, over: of('sdk', what), under: of(who, what), must })
  return [
    ...[['require() alone', 'door'], ['require() and a client, its addon loaded', 'client'], ['all names, as an ES import does', 'all']].flatMap(([name, who]) => [
      figure({ name, unit: 'ms', values: of(who, 'ms'), peers: { sdk: of('sdk', 'ms') } }),
      figure({ name: `${name}: memory`, unit: 'MiB', values: of(who, 'mib'), peers: { sdk: of('sdk', 'mib') } }),
      figure({ name: `${name}: CPU`, unit: 'ms', values: of(who, 'cpuMs'), peers: { sdk: of('sdk', 'cpuMs') } }),
    ]),
    over('SDK over require() alone, time', 'door', 'ms'),
    over('SDK over a client, time', 'client', 'ms', { atLeast: 20 }),
    over('SDK over a client, memory', 'client', 'mib', { atLeast: 6 }),
  ]
}

module.exports = { measure }
