'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { Ajv } = require('ajv')
const { leaksIn } = require('./support/canaries')
const { temporaryFolder } = require('./support/ledger')
const { endAll, runCli, startCli } = require('./support/processes')
const { CANARIES } = require('./support/telling-org')
const SCHEMA = require('../docs/recording.schema.json')

// A process for each test.
jest.setTimeout(60_000)

const PACKAGE = JSON.stringify(path.resolve(__dirname, '..'))
const ORG = JSON.stringify(path.resolve(__dirname, 'support', 'telling-org.js'))
const fits = new Ajv({ strict: false }).compile(SCHEMA)

let folder
let output
/** Where the keys of runs lie meanwhile. */
let temporary
beforeEach(() => {
  folder = temporaryFolder()
  temporary = path.join(folder, 'temporary')
  fs.mkdirSync(temporary)
  output = path.join(folder, 'run.jsonl')
})
afterEach(() => {
  endAll()
  fs.rmSync(folder, { recursive: true })
})

/** A guest says hello to a simulator, and is closed. */
const CLOSE = `
  const { GenesysClient, GuestSession, Simulator } = require(${PACKAGE})
  async function close() {
    const simulator = await Simulator.start()
    const client = new GenesysClient(simulator.connection)
    const guest = await GuestSession.connect({ ...simulator.connection, client, attributes: { 'canary-key': 'canary-value' } })
    const { messageId } = await guest.send('canary-hello')
    const conversationId = await client.findConversation({ messageId })
    await client.closeConversation(conversationId, { guest, wrapUp: 'Resolved' })
    await guest.dispose()
    await simulator.stop()
    return { ...simulator.connection, conversationId, messageId }
  }`

const own = () => ({ TMPDIR: temporary, TEMP: temporary, TMP: temporary })
const left = () => fs.readdirSync(temporary).filter((name) => name.startsWith('playwright-genesys-recording-'))

const NODE = (script) => [process.execPath, '-e', script]
/** @type {(script: string, how?: { flags?: string[], env?: NodeJS.ProcessEnv, input?: string }) => ReturnType<typeof runCli>} */
const record = (script, { flags = [], ...how } = {}) => runCli(['record', '-o', output, ...flags, '--', ...NODE(script)], { env: own(), ...how })

function recorded() {
  const lines = fs.readFileSync(output, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))
  for (const line of lines) expect({ line, errors: fits(line) ? [] : fits.errors }).toEqual({ line, errors: [] })
  const [header, ...entries] = lines
  return { header, entries }
}

test('a command is recorded as shapes, keeps its streams and its status, and leaves no key behind', () => {
  const { status, stdout, stderr } = record(`${CLOSE}; process.stdin.on('data', (text) => close().then((org) => { console.log(text + JSON.stringify(org)); process.exitCode = 7 }))`, { input: 'typed' })
  expect({ status, stderr }).toEqual({ status: 7, stderr: expect.stringMatching(/^Recorded to \S+run\.jsonl: \d+ lines of client and guest, with an org on this machine\.\n$/) })
  expect(stdout).toMatch(/^typed\{/)
  const { header, entries } = recorded()
  expect(header).toEqual({ recording: 1, by: ['client', 'guest'], product: require('../package.json').version, mode: 'simulator', misses: [], texts: false })
  expect(entries.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  expect(entries.at(-1)).toMatchObject({ by: 'guest', closed: { code: 1000, by: 'guest' } })
  const text = fs.readFileSync(output, 'utf8')
  const values = Object.values(JSON.parse(stdout.slice('typed'.length))).map(String)
  expect([...values, 'canary'].filter((value) => text.includes(value))).toEqual([])
  expect(left()).toEqual([])
})

test('nothing that an org says stands in it, wherever it says it', () => {
  const { status, stdout, stderr } = record(`
    const { GenesysClient, GuestSession } = require(${PACKAGE})
    const { CANARIES, CONVERSATION, MESSAGE, startTellingOrg } = require(${ORG})
    async function main() {
      const org = await startTellingOrg()
      const client = new GenesysClient({ ...org.connection, retry: false, resource: 'messages' })
      const failed = []
      const attempt = (work) => work.catch((error) => failed.push(error.code))
      const guest = await GuestSession.connect({ ...org.connection, client, guestToken: CANARIES.guest, attributes: { [CANARIES.key]: CANARIES.attribute } })
      await guest.send(CANARIES.text)
      await attempt(guest.history())
      await attempt(client.findConversation({ messageId: MESSAGE }))
      await attempt(client.getConversation(CONVERSATION))
      await attempt(client.listWrapUpCodes())
      await attempt(client.closeConversation(CONVERSATION, { wrapUp: CANARIES.name, timeoutMs: 2_000 }))
      await org.stop()
      await guest.dispose()
      console.log(failed.join())
    }
    main()`)
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'REJECTED\n' })
  const { entries } = recorded()
  const seen = (what) => entries.filter((entry) => entry[what] !== undefined).length
  expect({ requests: seen('request'), answers: seen('answer') }).toEqual({ requests: seen('answer'), answers: expect.any(Number) })
  expect(entries).toContainEqual(expect.objectContaining({ status: 400, headers: expect.objectContaining({ 'inin-correlation-id': true }) }))
  expect(entries).toContainEqual(expect.objectContaining({ closed: { code: 4001, by: 'server' } }))
  expect(seen('received')).toBeGreaterThan(4)
  const shown = fs.readFileSync(output, 'utf8') + stderr
  expect(leaksIn(shown, CANARIES)).toEqual([])
  expect(shown.match(/canary|c0ffee/gi)).toBeNull()
})

test('processes of one run are one recording, in which equal values are equal', () => {
  const child = `${CLOSE}; close().then(({ deploymentId }) => console.log(deploymentId))`
  const { status, stdout } = record(`${child}; require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })`)
  expect(status).toBe(0)
  expect(new Set(stdout.trim().split('\n')).size).toBe(1)
  const { entries } = recorded()
  const deployments = entries.filter(({ opens }) => opens).map(({ opens }) => opens.query.deploymentId)
  expect(deployments).toEqual(['<id 1>', '<id 1>'])
  const numbers = entries.flatMap(({ request = [] }) => request)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => a - b))
})

test.each([
  ['process.exit', 'close().then(() => process.exit(0))'],
  ['an error that nobody catches', "close().then(() => { throw new Error('on purpose') })"],
  ['a worker thread', `const { Worker } = require('node:worker_threads'); new Worker(${JSON.stringify(`${CLOSE}; close()`)}, { eval: true })`],
])('a recording is whole where the process ends by %s', (_name, script) => {
  const { stderr } = record(`${CLOSE}; ${script}`)
  expect(stderr).toMatch(/Recorded to \S+: \d+ lines of client and guest/)
  expect(recorded().entries.at(-1)).toMatchObject({ closed: { code: 1000, by: 'guest' } })
})

test('texts are kept after a question alone', () => {
  const script = `${CLOSE}; close()`
  expect(record(script, { flags: ['--texts'] })).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining('there is no terminal to answer on: add --yes') })
  expect(fs.existsSync(output)).toBe(false)
  expect(record(script, { flags: ['--texts', '--yes'] }).status).toBe(0)
  const { header, entries } = recorded()
  expect(header.texts).toBe(true)
  expect(entries).toContainEqual(expect.objectContaining({ sent: expect.objectContaining({ message: expect.objectContaining({ text: '=canary-hello' }) }) }))
  expect(fs.readFileSync(output, 'utf8')).not.toMatch(/canary-(?:key|value)/)
})

test('a process that is killed is told of, and what it did until then is there', async () => {
  const { end, until } = startCli(['record', '-o', output, '--', ...NODE(`${CLOSE}; close().then(() => { console.log('closed'); setInterval(() => {}, 1_000) })`)], { env: own() })
  await until('stdout', 'closed')
  const parts = () => left().flatMap((name) => fs.readdirSync(path.join(temporary, name)).filter((each) => each.startsWith('part-')))
  const pids = parts().map((name) => Number(/^part-(\d+)-/.exec(name)[1]))
  expect(pids).not.toEqual([])
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  const { status, stderr } = await end
  expect({ status, stderr }).toEqual({ status: 137, stderr: expect.stringContaining('It is not whole: a process was gone before its part was whole.') })
  const { entries } = recorded()
  expect(entries.at(-1)).toMatchObject({ ended: expect.any(String) })
  expect(entries.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
})

describe('before anything is run', () => {
  test.each([
    [['-o', path.join('no', 'such', 'folder.jsonl')], /which cannot be written \(ENOENT\)/],
    [[], /required option '-o, --output <file>' not specified/],
  ])('%j is refused', (flags, problem) => {
    const mark = path.join(folder, 'ran')
    const { status, stderr } = runCli(['record', ...flags, '--', ...NODE(`require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`)], { cwd: folder })
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(problem) })
    expect(fs.existsSync(mark)).toBe(false)
  })
})

test('a command that is not there is told, and one that passes nothing by says so', () => {
  expect(runCli(['record', '-o', output, '--', 'no-such-command']).status).toBe(127)
  expect(record('')).toEqual({ status: 0, stdout: '', stderr: expect.stringContaining('the recording is empty') })
  expect(recorded().entries).toEqual([])
})

const onFullDisk = fs.existsSync('/dev/full') ? test : test.skip
onFullDisk('a recording that is lost is no success', () => {
  output = '/dev/full'
  const { status, stderr } = record('')
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("The recording could not be written to '/dev/full'") })
})

test('--json tells the same on stderr', () => {
  const { status, stderr } = record(`${CLOSE}; close()`, { flags: ['--json'] })
  expect(status).toBe(0)
  expect(JSON.parse(stderr)).toEqual({ ok: true, output, entries: recorded().entries.length, by: ['client', 'guest'], mode: 'simulator' })
})

test('a folder that is none of a run is said, and fails nothing', () => {
  const { status, stdout, stderr } = runCli(['record', '-o', output, '--', ...NODE(`process.env.PLAYWRIGHT_GENESYS_RECORD = ${JSON.stringify(folder)}; ${CLOSE}; close().then(() => console.log('closed'))`)])
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'closed\n' })
  expect(stderr).toMatch(/Warning: INVALID_INPUT: Nothing can be recorded in|Warning: Nothing can be recorded in/)
})
