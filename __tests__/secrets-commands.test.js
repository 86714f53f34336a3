'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { GenesysClient, Simulator } = require('..')
const { Ledger } = require('../build/ledger')
const { leaksIn, secretOf } = require('./support/canaries')
const { crash, filesBelow, temporaryFolder } = require('./support/ledger')
const { runCli, startSimulate } = require('./support/processes')

// A process for each row.
jest.setTimeout(60_000)

const SECRETS = { clientSecret: secretOf('secret'), accessToken: secretOf('token'), proxy: secretOf('proxy') }
/** Nothing listens there. */
const PROXY = `http://user:${encodeURIComponent(SECRETS.proxy)}@127.0.0.1:9`

let folder
let told
let simulator

beforeAll(async () => {
  told = await startSimulate()
  simulator = await Simulator.attach(told.url)
})
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))
afterAll(async () => {
  await simulator.stop()
  await told.stop()
})

/** Everything that lies below a folder, names included. */
function filesIn(root) {
  return filesBelow(root).map((file) => `${path.basename(file)}\n${fs.readFileSync(file, 'latin1')}`)
}

/** A worker that was killed while a conversation was open. */
async function leftBehind() {
  const { conversationId, messageId } = await simulator.openConversation()
  const ledger = Ledger.open({ folder: path.join(folder, '.playwright-genesys', 'ledger'), run: 'run-1', worker: 0, org: { apiUrl: told.url } })
  ledger.opened({ guest: 'g1', messageId })
  crash(ledger.path)
  return conversationId
}

/** Runs a command, and looks at all that it left: what it printed, and what it wrote. */
function shownBy(args, env) {
  const { status, stdout, stderr } = runCli(args, { cwd: folder, env })
  return { status, stdout, stderr, everything: [stdout, stderr, ...filesIn(folder)].join('\n') }
}

const led = (fields) => ({ ...told.environment, ...fields })
const withToken = () => {
  const { GENESYSCLOUD_OAUTHCLIENT_ID: _id, GENESYSCLOUD_OAUTHCLIENT_SECRET: _secret, ...environment } = told.environment
  return { ...environment, GENESYSCLOUD_ACCESS_TOKEN: SECRETS.accessToken }
}
const REAL = { GENESYSCLOUD_REGION: 'eu-west-1', GENESYSCLOUD_OAUTHCLIENT_ID: 'an-id', GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret, HTTPS_PROXY: PROXY }
const LIVE = ['demo', '--live', '--yes', '--conversation', '11111111-1111-4111-8111-111111111111']
const CLOSE = ['close', LIVE.at(-1), '--yes', '--timeout', '5000']

test.each([
  ['a wrong secret', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), ['reap']],
  ['a wrong secret, as JSON', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), ['reap', '--json']],
  ['a wrong token', withToken, ['reap', '--json']],
  ['a token with a line break', () => ({ ...withToken(), GENESYSCLOUD_ACCESS_TOKEN: `${SECRETS.accessToken}\n` }), ['reap']],
  ['an address with a secret in it', () => led({ PLAYWRIGHT_GENESYS_API_URL: PROXY }), ['reap']],
  ['a proxy that is no HTTP proxy', () => ({ ...REAL, HTTPS_PROXY: PROXY.replace('http:', 'socks5:') }), ['reap']],
  ['doctor with a wrong secret, as JSON', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), ['doctor', '--json']],
  ['doctor with a wrong token', withToken, ['doctor']],
  ['doctor behind a proxy that is not there', () => REAL, ['doctor']],
  ['close with a wrong secret', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), CLOSE],
  ['close with a wrong secret, as JSON', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), [...CLOSE, '--json']],
  ['close with a wrong token', withToken, [...CLOSE, '--message-id', 'f'.repeat(32)]],
  ['close behind a proxy that is not there', () => REAL, [...CLOSE, '--json']],
  ['close of a real org, which it would ask about', () => REAL, ['close', LIVE.at(-1)]],
  ['a command with a simulator around it', () => REAL, ['simulate', '--print-env', '--', 'node', '-e', 'const { HTTPS_PROXY, ...env } = process.env; console.log(env); process.exit(3)']],
  ['a suite that is red before anybody lies', () => REAL, ['sabotage', '--', 'node', '-e', 'process.exit(1)']],
  ['the demo with a wrong secret', () => led({ GENESYSCLOUD_OAUTHCLIENT_SECRET: SECRETS.clientSecret }), LIVE],
  ['the demo with a wrong token, as JSON', withToken, [...LIVE, '--json']],
  ['the demo behind a proxy that is not there', () => REAL, LIVE],
])('%s: the command fails, and neither prints nor writes it', async (_name, env, args) => {
  await leftBehind()
  const { status, everything, stdout, stderr } = shownBy(args, env())
  expect(status).not.toBe(0)
  expect((stdout + stderr).length).toBeGreaterThan(20)
  expect(leaksIn(everything, SECRETS)).toEqual([])
})

test.each([[[]], [['--json']], [['--dry-run']]])('reap %j with good credentials: they stand in no line, ledger or receipt', async (args) => {
  const conversationId = await leftBehind()
  const { status, everything } = shownBy(['reap', '--wrap-up', 'Resolved', ...args], told.environment)
  expect({ status, told: everything.includes(conversationId) }).toEqual({ status: 0, told: true })
  expect(leaksIn(everything, { ...SECRETS, simulator: simulator.connection.clientSecret })).toEqual([])
})

test.each([[[]], [['--json']], [['--dry-run']]])('close %j with good credentials shows nothing of them', async (args) => {
  const { conversationId } = await simulator.openConversation()
  const { status, everything } = shownBy(['close', conversationId, '--wrap-up', 'Resolved', ...args], told.environment)
  expect({ status, told: everything.includes(conversationId) }).toEqual({ status: 0, told: true })
  expect(leaksIn(everything, { simulator: simulator.connection.clientSecret })).toEqual([])
})

test('simulate prints the secret that it made up, and none of the environment', async () => {
  const other = await startSimulate()
  expect(leaksIn(other.output(), { simulator: other.connection.clientSecret })).toEqual(['simulator'])
  await other.stop()
  const { everything } = shownBy(['simulate', '--port', new URL(told.url).port], { ...REAL, GENESYSCLOUD_ACCESS_TOKEN: SECRETS.accessToken })
  expect(everything).toContain('could not be opened')
  expect(leaksIn(everything, { ...SECRETS, simulator: simulator.connection.clientSecret })).toEqual([])
})

test('a demo that closes a conversation by the environment shows nothing of it', async () => {
  const conversationId = await leftBehind()
  const client = new GenesysClient(simulator.connection)
  const { status, everything } = shownBy(['demo', '--live', '--yes', '--conversation', conversationId, '--wrap-up', 'Resolved'], told.environment)
  expect(await client.getConversation(conversationId)).toMatchObject({ state: 'closed' })
  await client.dispose()
  expect(status).toBe(0)
  expect(leaksIn(everything, { simulator: simulator.connection.clientSecret })).toEqual([])
})
