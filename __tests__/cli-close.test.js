'use strict'

const { PassThrough } = require('node:stream')
const { Simulator } = require('..')
const { confirm } = require('../build/cli/close/confirm')
const { story } = require('../build/cli/close/text')
const { SIGNALS, endAll, runCli, startCli, startSimulate } = require('./support/processes')
const { untyped } = require('./support/untyped')

// A process for each test, and a simulator in another one.
jest.setTimeout(60_000)

const NOBODY = '99999999-9999-4999-8999-999999999999'
const ESCAPE = String.fromCharCode(27)
const WRAP_UP = ['--wrap-up', 'Resolved']

let told
let simulator
beforeAll(async () => {
  told = await startSimulate()
  simulator = await Simulator.attach(told.url)
})
beforeEach(() => simulator.reset())
afterEach(endAll)
afterAll(async () => {
  await simulator.stop()
  await told.stop()
})

const close = (args, /** @type {Parameters<typeof runCli>[1]} */ { env, ...how } = {}) => runCli(['close', ...args], { env: { ...told.environment, ...env }, ...how })
const open = async (options) => (await simulator.openConversation(options)).conversationId
const stateOf = async (id) => (await simulator.conversation(id)).state
/** Requests to the API that could have changed something. */
const writes = () => simulator.requests().filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/'))
const sent = () => simulator.requests().filter(({ path }) => path.startsWith('/api/'))

async function openMany(count) {
  const ids = []
  while (ids.length < count) ids.push(await open())
  return ids
}

/** Ids and times by what they are. */
const plain = (text, ids) => ids.reduce((shown, id, index) => shown.replaceAll(id, `<id ${index}>`), text)
  .replace(/Correlation id: [\da-f-]{36}/g, 'Correlation id: <id>')
  .replace(/in [\d.]+ s\.\n$/, 'in <time> s.\n')

describe('what it does', () => {
  test('closes one, and tells what was seen', async () => {
    const id = await open()
    const { status, stdout, stderr } = close([id, ...WRAP_UP])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(plain(stdout, [id])).toMatchSnapshot()
    expect(await simulator.conversation(id)).toMatchObject({ state: 'closed', effects: { wrapUps: 1, ends: 1 } })
  })

  test('closes over TLS, with the authority of the environment', async () => {
    const secure = await startSimulate(['--tls'])
    const over = await Simulator.attach(secure.url, { caFile: secure.caFile })
    const { conversationId } = await over.openConversation()
    const { status, stdout } = runCli(['close', conversationId, ...WRAP_UP], { env: secure.environment })
    expect({ status, state: (await over.conversation(conversationId)).state }).toEqual({ status: 0, state: 'closed' })
    expect(stdout).toContain(`✓ ${conversationId}  closed\n`)
    await over.stop()
    await secure.stop()
  })

  test('one that had ended is left as it is, and is no failure', async () => {
    const id = await open()
    close([id, ...WRAP_UP])
    await simulator.conversation(id)
    const before = writes().length
    expect(close([id])).toMatchObject({ status: 0, stdout: expect.stringMatching(/already closed\n.*had ended before[\s\S]*\n1 already closed, in/) })
    expect({ before, after: writes().length }).toEqual({ before: 1, after: 1 })
  })

  test('never stops at a failure: each is told in the order in which it was named, with code, hint and correlation id', async () => {
    const [ended, needy] = await openMany(2)
    const easy = await open({ agent: 'none' })
    close([ended, ...WRAP_UP])
    const { status, stdout, stderr } = close([ended, needy, NOBODY, easy, '--resource', 'messages'])
    expect(status).toBe(1)
    expect(plain(stdout, [ended, needy, NOBODY, easy])).toMatchSnapshot()
    expect(stderr).toMatch(/(?:^|\n)4 of 4 done, 2 failed\n$/)
    expect(await Promise.all([needy, easy].map(stateOf))).toEqual(['open', 'closed'])
  })

  test('a wrap-up code that does not exist is said with those that do, and nothing is written', async () => {
    const id = await open()
    const { status, stdout } = close([id, '--wrap-up', 'Resolvd'])
    expect(status).toBe(1)
    expect(stdout).toContain('failed: WRAP_UP_NOT_FOUND')
    expect(stdout).toContain('→ Choose one of: Resolved, E2E Test Closure, Escalated.')
    expect(writes()).toEqual([])
  })

  test('a message leads to its conversation, which is closed once, however it was named', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const { status, stdout } = close([conversationId, '--message-id', messageId, ...WRAP_UP])
    expect(status).toBe(0)
    expect(stdout).toContain(`✓ ${conversationId}  closed\n    The message ${messageId} led to it.\n`)
    expect(stdout).toMatch(/\n1 closed, in/)
  })

  test('a message that leads nowhere is a failure of its own', async () => {
    const id = await open()
    const messageId = 'f'.repeat(32)
    const { status, stdout } = close([id, '--message-id', messageId, '--timeout', '3000', ...WRAP_UP])
    expect(status).toBe(1)
    expect(stdout).toMatch(new RegExp(`✗ message ${messageId} {2}failed: (?:NOT_FOUND|TIMEOUT)\n`))
    expect(stdout).toMatch(/\n1 closed, 1 failed, in/)
  })

  test.each(['auto', 'conversation', 'teardown'])('--strategy %s is taken', async (strategy) => {
    const id = await open({ agent: 'none' })
    const { status, stdout } = close([id, '--strategy', strategy, '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout).conversations[0].report.strategy).toBe(strategy === 'auto' ? 'conversation' : strategy)
  })
})

describe('--dry-run', () => {
  test('reads, tells, and writes nothing', async () => {
    const [ended, live] = await openMany(2)
    close([ended, ...WRAP_UP])
    const before = writes().length
    const { status, stdout } = close([ended, live, '--dry-run'])
    expect(status).toBe(0)
    expect(plain(stdout, [ended, live])).toMatchSnapshot()
    expect(writes()).toHaveLength(before)
    expect(sent().at(-1)).toMatchObject({ method: 'GET' })
    expect(await stateOf(live)).toBe('open')
  })

  test('needs no --yes, and has status 1 where one cannot be read', () => {
    const many = Array.from({ length: 6 }, (_, index) => NOBODY.replace(/^9/, String(index)))
    expect(close([...many, '--dry-run'])).toMatchObject({ status: 1, stdout: expect.stringContaining('\n6 failed, in') })
    expect(writes()).toEqual([])
  })
})

describe('the guard', () => {
  const QUEUE = '88888888-8888-4888-8888-888888888888'

  test('always wants a beginning within the last hour; another time can be named', async () => {
    const id = await open()
    await simulator.advance(3_700_000)
    const refused = close([id, ...WRAP_UP])
    expect(refused).toMatchObject({ status: 1, stdout: expect.stringMatching(/refused: GUARD_REFUSED[\s\S]*\n1 refused, in/) })
    expect(writes()).toEqual([])
    expect(close([id, ...WRAP_UP, '--started-within', '86400000']).status).toBe(0)
  })

  test('takes queues, attributes and the organization; all have to hold', async () => {
    const id = await open({ attributes: { run: 'r-1' } })
    const { queueId } = (await simulator.conversation(id)).participants.find(({ queueId: queue }) => queue !== undefined)
    const refusals = [['--queue', QUEUE], ['--attribute', 'run=r-2'], ['--organization', NOBODY], ['--queue', queueId, '--attribute', 'other=x']]
    for (const clause of refusals) expect(close([id, ...WRAP_UP, ...clause])).toMatchObject({ status: 1, stdout: expect.stringContaining('GUARD_REFUSED') })
    expect(writes()).toEqual([])
    expect(close(['--queue', QUEUE, '--queue', queueId, '--attribute', 'run=r-1', id, ...WRAP_UP]).status).toBe(0)
  })
})

describe('ids from standard input', () => {
  test('are one on a line, with blank lines and those of Windows', async () => {
    const ids = await openMany(3)
    const { status, stdout } = close(['-', ids[0], ...WRAP_UP], { input: `\n${ids[1]}\r\n\n  ${ids[2]}\n${ids[1]}` })
    expect(status).toBe(0)
    expect(stdout).toMatch(/\n3 closed, in/)
    expect(await Promise.all(ids.map(stateOf))).toEqual(['closed', 'closed', 'closed'])
  })

  test.each([
    ['no id', 'no id\n', /^Line 2 of standard input: conversationId is not acceptable: got a string with blanks/],
    ['an address', 'https://apps.example/conversations\n', /^Line 2 .*got a full URL/],
    ['control characters', `${ESCAPE}[31mred\n`, /^Line 2 .*got a string with control characters/],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), /^Line 2 /],
    ['one line without an end', 'f'.repeat(1_100_000), /^Standard input is longer than 1 MiB/],
    ['more than can be meant', Array.from({ length: 10_001 }, (_, index) => `${String(index).padStart(8, '0')}${NOBODY.slice(8)}\n`).join(''), /are too many at once; close at most 10000/],
  ])('%s: nothing is sent', async (_name, rest, problem) => {
    const input = Buffer.concat([Buffer.from(`${NOBODY}\n`), Buffer.from(rest)])
    const { status, stdout, stderr } = close(['-', '--yes'], { input })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(problem)
    expect(stderr).not.toContain(ESCAPE)
    expect(stderr.length).toBeLessThan(400)
    expect(sent()).toEqual([])
  })
})

describe('asking first', () => {
  const REAL = { GENESYSCLOUD_REGION: 'eu-west-1', GENESYSCLOUD_ACCESS_TOKEN: 'a-canary-token' }

  test('more than five conversations need --yes where nobody can answer', async () => {
    const ids = await openMany(6)
    const refused = close([...ids, ...WRAP_UP])
    expect(refused).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^More than 5 conversations are ended only after a question.*add --yes\./) })
    expect(sent()).toEqual([])
    expect(close([...ids, ...WRAP_UP, '--yes'])).toMatchObject({ status: 0, stdout: expect.stringContaining('\n6 closed, in') })
  })

  test('one that is named six times is one', async () => {
    const id = await open()
    expect(close([...new Array(6).fill(id), id.toUpperCase(), ...WRAP_UP])).toMatchObject({ status: 0, stdout: expect.stringContaining('\n1 closed, in') })
  })

  test('a real org needs it for one', () => {
    const { status, stdout, stderr } = runCli(['close', NOBODY], { env: REAL })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('Conversations of a real org are ended only after a question')
    expect(stderr).not.toContain('a-canary-token')
  })

  /** A question on a terminal, and what was typed at it. */
  async function asked(count, line, org = { host: 'api.mypurecloud.ie', isSimulated: false }) {
    const targets = Array.from({ length: count }, () => ({ conversationId: NOBODY }))
    const [input, output] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()]
    input.end(line)
    const answer = await confirm(targets, org, untyped({ input, output })).then(() => 'confirmed', ({ message }) => message)
    return { answer, question: String(output.read() ?? '') }
  }

  test('only the word ends anything', async () => {
    const { answer, question } = await asked(12, 'close\n')
    expect(answer).toBe('confirmed')
    expect(question).toMatch(/^About to end 12 conversations of api\.mypurecloud\.ie:\n( {2}[\d-]{36}\n){10} {2}and 2 more\n--dry-run/)
    for (const line of ['yes\n', '\n', '']) expect((await asked(1, line)).answer).toBe('Not confirmed; nothing was closed.')
  })

  test('a handful of a simulator is not asked about', async () => {
    const simulated = { host: '127.0.0.1:1', isSimulated: true }
    expect(await asked(5, '', simulated)).toEqual({ answer: 'confirmed', question: '' })
    expect((await asked(6, '', simulated)).answer).toBe('Not confirmed; nothing was closed.')
  })
})

describe('what it prints', () => {
  test('--json is one document, with the report or the error of each, and nothing else', async () => {
    const id = await open()
    const { status, stdout } = close([id, NOBODY, '--json', ...WRAP_UP])
    expect(status).toBe(1)
    const { conversations, elapsedMs, ...counts } = JSON.parse(stdout)
    expect(counts).toEqual({
      ok: false, org: new URL(told.url).host, dryRun: false,
      closed: 1, wouldClose: 0, alreadyClosed: 0, agentsEnded: 0, failed: 1, refused: 0, interrupted: 0, notBegun: 0,
    })
    expect(elapsedMs).toEqual(expect.any(Number))
    expect(conversations).toEqual([
      { conversationId: id, outcome: 'closed', report: expect.objectContaining({ outcome: 'closed', witnesses: { server: expect.objectContaining({ saw: 'closed' }) } }) },
      { conversationId: NOBODY, outcome: 'failed', error: expect.objectContaining({ code: 'NOT_FOUND', hint: expect.any(String), correlationId: expect.any(String) }) },
    ])
  })

  test('colours come on demand only', async () => {
    const id = await open()
    expect(close([id, ...WRAP_UP]).stdout).not.toContain(ESCAPE)
    expect(close([id], { env: { FORCE_COLOR: '1' } }).stdout).toContain(`${ESCAPE}[32m✓`)
    expect(close([id], { env: { NO_COLOR: '1' } }).stdout).not.toContain(ESCAPE)
  })

  test('on a terminal lines are as long as it is wide', () => {
    const error = { code: 'NOT_FOUND', message: `${'word '.repeat(30)}\nhint`, hint: 'hint', correlationId: NOBODY }
    const results = [{ conversationId: NOBODY, messageId: 'f'.repeat(32), outcome: 'failed', error }, { messageId: 'f'.repeat(32), outcome: 'not-begun' }]
    const text = story({ results: untyped(results), elapsedMs: 1_250 }, { hasColor: false, columns: 80 })
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(text).toMatchSnapshot()
  })
})

describe('an interrupt', () => {
  /** A close that hangs in its first write, with two more behind it. */
  async function hanging(flags = []) {
    const ids = await openMany(3)
    const fault = simulator.fault({ on: { method: 'PATCH', nth: 2 }, stall: 'after' })
    const running = startCli(['close', ...ids, ...WRAP_UP, '--concurrency', '1', ...flags], { env: told.environment })
    await running.until('stderr', '1 of 3 done\n')
    while (fault.hits === 0) await new Promise(setImmediate)
    return { ids, ...running }
  }

  test.each(SIGNALS)('%s ends it in good order: what was done is told, and what was not', async (signal) => {
    const { ids, child, end } = await hanging()
    child.kill(signal)
    const { status, stdout, stderr } = await end
    expect(status).toBe(1)
    expect(plain(stdout, ids)).toMatchSnapshot()
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(await stateOf(ids[2])).toBe('open')
  })

  test('is told as JSON too', async () => {
    const { child, end } = await hanging(['--json'])
    child.kill('SIGINT')
    const { status, stdout } = await end
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ closed: 1, interrupted: 1, notBegun: 1, conversations: [{}, { error: { code: 'ABORTED', effect: 'unknown' } }, {}] })
  })
})

const NO_SIMULATOR = Object.fromEntries(['API', 'LOGIN', 'GUEST', 'CONFIG'].map((name) => [`PLAYWRIGHT_GENESYS_${name}_URL`, '']))

test.each(['', '\n \n'])('standard input without an id, %j, is a slip: nobody meant to close nothing', (input) => {
  const { status, stdout, stderr } = close(['-', '--yes'], { input })
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: 'No id came on standard input.\nSee --help.\n' })
  expect(sent()).toEqual([])
})

test.each([
  [[], /^Which conversation\? Name its id, or - for ids on standard input, or --message-id\.\nSee --help\.\n$/],
  [['x'], /conversationId is not acceptable: got the string "x"/],
  [['f'.repeat(32)], /That is the form of a message id/],
  [['--message-id', 'x'], /--message-id is not acceptable/],
  [[NOBODY, '--timeout', '0'], /--timeout is not acceptable: got the number 0/],
  [[NOBODY, '--timeout', 'soon'], /--timeout is not acceptable: got the string "soon"/],
  [[NOBODY, '--concurrency', '1001'], /--concurrency is not acceptable/],
  [[NOBODY, '--requests-per-minute', 'many'], /--requests-per-minute is not acceptable/],
  [[NOBODY, '--queue', 'x'], /--queue is not acceptable/],
  [[NOBODY, '--attribute', 'run'], /--attribute takes name=value, got the string "run"/],
  [[NOBODY, '--started-within', '-1'], /--started-within is not acceptable: got the number -1/],
  [[NOBODY, '--strategy', 'agnet'], /Allowed choices are auto, agent, conversation, teardown/],
  [[NOBODY, '--strategy', 'teardown', ...WRAP_UP], /a teardown applies the system code/],
  [[NOBODY, '--region', 'mars'], /--region is not acceptable/],
  [[NOBODY, '--wrapup', 'Resolved'], /unknown option '--wrapup'\n\(Did you mean --wrap-up\?\)/],
  [[NOBODY, '--wrap-up'], /argument missing/],
  [[NOBODY], /close needs credentials of the environment: GENESYSCLOUD_OAUTHCLIENT_ID and/, { GENESYSCLOUD_OAUTHCLIENT_SECRET: '' }],
  [[NOBODY], /close needs a region: set GENESYSCLOUD_REGION/, NO_SIMULATOR],
  [[NOBODY, '--yes'], /caFile names '\/no\/such\.pem'/, { ...NO_SIMULATOR, GENESYSCLOUD_REGION: 'eu-west-1', PLAYWRIGHT_GENESYS_CA_FILE: '/no/such.pem' }],
  [[NOBODY], /PLAYWRIGHT_GENESYS_API_URL \(environment\) is not acceptable/, { PLAYWRIGHT_GENESYS_API_URL: 'http://api.example' }],
])('%j is refused with status 2, and nothing is sent', (args, problem, env = {}) => {
  const { status, stdout, stderr } = close(args, { env })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(problem)
  expect(sent()).toEqual([])
})
