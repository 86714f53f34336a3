'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')
const { GenesysClient, GuestSession, Simulator } = require('..')
const { later, now, pause, within } = require('../build/boundary/time')

const ROOT = path.resolve(__dirname, '..')

/** The thread gets to nothing else for so long. */
function standStill(ms) {
  const end = now() + ms
  while (now() < end);
}

/** How a process of its own ends, and how long that takes. */
function run(script) {
  const started = now()
  const { stdout } = spawnSync(process.execPath, ['-e', `const { later, pause } = require('./build/boundary/time'); ${script}`], { cwd: ROOT, encoding: 'utf8' })
  return { stdout, ms: now() - started }
}

test('the clock is that of the system where nobody sets it, and knows no fraction', () => {
  expect(Math.abs(now() - Date.now())).toBeLessThan(60_000)
  expect(Number.isInteger(now())).toBe(true)
})

test('a pause keeps Node.js alive, and one that is called off does not', () => {
  expect(run("pause(300).then(() => console.log('over'))").stdout).toBe('over\n')
  expect(run('later(60_000, () => {})()').ms).toBeLessThan(30_000)
})

test('a worker has its pauses when the one before has gone, and its timers with it', () => {
  const inWorker = "const { later, pause } = require('./build/boundary/time'); later(60_000, () => {}); pause(20).then(() => { console.log('over'); process.exit() })"
  const script = `
    const { Worker } = require('node:worker_threads')
    const gone = () => new Promise((resolve) => new Worker(${JSON.stringify(inWorker)}, { eval: true }).on('exit', resolve))
    gone().then(gone)`
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', timeout: 30_000 })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'over\nover\n' })
})

test('a signal ends a pause at once', async () => {
  const stop = new AbortController()
  const pausing = pause(60_000, stop.signal)
  stop.abort()
  await pausing
  await pause(60_000, stop.signal)
})

test('what is called off is never called, also where its time has come', async () => {
  let calls = 0
  const callOff = later(10, () => { calls += 1 })
  standStill(30)
  callOff()
  await pause(50)
  expect(calls).toBe(0)
})

test('work that is ready when the thread wakes from a stall is in time', async () => {
  let finish
  const work = new Promise((resolve) => { finish = resolve })
  const outcome = within(20, work, 'late')
  setImmediate(() => setImmediate(finish, 'in time'))
  standStill(200)
  expect(await outcome).toBe('in time')
})

describe('a guest whose thread stands still over a deadline', () => {
  let simulator
  let client
  let guest
  let id

  beforeEach(async () => {
    simulator = await Simulator.start()
    client = new GenesysClient(simulator.connection)
    guest = await GuestSession.connect({ client })
    await guest.send('hello')
    id = await guest.conversationId()
  })
  afterEach(async () => {
    await Promise.all([guest.dispose(), client.dispose()])
    await simulator.stop()
  })

  test('is told by a frame that came meanwhile', async () => {
    const closed = guest.closed({ timeoutMs: 300 })
    const ended = simulator.agent(id).disconnect()
    standStill(800)
    expect((await closed).kind).toBe('locked')
    await ended
  })

  test('says no more by its state than by its events', async () => {
    const ended = simulator.agent(id).disconnect()
    standStill(300)
    const [state, kinds] = [guest.state, guest.events.map(({ kind }) => kind)]
    expect(state === 'read-only').toBe(kinds.includes('closed'))
    await ended
    expect((await guest.closed()).kind).toBe('locked')
    expect(guest.state).toBe('read-only')
  })

  test('testifies to a frame that came meanwhile', async () => {
    const said = guest.testify({ timeoutMs: 300 })
    const ended = simulator.agent(id).disconnect()
    standStill(800)
    expect((await said).wire.saw).toBe('closed')
    await ended
  })

  test('has got the event that came meanwhile', async () => {
    const came = guest.waitFor('good bye', { timeoutMs: 300 })
    const said = simulator.agent(id).say('good bye')
    standStill(800)
    expect((await came).text).toBe('good bye')
    await said
  })
})
