'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Simulator, closeConversation } = require('..')
const { Ledger } = require('../lib/ledger')
const { crash, temporaryFolder } = require('./support/ledger')
const { CLI, ended, environment, runCli, startSimulate } = require('./support/processes')

// A process for each test.
jest.setTimeout(60_000)

const PACKAGE = require('../package.json')

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
    expect(PACKAGE.files).toContain('cli')
  })

  test('tells its version and its commands', () => {
    expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${PACKAGE.version}\n`, stderr: '' })
    const { status, stdout, stderr } = runCli(['--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
  })

  test.each(['reap', 'simulate', 'sabotage'])('%s --help', (command) => {
    const { status, stdout } = runCli([command, '--help'])
    expect(status).toBe(0)
    expect(stdout).toMatchSnapshot()
  })

  test.each([
    [[], /Usage: playwright-genesys/],
    [['rep'], /unknown command 'rep'\n\(Did you mean reap\?\)/],
    [['reap', '--dryrun'], /unknown option '--dryrun'\n\(Did you mean --dry-run\?\)/],
    [['reap', 'everything'], /too many arguments/],
    [['reap', '--ledger'], /argument missing/],
    [['simulate', '--agent', 'answer'], /Allowed choices are answers, alerts, none/],
    [['simulate', '--disconnect', 'on'], /Allowed choices are off, Send, ReadOnly/],
    [['simulate', '--port', 'http'], /port is not acceptable: got the string "http"/],
    [['simulate', '--port', '70000'], /port is not acceptable: got the number 70000/],
    [['simulate', '--seed', '-1'], /seed is not acceptable/],
    [['demo', '--resorce'], /Did you mean --resource/],
    [['reap'], /none is named\.\nGive region or apiUrl, or set GENESYSCLOUD_REGION/],
    [['reap'], /PLAYWRIGHT_GENESYS_API_URL \(environment\) is not acceptable/, { PLAYWRIGHT_GENESYS_API_URL: 'http://api.example' }],
  ])('%j is refused with status 2', (args, problem, env = {}) => {
    const { status, stdout, stderr } = runCli(args, { cwd: folder, env })
    expect(stderr).toMatch(problem)
    expect({ status, stdout, left: fs.readdirSync(folder) }).toEqual({ status: 2, stdout: '', left: [] })
  })

  test('demo is the demo, and names itself', () => {
    const { status, stdout } = runCli(['demo', '--resource', 'messaging'], { cwd: folder })
    expect(status).toBe(0)
    expect(stdout).toContain('Closed, and the guest was told (ReadOnly).')
    expect(stdout).toContain('npx playwright-genesys demo --trap')
    expect(runCli(['demo', '--trap'], { cwd: folder }).status).toBe(1)
    expect(runCli(['demo', '--help']).stdout).toContain('Usage: npx playwright-genesys demo [flags]')
  })
})

describe('simulate', () => {
  let told
  afterEach(() => told?.stop())

  test('runs an org that another process reaches by its environment', async () => {
    told = await startSimulate()
    const { conversationId } = await (await Simulator.attach(told.url)).openConversation()
    const script = `require(${JSON.stringify(path.resolve(__dirname, '..'))}).closeConversation(${JSON.stringify(conversationId)}, { wrapUp: 'Resolved' })
      .then(({ outcome }) => console.log(outcome))`
    const child = spawn(process.execPath, ['-e', script], { env: environment(told.environment), stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk) => { output += chunk })
    expect(await ended(child)).toEqual({ status: 0, signal: null })
    expect(output).toBe('closed\n')
  })

  test('--tls serves with an authority of its own, which attach and the environment name', async () => {
    told = await startSimulate(['--tls'])
    expect(told.url).toMatch(/^https:/)
    expect(told.environment.PLAYWRIGHT_GENESYS_CA_FILE).toBe(told.caFile)
    const simulator = await Simulator.attach(told.url, { caFile: told.caFile })
    const { conversationId } = await simulator.openConversation()
    expect(await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'Resolved' })).toMatchObject({ outcome: 'closed' })
  })

  test.each(['SIGINT', 'SIGTERM'])('ends in good order on %s, its authority with it', async (signal) => {
    told = await startSimulate(['--tls'])
    expect(fs.existsSync(told.caFile)).toBe(true)
    expect(await told.stop(signal)).toEqual({ status: 0, signal: null })
    expect(fs.existsSync(told.caFile)).toBe(false)
    expect(told.output().trim().split('\n')).toHaveLength(1)
  })

  test('takes the options of a simulator', async () => {
    told = await startSimulate(['--disconnect', 'off', '--resource', 'messaging', '--agent', 'none', '--limits', 'genesys', '--seed', '7'])
    const same = await Simulator.start({ deployment: { conversationDisconnect: 'off' }, resource: 'messaging', agent: 'none', limits: 'genesys', seed: 7 })
    const [there, here] = [await Simulator.attach(told.url), same]
    expect(there.connection.clientSecret).toBe(here.connection.clientSecret)
    expect(there.connection.requestsPerMinute).toBe(300)
    const [one, other] = await Promise.all([there, here].map((org) => org.openConversation()))
    expect(one).toEqual(other)
    const { participants } = await there.conversation(one.conversationId)
    expect(participants.map(({ purpose }) => purpose)).not.toContain('agent')
    const config = await (await fetch(`${told.url}/webdeployments/v1/deployments/${told.deploymentId}/config.json`)).json()
    expect(JSON.stringify(config)).toContain('"conversationDisconnect":{"enabled":false')
    await expect(closeConversation(one.conversationId, { ...there.connection, resource: 'messages' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await same.stop()
  })

  test('says on a terminal how it is used', async () => {
    const child = spawn(process.execPath, [CLI, 'simulate'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
    const end = ended(child)
    const text = await new Promise((resolve) => {
      let output = ''
      child.stdout.on('data', (chunk) => {
        output += chunk
        if (output.includes('Ctrl-C')) resolve(output)
      })
    })
    child.kill()
    await end
    const shown = text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>').replace(/(OAUTHCLIENT_\w+=).*/g, '$1<made up>')
    expect(shown).toMatchSnapshot()
  })

  test('a port that is taken is said', async () => {
    told = await startSimulate()
    const { status, stderr } = runCli(['simulate', '--port', new URL(told.url).port])
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('could not be opened') })
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
    expect(runCli(['reap'], { env })).toMatchObject({ status: 1, stdout: expect.stringContaining('1 unknown') })
    expect(runCli(['reap'], { env })).toEqual({ status: 0, stdout: 'Nothing to end.\n', stderr: '' })
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
  const { progressOn } = require('../cli/reap/progress')
  const { PassThrough } = require('node:stream')
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 100, cursorTo() {}, clearLine() {}, moveCursor() {} })
  const progress = progressOn(terminal)
  progress.begin(10)
  progress.show({ done: 10, closed: 9, alreadyClosed: 0, failed: 1 })
  progress.end()
  expect(String(terminal.read())).toContain('10 of 10  closed 9, already closed 0, failed 1')
})
