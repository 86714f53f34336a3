'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { SIGNALS, endAll, runCli, startCli } = require('./support/processes')
const { temporaryFolder } = require('./support/ledger')

// Each test runs a command dozens of times.
jest.setTimeout(120_000)

const APP = path.join(__dirname, 'support', 'explore', 'app.js')

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(endAll)
afterEach(() => fs.rmSync(folder, { recursive: true }))

const counted = () => path.join(folder, 'runs')
const wordsOf = (app, ...more) => ['--', process.execPath, APP, app, counted(), ...more]
const runs = () => fs.readFileSync(counted(), 'utf8').trimEnd().split('\n')

/** The command in a folder of its own, with its temporary files in it, of which none is left. */
function explore(flags, words) {
  const temporary = path.join(folder, 'temporary')
  fs.mkdirSync(temporary)
  const result = runCli(['explore', ...flags, ...words], { env: { TMPDIR: temporary }, cwd: folder })
  expect(fs.readdirSync(temporary)).toEqual([])
  return result
}

const reportIn = (name = 'report.json') => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))

test('an order in which the command fails is found, shrunk, run 20 times again, and told', () => {
  const { status, stdout, stderr } = explore(['--schedules', '20', '--json', 'report.json'], wordsOf('reopens'))
  expect({ status, stderr }).toMatchObject({ status: 1 })
  expect(stdout).toContain('FAILS in another order: v1,')
  expect(stdout).toContain('It failed 20 of 20 times, the ordinary order 0 of 20.')
  expect(stdout).toContain('The command ended with status 1, and wrote:\n    FAIL reopens\n      the guest saw it open again, token=[masked]\n')
  expect(fs.readFileSync(path.join(folder, 'report.json'), 'utf8')).not.toContain('canary')
  const line = /^ {4}PLAYWRIGHT_GENESYS_SCHEDULE=(\S+) (.*)$/m.exec(stdout)
  expect(line?.[2]).toContain(path.basename(APP))
  expect(stderr).toContain('the ordinary order\n')
  // Named before it is shrunk: an interrupt leaves that.
  expect(stderr).toMatch(/^The command as a whole failed under v1,\S+\n(?:.*\n)*shrinking what failed$/m)
  const { finds, tests: [{ find, ordinary }] } = reportIn()
  expect({ finds, schedule: find.schedule }).toEqual({ finds: 1, schedule: line?.[1] })
  expect(find.schedule.split(',')).toHaveLength(2)
  expect(find.again).toEqual({ found: { runs: 20, failed: 20, unmet: 0 }, ordinary: { runs: 20, failed: 0, unmet: 0 }, verdict: 'deterministic' })
  expect(find.events).not.toEqual(ordinary.events)
  expect(fs.readFileSync(path.join(folder, find.page), 'utf8')).toContain('Here they part')
})

test('the line that replays a find fails again', () => {
  const { stdout } = explore(['--schedules', '20'], wordsOf('reopens'))
  const line = /^ {4}(PLAYWRIGHT_GENESYS_SCHEDULE=.*)$/m.exec(stdout)?.[1]
  const { spawnSync } = require('node:child_process')
  expect(spawnSync('sh', ['-c', line ?? 'exit 99']).status).toBe(1)
})

test('a command that holds in all orders ends with 0, and says how many there were and what it never met', () => {
  const { status, stdout } = explore(['--deviations', '1', '--json', 'report.json'], wordsOf('sound'))
  expect(status).toBe(0)
  const { tests: [{ tally }], ended } = reportIn()
  expect(ended).toBe('all')
  expect(tally.single.run).toBe(tally.single.there)
  expect(tally.run).toBe(runs().length - 1)
  expect(stdout).toContain(`${tally.run} orders run: all ${tally.run} with one deviation, 0 with more`)
  expect(stdout).toContain('Never met: jwt, typing, cleared, ')
  expect(stdout).toContain('0 of 1 explored test fails in another order.')
})

test('what takes two deviations is found too', () => {
  const { status } = explore(['--without', 'drop', 'closing', '--json', 'report.json'], wordsOf('late'))
  expect(status).toBe(1)
  expect(reportIn().tests[0].find.schedule).toBe('v1,echo.1=twice,text.1=twice')
})

test.each([
  ['fails in the ordinary order', 'red', [], /It fails in the ordinary order already.*\nThe command ended with status 1, and wrote:\nFAIL red/],
  ['meets no simulator', 'sound', ['--alone'], /No guest of a simulator was met/],
])('a command that %s cannot be explored', (_name, app, more, problem) => {
  const { status, stdout, stderr } = explore([], wordsOf(app, ...more))
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(problem)
  expect(runs()).toEqual(['v1'])
})

test('a report that could not be written is refused before anything is run', () => {
  const { status, stdout, stderr } = explore(['--json', path.join('no', 'such', 'report.json')], wordsOf('sound'))
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining('which cannot be written (ENOENT)') })
  expect(fs.existsSync(counted())).toBe(false)
})

test.each([
  ['nothing is known of what was run', ['--schedules', '3'], ['--forgets'], /Of 3 of the orders that were run nothing is known/],
  ['no other order came about', ['--without', 'session', 'echo', 'text', 'closing', 'drop'], [], /Not one other order came about/],
])('where %s, nothing is called green', (_name, flags, more, problem) => {
  const { status, stdout, stderr } = explore(flags, wordsOf('sound', ...more))
  expect(status).toBe(2)
  expect(stderr).toMatch(problem)
  expect(stdout).not.toMatch(/-\d+ with more/)
})

test('an older report is not left for one of this run', () => {
  const file = path.join(folder, 'report.json')
  fs.writeFileSync(file, '{"finds":[]}')
  expect(explore(['--json', 'report.json'], ['false']).status).toBe(2)
  expect(fs.existsSync(file)).toBe(false)
})

test('a find that does not fail each time is told so', () => {
  const { status, stdout } = explore(['--json', 'report.json'], wordsOf('flaky'))
  expect(status).toBe(1)
  expect(stdout).toMatch(/It failed \d+ of 20 times, the ordinary order 0 of 20: the test is not deterministic beside its order\./)
  expect(stdout).toContain('FAILED, at times only, in another order: v1,')
  expect(stdout).toContain('0 of 1 explored test fails in another order; 1 failed at times only, in whichever order.')
  const { found, verdict } = reportIn().tests[0].find.again
  expect(verdict).toBe('not-deterministic')
  expect(found.failed).toBeGreaterThan(0)
  expect(found.failed).toBeLessThan(20)
})

test('an order in which the command hangs is one in which it fails, and the minutes hold', () => {
  const { status, stdout } = explore(['--minutes', '0.25', '--without', 'drop', 'closing', 'text'], wordsOf('hangs'))
  expect(status).toBe(1)
  expect(stdout).toContain('The command had not ended after ')
  expect(stdout).toContain('time was up before it was run again often enough')
})

test('the most schedules are run, and it says so', () => {
  const { status, stdout } = explore(['--schedules', '3'], wordsOf('sound'))
  expect(status).toBe(0)
  expect(runs()).toHaveLength(4)
  expect(stdout).toContain('The most schedules were run; --schedules sets how many.')
  expect(stdout).toMatch(/3 orders run: 3 of \d+ with one deviation, 0 with more/)
})

test('a seed runs the same orders again', () => {
  const ordersOf = (seed) => {
    fs.rmSync(counted(), { force: true })
    fs.rmSync(path.join(folder, 'temporary'), { recursive: true, force: true })
    explore(['--schedules', '30', '--seed', seed], wordsOf('sound'))
    return runs()
  }
  const first = ordersOf('5')
  expect(first).toHaveLength(31)
  expect(ordersOf('5')).toEqual(first)
})

test.each(SIGNALS)('%s ends the command too, and nothing is judged', async (signal) => {
  const pid = path.join(folder, 'pid')
  const script = `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); console.log('it runs'); setInterval(() => {}, 1e6)`
  const { child, end, until } = startCli(['explore', '--verbose', '--', process.execPath, '-e', script], { cwd: folder })
  await until('stderr', 'it runs')
  child.kill(signal)
  const { status, stderr } = await end
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(/Interrupted; the command was ended, and nothing was judged\.\n$/) })
  expect(() => process.kill(Number(fs.readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH')
})

test('what an interrupt leaves of a find is its name, and that nobody ran it again', async () => {
  const { child, end, until } = startCli(['explore', '--schedules', '20', ...wordsOf('reopens')], { cwd: folder })
  await until('stderr', 'The command as a whole failed under v1,')
  child.kill('SIGINT')
  const { status, stderr } = await end
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringMatching(/Interrupted; the command was ended, and what failed above was not run again\.\n$/) })
})

test.each([
  [['explore'], /missing required argument 'command'/],
  [['explore', '--schedules', '0', '--', 'jest'], /A whole number from 1 to/],
  [['explore', '--minutes', 'many', '--', 'jest'], /Minutes, up to 1440/],
  [['explore', '--deviations', '9', '--', 'jest'], /A whole number from 1 to 8/],
  [['explore', '--without', 'luck', '--', 'jest'], /There is no kind 'luck'\. There are session, /],
  [['explore', '--', 'no such command'], /could not be started.*not as one text in quotes/],
])('%j is refused with status 2', (args, problem) => {
  const { status, stdout, stderr } = runCli(args, { cwd: folder })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(problem)
})
