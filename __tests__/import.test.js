'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { environment } = require('./support/processes')

const ROOT = path.resolve(__dirname, '..')
const GUARD = path.join(__dirname, 'support', 'no-network.js')
const { exports: doors } = require('../package.json')

// Each is a process, on a machine that may be busy.
jest.setTimeout(60_000)

/** Both files of each door. */
const FILES = Object.values(doors).filter((door) => typeof door === 'object').flatMap((door) => [door.require.default, door.import.default])

/** Runs a script that `await`s, with every way out closed. The one thread of its pool is there from the beginning. */
function within(script) {
  const env = environment({ JEST_WORKER_ID: undefined, NODE_OPTIONS: undefined, UV_THREADPOOL_SIZE: '1' })
  const whole = `(async () => { ${script} })()`
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', GUARD, '-e', whole], { cwd: ROOT, encoding: 'utf8', env, timeout: 50_000 })
  return { status, stdout, stderr }
}

/**
 * What a process holds beyond its memory. Linux tells of threads and sockets; Node.js of its handles everywhere.
 * Loading the addon makes napi start its pool for promises, idle; its threads are known by their name, which each
 * gives itself once it runs: `heldAgain` waits for that.
 */
const HELD = `
  const fs = require('node:fs')
  const told = (read) => { try { return read() } catch { return [] } }
  const threads = () => fs.readdirSync('/proc/self/task').map((id) => told(() => fs.readFileSync('/proc/self/task/' + id + '/comm', 'utf8').trim()))
  const linked = (fd) => String(told(() => fs.readlinkSync('/proc/self/fd/' + fd)))
  const held = () => ({
    threads: told(threads).filter((name) => name !== 'tokio-rt-worker').length,
    sockets: told(() => fs.readdirSync('/proc/self/fd')).filter((fd) => linked(fd).startsWith('socket:')).length,
    handles: process.getActiveResourcesInfo().filter((name) => !/^(?:TTY|Pipe|FSReq|FileHandle|CloseReq)/.test(name)),
  })
  const heldAgain = async (before, until = Date.now() + 20_000) => {
    while (JSON.stringify(held()) !== JSON.stringify(before) && Date.now() < until) await new Promise((resolve) => { setTimeout(resolve) })
    return held()
  }
  await fs.promises.readFile('package.json')`

test('what is published has no sentences of options in it, which the types and pages are made from', () => {
  const told = ({ TABLES }) => Object.values(TABLES).flatMap(({ fields }) => Object.values(fields)).filter((spec) => 'doc' in spec).length
  expect(told(require('../build/options'))).toBeGreaterThan(100)
  expect(told(require(path.join(ROOT, 'dist', 'core.js'))['options/index'])).toBe(0)
})

/** The files of dist/ that a script has loaded. */
const LOADED = 'console.log(JSON.stringify(Object.keys(require.cache).map((file) => /dist.(\\w+.js)$/.exec(file)?.[1]).filter(Boolean)))'

test.each([
  ['a client', '', []],
  ['a refused option', 'try { new GenesysClient({ nothing: 1 }) } catch {}', ['trouble.js']],
  ['a call that fails', "await client.getConversation('11111111-2222-4333-8444-555555555555', { timeoutMs: 1 }).catch(() => {})", ['closes.js']],
])('%s loads what it needs', (_what, script, more) => {
  const { stdout, stderr } = within(`const { GenesysClient } = require('.'); const client = new GenesysClient({ apiUrl: 'http://127.0.0.1:1', accessToken: 'x' }); ${script}; ${LOADED}`)
  expect({ stderr, loaded: JSON.parse(stdout) }).toEqual({ stderr: '', loaded: ['index.js', 'core.js', ...more] })
})

test('no expression of the core makes V8 load the tables of Unicode', () => {
  expect(fs.readFileSync(path.join(ROOT, 'dist', 'core.js'), 'utf8')).not.toMatch(/\\p\{/)
})

test('the doors are all of them', () => {
  expect(FILES).toEqual(['index', 'matchers', 'playwright', 'eslint'].flatMap((door) => [`./dist/${door}.js`, `./dist/${door}.mjs`]))
})

test.each(FILES)('%s reaches nobody, starts nothing, and holds nothing when it is imported', (file) => {
  const load = file.endsWith('.mjs') ? `await import(${JSON.stringify(file)})` : `require(${JSON.stringify(file)})`
  const { status, stdout, stderr } = within(`${HELD}
    const before = held()
    const door = ${load}
    await new Promise((resolve) => { setTimeout(resolve) })
    console.log(JSON.stringify({ names: Object.keys(door).length, before, after: await heldAgain(before) }))`)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const { names, before, after } = JSON.parse(stdout)
  expect(names).toBeGreaterThan(0)
  expect(after).toEqual(before)
})

test('the command line too, until it is told what to do', () => {
  expect(within("process.argv.splice(1, Infinity, 'cli', '--version'); require('./dist/cli')")).toMatchObject({ status: 0, stderr: '' })
})

test.each([
  ['fetch', "fetch('http://127.0.0.1:1')"],
  ['net.Socket.connect', "new (require('node:net').Socket)().connect(1)"],
  ['http.request', "(await import('node:http')).request('http://127.0.0.1:1')"],
  ['dns.lookup', "require('node:dns').lookup('localhost', () => {})"],
  ['child_process.spawn', "require('node:child_process').spawn('true')"],
  ['net.Server.listen', "require('node:net').createServer().listen(0)"],
])('the guard itself sees %s', (label, way) => {
  const { status, stderr } = within(`try { ${way} } catch {}`)
  expect({ status, stderr }).toEqual({ status: 9, stderr: `A way out was taken: ${label}\n` })
})

test('threads and sockets would be seen where the system tells of them', () => {
  const { stdout } = within(`${HELD}
    const before = held()
    const { Simulator } = require('.')
    await Simulator.start()
    console.log(JSON.stringify({ before, after: held() }))`)
  const { before, after } = JSON.parse(stdout)
  const seen = fs.existsSync('/proc/self/task') ? 1 : 0
  expect(after.threads - before.threads).toBeGreaterThanOrEqual(seen)
  expect(after.sockets - before.sockets).toBeGreaterThanOrEqual(seen)
})

const whereThreadsAreTold = fs.existsSync('/proc/self/task') ? test : test.skip
whereThreadsAreTold('one thread does the work of all calls', () => {
  const { stdout } = within(`${HELD}
    const count = () => fs.readdirSync('/proc/self/task').length
    const before = count()
    const { GenesysClient } = require('.')
    new GenesysClient({ region: 'mypurecloud.com', accessToken: 'x' })
    console.log(count() - before)`)
  expect(stdout).toBe('1\n')
})
