'use strict'

const { withChild } = require('../child')
const { figure } = require('../figure')
const { withOrg } = require('../org')
const { median } = require('../statistics')
const { manyCloses } = require('../ten-thousand')

/** So many items at least for each point, in as many batches as that takes: small ones vary. */
const ITEMS = 1_000
const SESSIONS_AT_ONCE = 16
/** "Flat": the last point is no dearer than this, measured by the cheapest one before it. */
const FLAT = 1.25

const repeats = (size) => Math.max(1, Math.min(30, Math.round(ITEMS / size)))

async function ofCloses({ growth }) {
  const batches = await manyCloses('product', growth.flatMap((size) => Array(repeats(size)).fill(size)))
  return growth.map((size) => ({ size, costs: batches.filter(({ count }) => count === size).map(({ cpuMs }) => cpuMs / size) }))
}

/** Points from a function that gives the cost of one batch. */
async function points(sizes, costOf) {
  const all = []
  for (const size of sizes) {
    const costs = []
    for (let i = 0; i < repeats(size); i++) costs.push(await costOf(size) / size)
    all.push({ size, costs })
  }
  return all
}

function ofSessions({ sessions }) {
  return withOrg({}, (server, connection) => withChild('guest', { execArgv: ['--expose-gc'] }, async (guest) => {
    const run = async (count) => (await guest.ask('sessions', { connection, count, concurrency: SESSIONS_AT_ONCE })).cpuMs
    await run(Math.min(100, sessions.at(-1)))
    return points(sessions, async (size) => { await server.ask('reset'); return run(size) })
  }))
}

function ofReports({ reports }) {
  return withChild('reporter', { execArgv: ['--expose-gc'] }, async (reporter) => {
    for (let i = 0; i < 20; i++) await reporter.ask('report', { count: 200 })
    return points(reports, (count) => reporter.ask('report', { count }))
  })
}

function figuresOf(what, curve) {
  const costs = curve.map((point) => ({ size: point.size, ms: median(point.costs) }))
  const cheapest = Math.min(...costs.slice(0, -1).map(({ ms }) => ms))
  const last = figure({ name: `CPU per ${what}, ${costs.at(-1).size.toLocaleString('en')}`, unit: 'ms', values: curve.at(-1).costs })
  const growth = figure({ name: `${what}: the last over the cheapest before`, unit: '×', values: [costs.at(-1).ms / cheapest], must: { atMost: FLAT } })
  return [{ ...last, curve: costs }, growth]
}

async function measure(scale) {
  return [
    ...figuresOf('close', await ofCloses(scale)),
    ...figuresOf('session', await ofSessions(scale)),
    ...figuresOf('event of a report', await ofReports(scale)),
  ]
}

module.exports = { measure }
