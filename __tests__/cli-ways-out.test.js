'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Simulator } = require('..')
const { Ledger } = require('../build/ledger')
const { crash, temporaryFolder } = require('./support/ledger')
const { SIGNALS, endAll, ended, environment, runCli, startCli, startSimulate } = require('./support/processes')

// A process for each test.
jest.setTimeout(60_000)

const NOBODY = '99999999-9999-4999-8999-999999999999'
const INTERRUPT = JSON.stringify(path.resolve(__dirname, '..', 'build', 'cli', 'interrupt.js'))
const slip = (message) => ({ ok: false, error: { code: 'INVALID_INPUT', message: expect.stringMatching(message) } })

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))
afterEach(endAll)

/** An environment in which every process first runs this script. */
function hooked(script) {
  const file = path.join(folder, 'hook.js')
  fs.writeFileSync(file, script)
  return { NODE_OPTIONS: `--require ${JSON.stringify(file)}` }
}

describe('--json is JSON', () => {
  test.each([
    ['an unknown command', ['clos', '--json'], slip(/^unknown command 'clos'\n\(Did you mean close\?\)$/)],
    ['no command', ['--json'], slip(/^unknown option '--json'/)],
    ['an unknown flag', ['reap', '--json', '--dryrun'], slip(/^unknown option '--dryrun'/)],
    ['a flag without its value', ['close', '--json', '--wrap-up'], slip(/argument missing/)],
    ['a flag in the place of a value', ['close', NOBODY, '--wrap-up', '--json'], slip(/That is a flag/)],
    ['a value that cannot be meant', ['simulate', '--json', '--port', 'http'], slip(/--port is not acceptable: got the string "http"/)],
    ['no credentials', ['close', NOBODY, '--json'], slip(/^close needs credentials of the environment/)],
    ['no org', ['reap', '--json'], slip(/none is named/)],
    ['nothing to look at', ['doctor', '--json'], slip(/There is nothing to look at/)],
    ['flags that cannot go together', ['demo', '--json', '--live'], slip(/--live needs --conversation/)],
    ['a command beside it', ['simulate', '--json', '--', 'node'], slip(/--json goes only without a command/)],
    ['a command that cannot be started', ['sabotage', '--json', '--', 'no such command'], slip(/could not be started/)],
  ])('for %s, with the status as it was', (_name, args, document) => {
    const { status, stdout, stderr } = runCli(args, { cwd: folder })
    expect({ status, document: JSON.parse(stdout) }).toMatchObject({ status: 2, document })
    expect(stderr).toMatch(/\S/)
  })

  test('for help and version', () => {
    for (const args of [['--version', '--json'], ['close', '--help', '--json']]) {
      const { status, stdout } = runCli(args)
      expect({ status, document: JSON.parse(stdout) }).toEqual({ status: 0, document: { ok: true, text: expect.stringMatching(/\n$/) } })
    }
  })

  test('for an addon that is missing', () => {
    const env = hooked("process.dlopen = () => { throw new Error('no addon') }\n")
    const { status, stdout } = runCli(['doctor', '--json', '--region', 'eu-west-1', '--deployment', NOBODY], { env })
    expect({ status, document: JSON.parse(stdout) }).toMatchObject({ status: 1, document: { ok: false, error: { code: 'BINDING_NOT_FOUND' } } })
  })

  test('for a crash, and it is ended with what it had started', async () => {
    const pid = path.join(folder, 'pid')
    const script = `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1e6)`
    const env = hooked(`
      const { existsSync } = require('node:fs')
      const crash = () => { if (existsSync(${JSON.stringify(pid)})) throw new TypeError('a fault of ours'); setImmediate(crash) }
      if (process.argv.includes('sabotage')) setImmediate(crash)
    `)
    const { end } = startCli(['sabotage', '--json', '--', process.execPath, '-e', script], { env })
    const { status, stdout, stderr } = await end
    expect({ status, document: JSON.parse(stdout) }).toEqual({ status: 1, document: { ok: false, error: { name: 'TypeError', message: 'a fault of ours' } } })
    expect(stderr).toContain('TypeError: a fault of ours\n    at ')
    await expect(goneOf(Number(fs.readFileSync(pid, 'utf8')))).resolves.toBe(true)
  })

  test('of one command alone: what stands after -- is not asked', () => {
    const { status, stdout } = runCli(['sabotage', '--', 'no such command', '--json'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  })
})

/** Once a process is no more, or waits for its parent to look at it. */
async function goneOf(pid) {
  for (;;) {
    let state
    try {
      state = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0]
    } catch {
      return true
    }
    if (state === 'Z') return true
    await new Promise(setImmediate)
  }
}

describe('a signal', () => {
  let told
  let simulator
  beforeAll(async () => {
    told = await startSimulate()
    simulator = await Simulator.attach(told.url)
  })
  beforeEach(() => simulator.reset())
  afterAll(async () => {
    await simulator.stop()
    await told.stop()
  })

  const struck = async (fault) => { while (fault.hits === 0) await new Promise(setImmediate) }

  test.each(SIGNALS)('%s ends doctor, which says so, as JSON too', async (signal) => {
    const fault = simulator.fault({ on: { path: '/oauth/token' }, delayMs: 60_000 })
    const { child, end } = startCli(['doctor', '--json'], { env: told.environment })
    await struck(fault)
    child.kill(signal)
    const { status, stdout, stderr } = await end
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Interrupted. Nothing had been written.\n' })
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'ABORTED', effect: 'none' } })
  })

  test.each(SIGNALS)('%s ends the demo, and its org with it', async (signal) => {
    const env = hooked(`
      const look = () => (process.listenerCount('${signal}') > 0 ? process.kill(process.pid, '${signal}') : setImmediate(look))
      setImmediate(look)
    `)
    const { status, signal: by, stdout } = await startCli(['demo', '--json'], { env, cwd: folder }).end
    expect({ status, by, document: JSON.parse(stdout) }).toMatchObject({ status: 1, by: null, document: { ok: false, error: { code: 'ABORTED' } } })
    expect(fs.readdirSync(folder)).toEqual(['hook.js'])
  })

  test.each(SIGNALS)('%s during the write of a reap tells that it may have landed, and leaves the ledger to the next one', async (signal) => {
    const { conversationId, messageId } = await simulator.openConversation()
    const ledger = Ledger.open({ folder: path.join(folder, 'ledger'), run: 'run-1', worker: 0, org: { apiUrl: told.url } })
    ledger.opened({ guest: 'g', messageId })
    crash(ledger.path)
    const fault = simulator.fault({ on: { method: 'PATCH' }, stall: 'after' })
    const args = ['reap', '--ledger', 'ledger', '--wrap-up', 'Resolved', '--json']
    const { child, end } = startCli(args, { env: told.environment, cwd: folder })
    await struck(fault)
    child.kill(signal)
    const { status, stdout, stderr } = await end
    expect({ status, document: JSON.parse(stdout) }).toMatchObject({ status: 1, document: { ok: false, error: { code: 'ABORTED', effect: 'unknown' } } })
    expect(stderr).toBe('Interrupted. A write was on its way; look again whether it took effect.\n')
    expect(fs.readdirSync(path.join(folder, 'ledger'))).toEqual(['.gitignore', path.basename(ledger.path)])
    const again = runCli(args, { env: told.environment, cwd: folder })
    expect({ status: again.status, document: JSON.parse(again.stdout) }).toMatchObject({ status: 0, document: { conversations: [{ conversationId, outcome: 'already-closed' }] } })
  })

  test.each(/** @type {const} */ (['SIGHUP', 'SIGQUIT']))('%s during the write of a live demo tells that the write may have landed', async (signal) => {
    const { conversationId } = await simulator.openConversation()
    const fault = simulator.fault({ on: { method: 'PATCH' }, stall: 'after' })
    const { child, end } = startCli(['demo', '--live', '--yes', '--wrap-up', 'Resolved', '--conversation', conversationId], { env: told.environment, cwd: folder })
    await struck(fault)
    child.kill(signal)
    const { status, stdout } = await end
    expect(status).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toContain('A write was on its way; look again whether it took effect.')
  })

  test('two of them close together are one, and a later one ends it at once, after its last words', async () => {
    const script = `
      const { interruptible, listen } = require(${INTERRUPT})
      listen((leave) => { console.log('at once'); leave() })
      interruptible().addEventListener('abort', () => console.log('in order'))
      setInterval(() => {}, 1e6)
      console.log('ready')`
    const child = spawn(process.execPath, ['-e', script], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
    let seen = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      seen += chunk
      if (chunk.includes('ready')) for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) child.kill(signal)
    })
    const again = setInterval(() => seen.includes('in order') && child.kill('SIGTERM'), 20)
    const began = performance.now()
    expect(await ended(child)).toEqual({ status: null, signal: 'SIGTERM' })
    clearInterval(again)
    expect(seen).toBe('ready\nin order\nat once\n')
    expect(performance.now() - began).toBeGreaterThan(500)
  })
})

test('an error is told with its code once', () => {
  const { GenesysError } = require('../build/boundary/errors')
  const { sentencesOf } = require('../build/cli/words')
  const error = new GenesysError('TIMEOUT', 'It was late.', { hint: 'Wait.' })
  expect(error.message.match(/TIMEOUT/g)).toHaveLength(1)
  expect(sentencesOf(error)).toBe('It was late.')
})
