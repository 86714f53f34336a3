'use strict'

const { spawn, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Simulator } = require('..')
const { STATUS } = require('../build/cli/status')
const { Ledger } = require('../build/ledger')
const { crash, temporaryFolder } = require('./support/ledger')
const { CLI, ended, environment, runCli, startSimulate } = require('./support/processes')
const { untyped } = require('./support/untyped')

// A process for each test.
jest.setTimeout(60_000)

const PACKAGE = require('../package.json')
const COMMANDS = ['demo', 'simulate', 'doctor', 'close', 'reap', 'sabotage', 'explore', 'record']

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** Times and random names as what they are, not as what they happen to be. */
const timeless = (text) => text
  .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
  .replace(/receipts\/\S+\.json/g, 'receipts/<file>')

describe('the command', () => {
  test('is what package.json names, and can be run', () => {
    expect(path.resolve(__dirname, '..', PACKAGE.bin['playwright-genesys'])).toBe(CLI)
    expect(fs.statSync(CLI).mode & 0o100).toBe(0o100)
    expect(PACKAGE.files).toContain('dist')
  })

  test('tells its version and its commands', () => {
    expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' })
    const { status, stdout, stderr } = runCli(['--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  test.each(COMMANDS)('%s --help fits into 80 columns, and says how it is used and how it ends', (command) => {
    const { status, stdout, stderr } = runCli([command, '--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/\nExamples:\n {2}npx playwright-genesys [\s\S]*\nExit status:\n {2}0 /)
    expect(stdout).toContain('--json')
    expect(stdout).toMatchSnapshot()
  })

  test('help, version and slips need no addon', () => {
    const hook = path.join(folder, 'hook.js')
    fs.writeFileSync(hook, "process.dlopen = () => { throw new Error('the addon was asked for') }\n")
    const run = (args, env) => runCli(args, { env: { ...env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` } })
    const calls = [[['--version'], 0], [['--help'], 0], [['clos'], 2], ...COMMANDS.map((command) => [[command, '--help'], 0])]
    for (const [args, status] of calls) {
      const seen = run(args)
      expect({ args, status: seen.status }).toEqual({ args, status })
      expect(seen.stdout + seen.stderr).not.toContain('the addon was asked for')
    }
    const { stderr, status } = run(['doctor', '--region', 'eu-west-1', '--deployment', '11111111-2222-4333-8444-555555555555'])
    expect(status).toBe(1)
    expect(stderr).toContain('BINDING_NOT_FOUND')
  })

  test.each([
    [[], /Usage: playwright-genesys/],
    [['rep'], /unknown command 'rep'\n\(Did you mean reap\?\)/],
    [['clsoe'], /unknown command 'clsoe'\n\(Did you mean close\?\)/],
    [['reap', '--dryrun'], /unknown option '--dryrun'\n\(Did you mean --dry-run\?\)/],
    [['reap', 'everything'], /too many arguments/],
    [['reap', '--ledger'], /argument missing/],
    [['reap', '--ledger', 'nowhere'], /There is no ledger in nowhere: no such folder\./],
    [['reap', '--wrap-up', '--json'], /argument '--json' is invalid\. That is a flag; the value is missing\./],
    [['simulate', '--agent', 'answer'], /Allowed choices are answers, alerts, none/],
    [['simulate', '--disconnect', 'on'], /Allowed choices are off, Send, ReadOnly/],
    [['simulate', '--port', 'http'], /--port is not acceptable: got the string "http"/],
    [['simulate', '--port', '70000'], /--port is not acceptable: got the number 70000/],
    [['simulate', '--seed', '-1'], /--seed is not acceptable/],
    [['simulate', '--json', '--print-env'], /'--json' cannot be used with option '--print-env'/],
    [['simulate', '--json', '--', 'node'], /--json goes only without a command/],
    [['simulate', 'npx', 'jest'], /"npx" is no flag; a command stands after --: simulate -- npx jest/],
    [['demo', '--resorce'], /Did you mean --resource/],
    [['demo', 'now'], /too many arguments/],
    [['sabotage'], /missing required argument 'command'/],
    [['record', '-o', 'run.jsonl', 'npx', 'jest'], /"npx" is no flag; a command stands after --: record -- npx jest/],
    [['reap'], /none is named\.\nGive region or apiUrl, or set GENESYSCLOUD_REGION/],
    [['reap'], /PLAYWRIGHT_GENESYS_API_URL \(environment\) is not acceptable/, { PLAYWRIGHT_GENESYS_API_URL: 'http://api.example' }],
  ])('%j is refused with status 2', (args, problem, env = undefined) => {
    const { status, stdout, stderr } = runCli(args, { cwd: folder, env })
    expect(stderr).toMatch(problem)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect({ status, left: fs.readdirSync(folder) }).toEqual({ status: 2, left: [] })
    if (args.includes('--json')) expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } })
    else expect(stdout).toBe('')
  })

  test('has colours on a terminal alone, unless it is told otherwise', () => {
    const help = (env) => runCli(['--help'], { env }).stdout
    const escape = String.fromCharCode(27)
    expect(help({})).not.toContain(escape)
    expect(help({ FORCE_COLOR: '1' })).toContain(`${escape}[1mUsage:`)
    expect(help({ FORCE_COLOR: '0' })).not.toContain(escape)
    expect(help({ NO_COLOR: '1' })).not.toContain(escape)
  })

  test.each([['stdout', ['--help'], 0], ['stderr', ['rep'], 2]])('a reader of %s who has seen enough changes nothing', async (name, args, status) => {
    const other = { stdout: 'stderr', stderr: 'stdout' }[name]
    const child = spawn(process.execPath, [CLI, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    child[name].destroy()
    let seen = ''
    child[other].on('data', (chunk) => { seen += chunk })
    expect(await ended(child)).toEqual({ status, signal: null })
    expect(seen).toBe('')
  })

  const onFullDisk = fs.existsSync('/dev/full') ? test : test.skip
  onFullDisk('output that is lost is said, and is no success', () => {
    const full = fs.openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [CLI, '--help'], { encoding: 'utf8', env: environment(), stdio: ['ignore', full, 'pipe'] })
    fs.closeSync(full)
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^The output could not be written: ENOSPC.*\n$/) })
  })

  test('demo is the demo, and names itself', () => {
    const { status, stdout } = runCli(['demo', '--resource', 'messaging'], { cwd: folder })
    expect(status).toBe(0)
    expect(stdout).toContain('Closed, and the guest was told (ReadOnly).')
    expect(stdout).toContain('npx playwright-genesys demo --trap')
    expect(runCli(['demo', '--trap'], { cwd: folder }).status).toBe(1)
    expect(runCli(['demo', '--help']).stdout).toContain('Usage: playwright-genesys demo [options]')
  })
})

describe('docs/cli.md', () => {
  const page = fs.readFileSync(path.resolve(__dirname, '..', 'docs', 'cli.md'), 'utf8')
  const sections = new Map(page.split(/^## /m).slice(1).map((section) => [section.split('\n')[0], section]))

  test.each(COMMANDS)('has the flags of %s in its table, and no others', (command) => {
    const [, listed] = /\nOptions:\n([\s\S]*?)\n\n/.exec(runCli([command, '--help']).stdout)
    const flags = [...listed.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag).filter((flag) => flag !== '--help')
    const rows = [...sections.get(command).matchAll(/^\| `(--[\w-]+)/gm)].map(([, flag]) => flag)
    expect(rows).toEqual(flags)
  })

  test('has every exit status in its table, and no others', () => {
    const rows = [...sections.get('Exit status').matchAll(/^\| (\d+) \|/gm)].map(([, status]) => Number(status))
    expect(rows).toEqual(Object.values(STATUS))
  })
})

describe('reap', () => {
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

  const reap = (...args) => runCli(['reap', '--ledger', 'ledger', ...args], { cwd: folder, env: told.environment })

  /** A crashed worker that noted something. */
  function crashed(note, fields = {}) {
    const ledger = Ledger.open({ folder: path.join(folder, 'ledger'), run: 'run-1', worker: 0, org: { apiUrl: told.url }, ...fields })
    note(ledger)
    crash(ledger.path)
    return ledger.path
  }

  async function leftBehind(count) {
    const opened = []
    for (let index = 0; index < count; index++) opened.push(await simulator.openConversation())
    crashed((ledger) => opened.forEach(({ messageId }, index) => ledger.opened({ guest: `g${index}`, messageId })))
    return opened
  }

  /** Ids by their place, as the seed is that of the simulator but the ids go on. */
  const idless = (text, opened) => opened.reduce((shown, { conversationId }, index) => shown.replaceAll(conversationId, `<conversation ${index}>`.padEnd(36)), text)
  const byLine = (text) => text.split('\n').sort()

  test('shows what it ends, in plain lines where there is no terminal', async () => {
    const opened = await leftBehind(2)
    const { status, stdout, stderr } = reap('--wrap-up', 'Resolved')
    expect(status).toBe(0)
    expect(byLine(idless(timeless(stdout), opened))).toMatchSnapshot()
    expect(stderr).toMatch(/^(1 of 2 done\n)?2 of 2 done\n$/)
    // eslint-disable-next-line no-control-regex
    expect(stdout + stderr).not.toMatch(/\u001b/)
  })

  test('--dry-run shows what it would end', async () => {
    const opened = await leftBehind(2)
    const { status, stdout, stderr } = reap('--dry-run')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(byLine(idless(timeless(stdout), opened))).toMatchSnapshot()
    expect((await simulator.conversation(opened[0].conversationId)).state).toBe('open')
  })

  test('has status 1 where something stays open, and says what and why', async () => {
    const opened = await leftBehind(1)
    const fault = simulator.fault({ on: { method: 'PATCH' }, respond: { status: 400, body: { code: 'bad.request', message: 'no' } } })
    crashed((ledger) => ledger.sent({ guest: 'g1' }))
    crashed((ledger) => ledger.tracked({ conversationId: opened[0].conversationId }), { org: { region: 'eu-west-1' } })
    const { status, stdout } = reap('--wrap-up', 'Resolved')
    expect(fault.hits).toBeGreaterThan(0)
    expect(status).toBe(1)
    expect(stdout).toContain('0 closed, 1 failed, 1 unknown.')
    expect(stdout).toContain('unknown  a guest of run-1  sent, nothing came back')
    expect(stdout).toContain(`failed   ${opened[0].conversationId}  REJECTED: `)
    expect(stdout).toContain('Left alone: 1 of another org.')
  })

  test('has status 1 where what it did is on no receipt', async () => {
    await leftBehind(1)
    fs.writeFileSync(path.join(folder, 'ledger', 'receipts'), '')
    const { status, stdout, stderr } = reap('--wrap-up', 'Resolved')
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/\n1 closed.*\nThere is no receipt: it could not be written\.\n$/s) })
    expect(stderr).toContain('The receipt could not be written (EEXIST)')
  })

  test('a wrap-up that is needed is named with its choices', async () => {
    await leftBehind(1)
    const { status, stdout } = reap()
    expect(status).toBe(1)
    expect(stdout).toMatch(/WRAP_UP_REQUIRED: [\s\S]*E2E Test Closure/)
  })

  test('--json prints the report and nothing else', async () => {
    const [{ conversationId }] = await leftBehind(1)
    const { status, stdout } = reap('--json', '--wrap-up', 'Resolved')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ closed: 1, unknown: 0, refused: 0, failed: [], conversations: [{ conversationId, outcome: 'closed' }] })
  })

  test('takes the ledger of the environment, and says where there is nothing', () => {
    const env = { ...told.environment, PLAYWRIGHT_GENESYS_LEDGER: path.join(folder, 'ledger') }
    crashed((ledger) => ledger.sent({ guest: 'g1' }))
    for (const _ of [1, 2]) expect(runCli(['reap'], { env })).toMatchObject({ status: 1, stdout: expect.stringContaining('1 unknown') })
    fs.rmSync(env.PLAYWRIGHT_GENESYS_LEDGER, { recursive: true })
    expect(runCli(['reap'], { env })).toEqual({ status: 0, stdout: 'Nothing to end.\n', stderr: '' })
  })

  test('does not say that there is nothing where it could not read all, or left something alone', () => {
    crashed((ledger) => ledger.sent({ guest: 'g1' }), { org: { region: 'eu-west-1' } })
    expect(reap()).toMatchObject({ status: 0, stdout: 'Nothing was ended.\nLeft alone: 1 of another org.\n' })
    const header = { type: 'run', v: 2, at: 1, run: 'r', worker: 0, org: 'o', pid: 1, host: 'h' }
    fs.writeFileSync(path.join(folder, 'ledger', 'newer.jsonl'), `${JSON.stringify(header)}\n`)
    expect(reap()).toMatchObject({ status: 1, stdout: expect.stringContaining('1 file in its folder is not of the ledger, or of another version.') })
  })

  test('never shows the secret', async () => {
    await leftBehind(1)
    const fault = simulator.fault({ on: { path: '/oauth/token' }, respond: { status: 400, body: { error: 'invalid_client' } } })
    const { status, stdout, stderr } = reap()
    expect(fault.hits).toBeGreaterThan(0)
    expect(status).toBe(1)
    expect(stdout + stderr).toContain('CREDENTIALS_REJECTED')
    expect(stdout + stderr).not.toContain(told.connection.clientSecret)
  })
})

test('on a terminal a bar is drawn', () => {
  const { progressOn } = require('../build/cli/progress')
  const { PassThrough } = require('node:stream')
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 100, cursorTo() {}, clearLine() {}, moveCursor() {} })
  const progress = progressOn(untyped(terminal))
  progress.begin(10)
  progress.show({ done: 10, closed: 9, alreadyClosed: 0, failed: 1 })
  progress.end()
  expect(String(terminal.read())).toContain('10 of 10  closed 9, already closed 0, failed 1')
})
