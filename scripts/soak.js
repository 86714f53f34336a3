'use strict'

// Closes at full speed, with faults, for minutes: does anything grow? `npm run soak -- --minutes 10 --seed 1`

const { spawn } = require('node:child_process')
const path = require('node:path')
const { monitorEventLoopDelay } = require('node:perf_hooks')
const { parseArgs } = require('node:util')
const v8 = require('node:v8')
const vm = require('node:vm')
const { Simulator } = require('..')
const { drawn } = require('./soak/faults')
const { verdicts } = require('./soak/judge')
const { randomOf } = require('./random')
const { held, residentOf, steady, handles } = require('./soak/resources')
const { Tally, oneClient } = require('./soak/work')

const AT_ONCE = 16
const ROUND_MS = 4_000
const FAULTS_AT_ONCE = 4
const CLI = path.resolve(__dirname, '..', 'dist', 'cli.js')

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

/** The simulated org in a process of its own, so that the memory measured here is the product's. */
async function startOrg() {
  const child = spawn(process.execPath, [CLI, 'simulate', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the simulator did not start')))
  })
  return { pid: child.pid, simulator: await Simulator.attach(JSON.parse(line).url), stop: () => child.kill('SIGTERM') }
}

async function keepBusy(org, random, tally, until) {
  const isOver = () => performance.now() > until
  do await oneClient(org.simulator, random, tally)
  while (!isOver())
}

/** One round: other faults, some clients that come and go; then everything is let go and counted. */
async function round(org, random, tally, faults) {
  await org.simulator.reset()
  const set = drawn(random, FAULTS_AT_ONCE).map(({ name, rule }) => ({ name, fault: org.simulator.fault(rule) }))
  const until = performance.now() + ROUND_MS
  await Promise.all(Array.from({ length: AT_ONCE }, () => keepBusy(org, random, tally, until)))
  for (const { name, fault } of set) {
    const sofar = faults.get(name) ?? { set: 0, hits: 0, missed: 0 }
    const { hits } = fault
    faults.set(name, { set: sofar.set + 1, hits: sofar.hits + hits, missed: sofar.missed + (hits === 0 ? 1 : 0) })
    fault.remove()
  }
}

const inMiB = (value) => value?.toFixed(1).padStart(7) ?? '      –'

function show({ at, rss, heap, simulatorRss, handles, threads, resources, delay, closes }) {
  const cells = [`${(at / 1_000).toFixed(0).padStart(5)} s`, inMiB(rss), inMiB(heap), inMiB(simulatorRss), handles, threads, resources, `${delay.toFixed(0)} ms`, closes]
  console.log(cells.map((cell) => String(cell ?? '–').padStart(8)).join(' '))
}

async function soak(minutes, seed) {
  const [org, random, tally, faults, samples] = [await startOrg(), randomOf(seed), new Tally(), new Map(), []]
  const delays = monitorEventLoopDelay({ resolution: 10 })
  const started = performance.now()
  // The connections over which the simulator is told what to do stay open; all of them from the beginning.
  await Promise.all(Array.from({ length: AT_ONCE }, () => org.simulator.openConversation()))
  delays.enable()
  console.log(['time', 'rss MiB', 'heap MiB', 'sim. MiB', 'handles', 'threads', 'active', 'delay p99', 'closes'].map((name) => name.padStart(8)).join(' '))
  try {
    while (performance.now() - started < minutes * 60_000) {
      await round(org, random, tally, faults)
      await steady(handles)
      const delay = delays.percentile(99) / 1e6
      delays.reset()
      collectGarbage()
      const sample = { at: performance.now() - started, ...held(), simulatorRss: residentOf(org.pid), delay, closes: tally.closes }
      samples.push(sample)
      show(sample)
    }
  } finally {
    await org.simulator.stop()
    org.stop()
  }
  return { tally, faults, samples }
}

function tell({ tally, faults, samples }) {
  const judged = verdicts(samples)
  console.log('\nOver the second half; flat where the slope is within the limit:')
  for (const { what, unit, limit, from, to, slope, isFlat } of judged) {
    console.log(`  ${what.padEnd(28)} ${from.toFixed(1)} to ${to.toFixed(1)}, slope ${slope.toFixed(2)} ${unit} (limit ${limit}): ${isFlat ? 'flat' : 'NOT FLAT'}`)
  }
  console.log('\nFaults: set in so many rounds, hits')
  for (const [name, { set, hits, missed }] of [...faults].sort()) console.log(`  ${name.padEnd(28)} ${set}, ${hits}${missed > 0 ? `; NOT HIT in ${missed}` : ''}`)
  const refusals = [...tally.refusals].map(([code, count]) => `${code} ${count}`).join(', ')
  console.log(`\n${tally.closes} closed, ${tally.lies} of them not; ${tally.clients} clients, ${tally.guests} guests; refused: ${refusals || 'none'}`)
  for (const error of tally.foreign.slice(0, 5)) console.log(`NO GenesysError: ${error.stack}`)
  const missed = [...faults.values()].some((fault) => fault.missed > 0)
  return judged.length > 0 && judged.every(({ isFlat }) => isFlat) && tally.lies === 0 && tally.foreign.length === 0 && !missed
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } } })
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (!(minutes > 0 && minutes <= 120) || !Number.isInteger(seed)) throw new RangeError('--minutes from above 0 to 120, --seed a whole number')
soak(minutes, seed).then((result) => { process.exitCode = tell(result) ? 0 : 1 })
