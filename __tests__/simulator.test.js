'use strict'

const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')

const { Simulator, closeConversation } = require('..')
const { rejection, thrown } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const ROOT = path.resolve(__dirname, '..')
const run = promisify(execFile)
const simulators = []

async function started(options) {
  const simulator = await Simulator.start({ settleMs: 0, ...options })
  simulators.push(simulator)
  return simulator
}

afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.stop()
})

async function tokenOf({ connection }) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials', client_id: connection.clientId, client_secret: connection.clientSecret,
  })
  const answer = await fetch(`${connection.loginUrl}/oauth/token`, { method: 'POST', body })
  return (await answer.json()).access_token
}

async function get(simulator, address) {
  return fetch(simulator.url + address, { headers: { authorization: `Bearer ${await tokenOf(simulator)}` } })
}

describe('an org in a box', () => {
  test('starts with everything a client needs, spread as it is', async () => {
    const simulator = await started()
    expect(simulator.connection).toMatchObject({ apiUrl: simulator.url, deploymentId: simulator.deploymentId, requestsPerMinute: 'unlimited' })
    const { conversationId } = await simulator.openConversation()
    const report = await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'E2E Test Closure' })
    expect(report.outcome).toBe('closed')
    expect(await simulator.conversation(conversationId)).toMatchObject({
      state: 'closed', effects: { participantDisconnects: 1, wrapUps: 1, ends: 1 },
    })
  })

  test('is not made with new', () => {
    const error = thrown(() => Reflect.construct(Simulator, []))
    expect(error).toMatchObject({ name: 'GenesysError', code: 'INVALID_INPUT', effect: 'none', message: expect.stringContaining('Simulator.start()') })
  })

  test('two of them do not know each other', async () => {
    const [one, other] = [await started({ seed: 1 }), await started({ seed: 2 })]
    const { conversationId } = await one.openConversation()
    expect(await rejection(() => other.conversation(conversationId))).toMatchObject({ code: 'NOT_FOUND' })
    expect(one.url).not.toBe(other.url)
  })

  test('is used after stop() with a clear error, and stops twice', async () => {
    const simulator = await started()
    await simulator.stop()
    await simulator.stop()
    const error = await rejection(() => simulator.openConversation())
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: 'INVALID_INPUT: The simulator has been stopped.' })
    expect(error.stack).toContain('simulator.test.js')
  })

  test('a port in use is named', async () => {
    const simulator = await started()
    const port = Number(new URL(simulator.url).port)
    expect(await rejection(() => Simulator.start({ port }))).toMatchObject({
      code: 'INVALID_INPUT', message: expect.stringContaining(`the port ${port} could not be opened`),
    })
  })

  test('serves over TLS with its own authority, whose file is the owner\'s and goes with it', async () => {
    const simulator = await started({ tls: true })
    const { caFile } = simulator.connection
    expect(simulator.url).toMatch(/^https:/)
    if (process.platform !== 'win32') expect(fs.statSync(caFile).mode & 0o777).toBe(0o600)
    const { conversationId } = await simulator.openConversation()
    const report = await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'Resolved' })
    expect(report.outcome).toBe('closed')
    await simulator.stop()
    expect(fs.existsSync(caFile)).toBe(false)
  })
})

describe('faults', () => {
  test('meet a request by RegExp, flags included, count live and can be removed', async () => {
    const simulator = await started()
    const fault = simulator.fault({ on: { path: /TOKENS\/ME$/i }, respond: { status: 503 } })
    expect(fault.hits).toBe(0)
    expect((await get(simulator, '/api/v2/tokens/me')).status).toBe(503)
    expect(fault.hits).toBe(1)
    expect((await get(simulator, '/api/v2/tokens/me/x')).status).toBe(404)
    fault.remove()
    expect((await get(simulator, '/api/v2/tokens/me')).status).toBe(200)
    expect(fault.hits).toBe(1)
  })

  test('a text is the whole path; nth and times choose', async () => {
    const simulator = await started()
    const fault = simulator.fault({ on: { path: '/api/v2/tokens/me', nth: 2, times: 2 }, respond: { status: 500, body: { own: true } } })
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await get(simulator, '/api/v2/tokens/me?a=1')).status)
    expect(statuses).toEqual([200, 500, 500, 200])
    expect(fault.hits).toBe(2)
  })

  test('a cut is a reset', async () => {
    const simulator = await started()
    const fault = simulator.fault({ on: { path: '/oauth/token', times: 1 }, cut: 'before' })
    await expect(tokenOf(simulator)).rejects.toMatchObject({ cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) } })
    expect(fault.hits).toBe(1)
  })

  test.each([
    [{ on: { path: '/a' } }],
    [{ on: { pth: '/a' }, cut: 'before' }],
    [{ on: { path: '/a', frame: 'any' }, cut: 'before' }],
    [{ on: { path: '/a' }, cut: 'never' }],
    [{ on: { path: '/a' }, frame: 'lose' }],
    [{ on: { path: '/a', nth: 0 }, cut: 'before' }],
    [{ on: { connect: true }, garble: 'not-json' }],
    [{ on: { frame: 'any' }, frame: 'delay' }],
    [{ on: { frame: 'any' }, frame: 'delay', delayMs: 0 }],
    [{ on: { frame: 'any' }, delayMs: 0 }],
    [{ on: { path: '/a' }, delayMs: 0 }],
    [{ on: { path: 'api/v2/tokens/me' }, cut: 'before' }],
    [{ on: { path: '' }, cut: 'before' }],
    [{ on: { method: 'GTE' }, cut: 'before' }],
    [undefined],
  ])('%j is refused', async (rule) => {
    const simulator = await started()
    expect(thrown(() => simulator.fault(untyped(rule)))).toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('a fault', () => {
  test.each([
    ['NaN', { wait: NaN }],
    ['Infinity in an array', { list: [1, [Infinity]] }],
    ['a number that is none', -Infinity],
    ['a function', { ask: () => 1 }],
    ['a symbol', { ask: Symbol('a') }],
    ['a name that is a symbol', { [Symbol('a')]: 1 }],
    ['nothing in a list', [1, undefined]],
    ['an instance that shows nothing', { one: new (class Hidden { #a = 1; get a() { return this.#a } })() }],
  ])('whose body holds %s is refused, as JSON cannot hold it', async (_name, body) => {
    const simulator = await started()
    const error = thrown(() => simulator.fault({ on: { path: '/a' }, respond: { status: 200, body } }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('respond.body is not acceptable') })
  })

  test('takes a method in any case', async () => {
    const simulator = await started()
    const fault = simulator.fault({ on: { method: 'post', path: '/oauth/token' }, respond: { status: 503 } })
    expect(await tokenOf(simulator)).toBeUndefined()
    expect(fault.hits).toBe(1)
  })

  test('delays frames where it says how long', async () => {
    const simulator = await started()
    expect(simulator.fault({ on: { frame: 'any' }, frame: 'delay', delayMs: 5 }).hits).toBe(0)
  })
})

describe('requests()', () => {
  test.each([[{ path: 'api/v2/tokens/me' }], [{ method: 'GTE' }]])('refuses %j, which nothing could ever match', async (filter) => {
    const simulator = await started()
    expect(thrown(() => simulator.requests(filter))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('lists what was asked, unknown routes included, filtered by method and path', async () => {
    const simulator = await started()
    await get(simulator, '/api/v2/nothing?x=1')
    await get(simulator, '/api/v2/tokens/me')
    const outline = (filter) => simulator.requests(filter).map(({ method, path, status }) => `${method} ${path} ${status}`)
    expect(outline()).toEqual([
      'POST /oauth/token 200', 'GET /api/v2/nothing?x=1 404', 'POST /oauth/token 200', 'GET /api/v2/tokens/me 200',
    ])
    expect(outline({ method: 'get' })).toEqual(['GET /api/v2/nothing?x=1 404', 'GET /api/v2/tokens/me 200'])
    expect(outline({ path: '/api/v2/nothing' })).toEqual(['GET /api/v2/nothing?x=1 404'])
    expect(outline({ path: /ME$/i })).toEqual(['GET /api/v2/tokens/me 200'])
  })

  test('has the body and the time, and no secret', async () => {
    const simulator = await started()
    const before = Date.now()
    const token = await tokenOf(simulator)
    const [request] = simulator.requests()
    expect(request.at).toBeGreaterThanOrEqual(before)
    expect(request.at).toBeLessThanOrEqual(Date.now())
    expect(request.body).toMatchObject({ grant_type: 'client_credentials', client_id: simulator.connection.clientId, client_secret: '[redacted]' })
    const text = JSON.stringify(simulator.requests())
    expect(text).not.toContain(simulator.connection.clientSecret)
    expect(text).not.toContain(token)
  })
})

describe('the rest of the control', () => {
  test('advance() ends what lives in virtual time', async () => {
    const simulator = await started()
    const headers = { authorization: `Bearer ${await tokenOf(simulator)}` }
    const status = async () => (await fetch(`${simulator.url}/api/v2/tokens/me`, { headers })).status
    expect(await status()).toBe(200)
    expect(await simulator.advance(86_400_000)).toBeUndefined()
    expect(await status()).toBe(401)
    expect(await rejection(() => simulator.advance(-1))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('reset() drops everything but the address and the credentials', async () => {
    const simulator = await started()
    const { conversationId } = await simulator.openConversation()
    const fault = simulator.fault({ on: { path: '/api/v2/tokens/me' }, respond: { status: 500 } })
    simulator.sabotage('accepts-but-ignores')
    expect((await get(simulator, '/api/v2/tokens/me')).status).toBe(500)
    await simulator.reset()
    expect(simulator.requests()).toEqual([])
    expect(fault.hits).toBe(1)
    expect(await rejection(() => simulator.conversation(conversationId))).toMatchObject({ code: 'NOT_FOUND' })
    expect((await get(simulator, '/api/v2/tokens/me')).status).toBe(200)
    const again = await simulator.openConversation()
    expect((await closeConversation(again.conversationId, { ...simulator.connection, wrapUp: 'Resolved' })).outcome).toBe('closed')
  })

  test('messengerUrl() leads to a page that is there, and refuses one that is not', async () => {
    const simulator = await started()
    /** @type {import('..').MessengerUrlOptions[]} */
    const given = [undefined, { page: 'custom' }, { page: 'desktop' }, { autoOpen: true }]
    const urls = given.map((options) => simulator.messengerUrl(options))
    expect(urls.map((url) => url.slice(simulator.url.length))).toEqual(['/pages/messenger', '/pages/custom', '/pages/desktop', '/pages/messenger?autoOpen=1'])
    for (const url of urls) expect((await fetch(url)).status).toBe(200)
    expect(thrown(() => simulator.messengerUrl({ page: untyped('costum') }))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining("'custom'") })
  })

  test('sabotage() is noticed by a close that reads', async () => {
    const simulator = await started()
    simulator.sabotage('accepts-but-ignores')
    const { conversationId } = await simulator.openConversation()
    const close = () => closeConversation(conversationId, { ...simulator.connection, wrapUp: 'Resolved', timeoutMs: 3_000 })
    expect(await rejection(close)).toMatchObject({ code: 'NOT_CLOSED' })
    simulator.sabotage('none')
    expect((await close()).outcome).toBe('closed')
    expect(thrown(() => simulator.sabotage(untyped('accept-but-ignores')))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('PLAYWRIGHT_GENESYS_SABOTAGE misbehaves without the suite knowing', async () => {
    const script = `
      const { Simulator } = require('.')
      Simulator.start({ settleMs: 0 }).then(async (simulator) => {
        const { conversationId } = await simulator.openConversation()
        await simulator.reset()
        console.log('started')
      }, (error) => console.log(error.code))`
    const outcome = async (mode) => {
      const env = { ...process.env, PLAYWRIGHT_GENESYS_SABOTAGE: mode }
      return (await run(process.execPath, ['-e', script], { cwd: ROOT, env })).stdout.trim()
    }
    expect(await outcome('reopens')).toBe('started')
    expect(await outcome('reopen')).toBe('INVALID_INPUT')
  })

  test('the agent answers, speaks, transfers and leaves', async () => {
    const simulator = await started()
    const { conversationId } = await simulator.openConversation({ agent: 'alerting' })
    const agent = simulator.agent(conversationId)
    const latest = async () => (await simulator.conversation(conversationId)).participants.filter((p) => p.purpose === 'agent').at(-1)
    expect((await latest()).state).toBe('alerting')
    expect(await rejection(() => agent.say('too early'))).toMatchObject({ code: 'INVALID_INPUT', message: 'INVALID_INPUT: The agent has not answered.' })
    await agent.answer()
    const first = await latest()
    expect(first.state).toBe('connected')
    await agent.say('Hello')
    await agent.transfer()
    expect((await latest()).id).not.toBe(first.id)
    await agent.answer()
    await agent.disconnect()
    expect((await simulator.conversation(conversationId)).state).toBe('closed')
    expect(await rejection(() => agent.disconnect())).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('a child process attaches, and its work is seen here', async () => {
    const simulator = await started()
    const script = `
      const { Simulator } = require('.')
      Simulator.attach(process.argv[1]).then(async (simulator) => {
        const { conversationId } = await simulator.openConversation({ agent: 'alerting', attributes: { from: 'child' } })
        const fault = simulator.fault({ on: { path: /me$/ }, respond: { status: 418 } })
        const { status } = await fetch(simulator.url + '/api/v2/tokens/me')
        await simulator.advance(1000)
        console.log(JSON.stringify({ conversationId, hits: fault.hits, status }))
      }).catch((error) => console.log(JSON.stringify(error)))`
    const { stdout } = await run(process.execPath, ['-e', script, simulator.url], { cwd: ROOT })
    const child = JSON.parse(stdout)
    expect(child).toMatchObject({ hits: 1, status: 418 })
    expect(await simulator.conversation(child.conversationId)).toMatchObject({ state: 'open' })
    expect(simulator.requests({ path: '/api/v2/tokens/me' })).toMatchObject([{ status: 418 }])
  })

  test('letting go of an attached one does not stop it', async () => {
    const simulator = await started()
    const attached = await Simulator.attach(simulator.url)
    expect(attached.connection).toEqual(simulator.connection)
    await attached.stop()
    expect((await get(simulator, '/api/v2/tokens/me')).status).toBe(200)
    expect(await rejection(() => Simulator.attach('http://example.com'))).toMatchObject({ code: 'INVALID_INPUT' })
    await simulator.stop()
    expect(await rejection(() => Simulator.attach(simulator.url))).toMatchObject({ code: 'TRANSPORT' })
  })
})

test('an org of which only the connection is kept is not lost to the garbage collector', () => {
  const script = `
    const { Simulator, GenesysClient } = require(${JSON.stringify(require.resolve('..'))})
    const start = async () => (await Simulator.start()).connection
    start().then(async (connection) => {
      for (let round = 0; round < 20; round += 1) {
        global.gc()
        await new Promise(setImmediate)
      }
      const codes = await new GenesysClient(connection).listWrapUpCodes()
      console.log(codes.length)
    })`
  const { stdout, stderr } = require('node:child_process').spawnSync(process.execPath, ['--expose-gc', '-e', script], { encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: '3\n', stderr: '' })
})
