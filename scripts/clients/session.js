'use strict'

// Runs inside `simulate -- node scripts/clients/session.js`: every client in turn, each with a conversation of its own. What
// a client says of its calls is held against what must come, and against what the server has written down.

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { Simulator } = require('../..')
const { CALLS } = require('./calls')

const { CLIENTS_WAY: WAY, CLIENTS_PYTHON: PYTHON, CLIENTS_RESULT: RESULT } = process.env
const LIMIT_MS = 60_000
const NOBODY = '11111111-2222-4333-8444-555555555555'
const here = (file) => path.join(__dirname, file)

/** What needs no socket. */
const SPOKEN = CALLS.filter(({ status }) => status !== 101)
const only = (...names) => CALLS.filter(({ call }) => names.includes(call))

const CLIENTS = [
  { name: 'JavaScript SDK 262', words: [process.execPath, here('javascript.js')], ways: ['door', 'tls'], calls: CALLS },
  { name: 'Python SDK 269', words: [PYTHON, here('python_sdk.py')], ways: ['door', 'tls', 'file'], calls: SPOKEN },
  { name: 'Python requests', words: [PYTHON, here('python_requests.py')], ways: ['door', 'tls'], calls: SPOKEN },
  { name: 'genesys-notifications', words: [PYTHON, here('python_notifications.py')], ways: ['door', 'tls'], calls: only('login', 'told of the end') },
  { name: 'curl', words: ['sh', here('curl.sh')], ways: ['door', 'tls'], calls: SPOKEN.filter(({ call }) => call !== 'subscribe') },
  { name: 'openssl', words: ['sh', here('openssl.sh')], ways: ['door', 'tls'], calls: only('with a token that is none') },
]

/** By the door the region's own hosts are named; otherwise the simulator's address. */
function addresses({ url }) {
  const isLed = WAY === 'door'
  return { CLIENT_ORIGIN: isLed ? 'https://api.mypurecloud.ie' : url, CLIENT_LOGIN: isLed ? 'https://login.mypurecloud.ie' : url }
}

/** Straight to a simulator over TLS its own authority is what counts. */
function trust(simulator) {
  const { caFile } = simulator.connection
  if (WAY !== 'tls') return {}
  return Object.fromEntries(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].map((name) => [name, caFile]))
}

/** The Python SDK's own file, in a home of its own: not a line of the program changes. */
function home(simulator) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clients-home-'))
  const { hostname, port } = new URL(simulator.url)
  fs.mkdirSync(path.join(folder, '.genesyscloudpython'))
  fs.writeFileSync(path.join(folder, '.genesyscloudpython', 'config'), `[gateway]\nhost = ${hostname}\nprotocol = http\nport = ${port}\n`)
  return folder
}

function run(words, env) {
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT_MS })
    const seen = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (chunk) => { seen[name] += chunk })
    child.once('error', (error) => resolve({ ...seen, stderr: error.message }))
    child.once('close', () => resolve(seen))
  })
}

const linesOf = (stdout) => stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))

/** In words what differs; nothing where client and server agree on what must come. */
function faultOf({ call, status }, requests) {
  const expected = CALLS.find((each) => each.call === call)
  if (status !== expected.status) return `${call}: the client saw ${status}, ${expected.status} must come`
  const seen = requests.some((each) => each.method === expected.method && expected.path.test(each.path) && each.status === expected.status)
  return seen ? undefined : `${call}: the server has no ${expected.method} that it answered with ${expected.status}`
}

async function recordFault(simulator, conversationId, told) {
  const { state, participants, effects } = await simulator.conversation(conversationId)
  if (!told.some(({ call }) => call === 'close with wrap-up')) return undefined
  const agent = participants.find(({ purpose }) => purpose === 'agent')
  const isDone = state === 'closed' && effects.wrapUps === 1 && effects.participantDisconnects === 1 && agent.afterCallWork === 'complete'
  return isDone ? undefined : `the record is ${state}, ${JSON.stringify(effects)}`
}

async function judge(simulator, { name, words, calls }) {
  await simulator.reset()
  const { conversationId } = await simulator.openConversation()
  const { participants } = await simulator.conversation(conversationId)
  const login = { CLIENT_ID: simulator.connection.clientId, CLIENT_SECRET: simulator.connection.clientSecret }
  const ids = { CONVERSATION: conversationId, NOBODY, TOPIC: `v2.routing.queues.${simulator.queueId}.conversations.messages` }
  const needed = { AGENT: participants.find(({ purpose }) => purpose === 'agent').id, CODE: await codeOf(simulator) }
  const own = WAY === 'file' ? { HOME: home(simulator) } : {}
  const env = { ...process.env, ...addresses(simulator), ...trust(simulator), ...login, ...ids, ...needed, ...own, CLIENT_WAY: WAY }
  const { stdout, stderr } = await run(words, env)
  if (own.HOME !== undefined) fs.rmSync(own.HOME, { recursive: true })
  const told = linesOf(stdout)
  const requests = simulator.requests()
  const faults = [...told.map((each) => faultOf(each, requests)), await recordFault(simulator, conversationId, told)].filter(Boolean)
  const missing = calls.filter(({ call }) => !told.some((each) => each.call === call))
  if (missing.length > 0) faults.push(`it did not say ${missing.map(({ call }) => call).join(', ')}`)
  return { name, way: WAY, told, faults, stderr: faults.length > 0 ? stderr.trim().split('\n').slice(-6).join('\n') : '' }
}

async function codeOf(simulator) {
  const { GenesysClient } = require('../..')
  const codes = await new GenesysClient(simulator.connection).listWrapUpCodes()
  return codes[0].id
}

async function main() {
  const simulator = await Simulator.attach(process.env.PLAYWRIGHT_GENESYS_API_URL)
  const results = []
  for (const client of CLIENTS.filter(({ ways }) => ways.includes(WAY))) results.push(await judge(simulator, client))
  fs.writeFileSync(RESULT, JSON.stringify(results))
}

main()
