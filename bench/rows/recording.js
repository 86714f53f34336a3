'use strict'

const { withChild } = require('../child')
const { figure } = require('../figure')
const { WRAP_UP, checkClosed, pollAfterMs, withOrg } = require('../org')
const { median, quantile } = require('../statistics')
const { VARIABLE } = require('../../build/boundary/recording')
const { RecordedRun } = require('../../build/recording/run')

const KINDS = ['with', 'without']
const WARM_UP = 10
/** Where the spread is smaller than this, this is what may be added. */
const ALLOWED_PERCENT = 3

/** Runs work with two that close: one whose process is recorded, and one whose is not. */
function withBoth(connection, work) {
  const run = new RecordedRun({ texts: false })
  const closer = (env, inner) => withChild('closer', { execArgv: ['--expose-gc'], env }, async (child) => {
    await child.ask('connect', { peer: 'product', connection, pollAfterMs: pollAfterMs(0) })
    return inner(child)
  })
  const both = closer({ [VARIABLE]: run.folder }, (recorded) => closer({}, (plain) => work({ with: recorded, without: plain })))
  return both.finally(() => run.remove())
}

/** Both in turn, the first one alternating, so that the machine's moods meet them alike. */
async function inTurn(rounds, each) {
  const took = Object.fromEntries(KINDS.map((kind) => [kind, []]))
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? KINDS : [...KINDS].reverse()) took[kind].push(await each(kind))
  }
  return took
}

async function closeOne(server, closer) {
  const [id] = await server.ask('open', { count: 1 })
  const ms = await closer.ask('close', { id, wrapUp: WRAP_UP })
  await checkClosed(server, [id])
  return ms
}

async function closeMany(server, closer, count) {
  const ids = await server.ask('open', { count })
  const { cpuMs } = await closer.ask('closeMany', { ids, wrapUp: WRAP_UP, concurrency: 16 })
  await checkClosed(server, ids)
  return cpuMs / count
}

function figuresOf(name, unit, took) {
  const added = took.with.map((value, round) => (100 * (value - took.without[round])) / took.without[round])
  const spread = (100 * (quantile(took.without, 0.75) - quantile(took.without, 0.25))) / median(took.without)
  return { value: figure({ name, unit, values: took.with, peers: { without: took.without } }), added, spread }
}

async function measure({ closes, rounds, many: [count] }) {
  return withOrg({}, (server, connection) => withBoth(connection, async (closers) => {
    for (let round = 0; round < WARM_UP; round++) for (const kind of KINDS) await closeOne(server, closers[kind])
    const one = figuresOf('one close', 'ms', await inTurn(closes, (kind) => closeOne(server, closers[kind])))
    const cpu = figuresOf('CPU of one among many', 'ms', await inTurn(rounds, (kind) => closeMany(server, closers[kind], count)))
    const limit = Math.max(ALLOWED_PERCENT, one.spread)
    return [
      one.value,
      figure({ name: 'the spread of closes without', unit: '%', values: [one.spread] }),
      figure({ name: 'recording adds, close by close', unit: '%', values: one.added, must: { atMost: limit } }),
      cpu.value,
      figure({ name: 'recording adds of CPU, batch by batch', unit: '%', values: cpu.added }),
    ]
  }))
}

module.exports = { measure }
