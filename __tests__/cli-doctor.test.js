'use strict'

const { Simulator } = require('..')
const { reportText } = require('../build/cli/doctor/text')
const { TABLES } = require('../build/options')
const { runCli } = require('./support/processes')

// A process for each test.
jest.setTimeout(60_000)

const FIELDS = TABLES.ConnectionOptions.fields
const NAMES = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl', 'deploymentId', 'clientId', 'clientSecret']
const ESCAPE = String.fromCharCode(27)

let simulator
afterEach(() => simulator?.stop())

async function start(options) {
  simulator = await Simulator.start(options)
  return Object.fromEntries(NAMES.map((name) => [FIELDS[name].env[0], simulator.connection[name]]))
}

/** The command to its end; the simulator answers on a thread of its own meanwhile. */
const doctor = (args, env) => runCli(['doctor', ...args], { env })
/** Checks are made at the same time: how many requests the API had counted by then is chance. */
const plain = (text) => text
  .replace(/\d+ of 300 requests/, '<some> of 300 requests')
  .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<id>')
  .replace(/in [\d.]+ s\.\n$/, 'in <time> s.\n')

async function queueOf() {
  const { conversationId } = await simulator.openConversation()
  const { participants } = await simulator.conversation(conversationId)
  return participants.find(({ queueId }) => queueId !== undefined).queueId
}

test('doctor --help', () => {
  const { status, stdout } = doctor(['--help'])
  expect(status).toBe(0)
  expect(stdout).toMatchSnapshot()
})

test('a set-up in order has status 0', async () => {
  const env = await start({ clockSkewMs: 0, limits: 'genesys' })
  const { status, stdout, stderr } = doctor(['--queue', await queueOf(), '--probe-writes', '--origin', 'https://shop.example'], env)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(plain(stdout)).toMatchSnapshot()
})

test('what has failed is told with why and what to do, and has status 1', async () => {
  const env = await start({
    deployment: { conversationDisconnect: 'off' }, wrapUp: { timeoutMs: 30_000, forced: true }, permissions: ['routing:queue:view'],
  })
  const { status, stdout, stderr } = doctor(['--queue', await queueOf()], env)
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(plain(stdout)).toMatchSnapshot()
})

test('a deployment alone needs no credentials, and what was not looked at is told once', async () => {
  const { GENESYS_DEPLOYMENT_ID: deployment, ...env } = await start()
  for (const name of ['GENESYSCLOUD_OAUTHCLIENT_ID', 'GENESYSCLOUD_OAUTHCLIENT_SECRET']) delete env[name]
  const { status, stdout } = doctor(['--deployment', deployment], env)
  expect(status).toBe(0)
  expect(plain(stdout)).toMatchSnapshot()
})

test('warnings alone have status 0', async () => {
  const env = await start({ clockSkewMs: 3 * 3_600_000 })
  const { status, stdout } = doctor([], env)
  expect(status).toBe(0)
  expect(stdout).toContain("This machine's clock is 3 hours behind the API's.")
})

test('--json prints the report and nothing else', async () => {
  const env = await start({ deployment: { conversationDisconnect: 'off' } })
  const { status, stdout, stderr } = doctor(['--json'], env)
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  const { ok, findings, elapsedMs } = JSON.parse(stdout)
  expect({ ok, elapsedMs }).toEqual({ ok: false, elapsedMs: expect.any(Number) })
  expect(findings.filter(({ status: of }) => of === 'failed')).toEqual([
    { check: 'guest-told', status: 'failed', detail: expect.any(String), why: expect.any(String), fix: expect.any(String) },
  ])
})

test('half of the credentials is a finding that names the other half', async () => {
  const { GENESYSCLOUD_OAUTHCLIENT_SECRET: _secret, ...env } = await start()
  const { status, stdout } = doctor([], env)
  expect(status).toBe(1)
  expect(stdout).toContain('Half of the credentials is missing: environment GENESYSCLOUD_OAUTHCLIENT_ID, without GENESYSCLOUD_OAUTHCLIENT_SECRET.')
})

test('never shows the secret', async () => {
  const secret = 'canary-of-a-secret'
  const env = { ...(await start()), GENESYSCLOUD_OAUTHCLIENT_SECRET: secret }
  for (const args of [[], ['--json']]) {
    const { status, stdout, stderr } = doctor(args, env)
    expect(status).toBe(1)
    expect(stdout + stderr).toContain('invalid_client')
    expect(stdout + stderr).not.toContain(secret)
  }
})

test.each([
  [[], /There is nothing to look at[\s\S]*GENESYS_DEPLOYMENT_ID/],
  [['--deployment', 'x'], /--deployment is not acceptable: got the string "x"/],
  [['--deployment', '99999999-9999-4999-8999-999999999999'], /No region was given/],
  [['--origin', 'shop.example'], /--origin is not acceptable/],
  [['--region', 'mars'], /--region is not acceptable/],
  [['--probewrites'], /unknown option '--probewrites'\n\(Did you mean --probe-writes\?\)/],
  [['everything'], /too many arguments/],
])('%j is refused with status 2', (args, problem) => {
  const { status, stdout, stderr } = doctor(args)
  expect(stderr).toMatch(problem)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
})

test('colours come on demand only', async () => {
  const env = await start()
  expect(doctor([], env).stdout).not.toContain(ESCAPE)
  expect(doctor([], { ...env, FORCE_COLOR: '1' }).stdout).toContain(`${ESCAPE}[32m✓`)
  expect(doctor([], { ...env, NO_COLOR: '1' }).stdout).not.toContain(ESCAPE)
})

test('on a terminal lines are as long as it is wide', () => {
  /** @type {import('..').DoctorFinding[]} */
  const findings = [
    { check: 'token', status: 'failed', detail: 'a word '.repeat(20).trim(), why: 'why '.repeat(20).trim(), fix: 'fix '.repeat(20).trim() },
    { check: 'organization', status: 'ok', detail: 'An id of an org: 11111111-2222-4333-8444-555555555555.', why: '' },
  ]
  const text = reportText({ ok: false, findings, elapsedMs: 1_250 }, { hasColor: false, columns: 60 })
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60)
  expect(text).toMatchSnapshot()
})
