'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { spawn, spawnSync } = require('node:child_process')
const { CLI, SIGNALS, ended, environment, runCli } = require('./support/processes')
const { temporaryFolder } = require('./support/ledger')

// Each test runs whole suites, several times.
jest.setTimeout(240_000)

const HERE = path.join(__dirname, 'support', 'sabotage')
const JEST = [process.execPath, require.resolve('jest/bin/jest'), '--config', path.join(HERE, 'jest.config.js'), '--rootDir', HERE]
const PLAIN = [process.execPath, path.join(HERE, 'plain', 'close.js')]

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** The command over a suite, as if no Jest were around it; temporary files have a folder to themselves, to be looked into afterwards. */
function sabotage(modes, command, flags = []) {
  const result = runCli(['sabotage', '--mode', ...modes, ...flags, '--', ...command], { env: { TMPDIR: folder, JEST_WORKER_ID: undefined }, cwd: HERE })
  const left = fs.readdirSync(folder).filter((name) => name.startsWith('playwright-genesys-sabotage'))
  expect(left).toEqual([])
  return result
}

test('tests that look catch what they look at', () => {
  const { status, stdout } = sabotage(['never-tells-guest', 'leaves-acw-open'], [...JEST, 'good'], ['--json'])
  const { runner, caught, modes } = JSON.parse(stdout)
  expect({ status, runner, caught }).toEqual({ status: 0, runner: 'jest', caught: 2 })
  expect(modes.map(({ failed }) => failed.names)).toEqual([
    ['good/close.case.js › the guest is locked out, and stays so'],
    ['good/close.case.js › the agent is wrapped up'],
  ])
  expect(modes.map(({ green }) => green.count)).toEqual([2, 2])
})

test('tests that believe the answer miss the lie, and are named', () => {
  const { status, stdout, stderr } = sabotage(['accepts-but-ignores'], [...JEST, 'bad'])
  expect(status).toBe(1)
  expect(stdout).toMatch(/^Can your tests fail\? 1 test, green without sabotage/)
  expect(stdout).toMatch(/accepts-but-ignores {2}MISSED {3}0 {7}1 {6}0 /)
  expect(stdout).toContain('Green all the same:\n    bad/close.case.js › 200 is success\n')
  expect(stdout).toMatch(/0 of 1 mode caught\.\n$/)
  expect(stderr).toContain('running accepts-but-ignores\naccepts-but-ignores: missed, 0 failed')
})

test('a command of any kind is judged by its exit status; a mode that it never meets is not caught', () => {
  const { status, stdout } = sabotage(['accepts-but-ignores', 'closes-neighbour'], PLAIN)
  expect(status).toBe(1)
  expect(stdout).toContain('only the exit status of the command counts')
  expect(stdout).toContain('accepts-but-ignores is caught: the command ended with status 1.')
  expect(stdout).toContain('closes-neighbour is not met')
})

test('fixtures of Playwright are lied to as well, and mend no more than the test has broken', () => {
  const playwright = [process.execPath, require.resolve('@playwright/test/cli'), 'test', '--config', path.join(HERE, 'page'), '--output', path.join(folder, 'output')]
  const { status, stdout } = sabotage(['accepts-but-ignores'], playwright)
  expect(stdout).toContain('accepts-but-ignores is caught by\n    close.spec.js › a close › is seen in the record\n')
  expect({ status, caught: /\d of \d mode caught/.exec(stdout)?.[0] }).toEqual({ status: 0, caught: '1 of 1 mode caught' })
})

test('a suite that is red without sabotage can show nothing', () => {
  const { status, stdout, stderr } = sabotage(['reopens'], [...PLAIN, '--red'])
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('Without sabotage the suite is red already (status 1)')
  expect(stderr).not.toContain('running reopens')
})

test('what does not end in time is ended, with what it has started', async () => {
  const pids = path.join(folder, 'pids')
  const script = `const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' })
    require('node:fs').writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid)
    setInterval(() => {}, 1e6)`
  const { status, stderr } = sabotage(['reopens'], [process.execPath, '-e', script], ['--timeout', '8000'])
  expect(status).toBe(2)
  expect(stderr).toContain('it did not end in time')
  await gone(pids)
})

/** Resolves once no process runs that the file names; one that is dead but not yet waited for does not run. */
async function gone(file) {
  const [...ids] = fs.readFileSync(file, 'utf8').split(' ')
  expect(ids.join()).toMatch(/^\d+(,\d+)*$/)
  const running = () => spawnSync('ps', ['-o', 'stat=', '-p', ids.join()], { encoding: 'utf8' }).stdout.split('\n').filter((state) => /^[^Z]/.test(state))
  while (running().length > 0) await new Promise(setImmediate)
}

test.each(SIGNALS)('%s ends the command too, and nothing is judged', async (signal) => {
  const pids = path.join(folder, 'pids')
  const script = `require('node:fs').writeFileSync(${JSON.stringify(pids)}, String(process.pid)); console.log('it runs'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, [CLI, 'sabotage', '--verbose', '--', process.execPath, '-e', script], {
    env: environment({ TMPDIR: folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  const runs = new Promise((resolve) => {
    child.stderr.on('data', (chunk) => {
      stderr += chunk
      if (stderr.includes('it runs')) resolve(stderr)
    })
  })
  await runs
  child.kill(signal)
  expect(await ended(child)).toEqual({ status: 2, signal: null })
  expect(stderr).toMatch(/Interrupted; the command was ended, and nothing was judged\.\n$/)
  await gone(pids)
  expect(fs.readdirSync(folder)).toEqual(['pids'])
})

test.each([
  [['sabotage'], /missing required argument 'command'/],
  [['sabotage', '--mode', 'reopen', '--', 'jest'], /Allowed choices are accepts-but-ignores, /],
  [['sabotage', '--mode', 'none', '--', 'jest'], /Allowed choices are/],
  [['sabotage', '--timeout', '0', '--', 'jest'], /A whole number of milliseconds/],
  [['sabotage', '--', 'no such command'], /could not be started.*not as one text in quotes/],
])('%j is refused with status 2', (args, problem) => {
  const { status, stdout, stderr } = runCli(args, { cwd: folder })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(problem)
})
