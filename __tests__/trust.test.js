'use strict'

const fs = require('node:fs')
const http = require('node:http')
const https = require('node:https')
const net = require('node:net')
const { GuestSession, Simulator, closeConversation } = require('..')
const { listening } = require('./support/listening')
const { rejection } = require('./support/rejection')

describe('an org with a certificate authority of its own', () => {
  let simulator
  let untrusting
  const environment = { ...process.env }

  beforeAll(async () => {
    simulator = await Simulator.start({ tls: true })
    const { caFile: _caFile, ...rest } = simulator.connection
    untrusting = rest
  })
  afterEach(() => { process.env = { ...environment } })
  afterAll(() => simulator.stop())

  async function closeWith(connection) {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    return closeConversation(conversationId, { ...connection, wrapUp: 'E2E Test Closure' })
  }

  test('is trusted by caFile, for REST and for the guest', async () => {
    expect(simulator.url).toMatch(/^https:/)
    expect((await closeWith(simulator.connection)).outcome).toBe('closed')
    const guest = await GuestSession.connect(simulator.connection)
    expect(guest.state).toBe('open')
    await guest.dispose()
  })

  test("is trusted by OpenSSL, as Node.js's own clients use it", async () => {
    const status = await new Promise((resolve, reject) => {
      const ca = fs.readFileSync(simulator.connection.caFile)
      https.get(`${simulator.url}/api/v2/tokens/me`, { ca, agent: false }, (answer) => resolve(answer.resume().statusCode)).on('error', reject)
    })
    expect(status).toBe(401)
  })

  test('is trusted by NODE_EXTRA_CA_CERTS', async () => {
    process.env.NODE_EXTRA_CA_CERTS = simulator.connection.caFile
    expect((await closeWith(untrusting)).outcome).toBe('closed')
  })

  test('is trusted by PLAYWRIGHT_GENESYS_CA_FILE', async () => {
    process.env.PLAYWRIGHT_GENESYS_CA_FILE = simulator.connection.caFile
    expect((await closeWith(untrusting)).outcome).toBe('closed')
  })

  test.each(/** @type {[string, (caFile: string) => [import('..').AttachOptions, NodeJS.ProcessEnv]][]} */ ([
    ['caFile', (caFile) => [{ caFile }, {}]],
    ['PLAYWRIGHT_GENESYS_CA_FILE', (caFile) => [undefined, { PLAYWRIGHT_GENESYS_CA_FILE: caFile }]],
    ['NODE_EXTRA_CA_CERTS', (caFile) => [undefined, { NODE_EXTRA_CA_CERTS: caFile }]],
  ]))('is attached to with %s', async (_name, given) => {
    const [options, env] = given(simulator.connection.caFile)
    Object.assign(process.env, env)
    const attached = await Simulator.attach(simulator.url, options)
    const { conversationId } = await attached.openConversation()
    expect((await simulator.conversation(conversationId)).state).toBe('open')
    expect(attached.connection).toEqual(simulator.connection)
    await attached.stop()
  })

  test.each([
    ['without a caFile', undefined, 'INVALID_INPUT', /no caFile was given/],
    ['with a file that is not there', '/nowhere/ca.pem', 'INVALID_INPUT', /caFile names '\/nowhere\/ca.pem'/],
    ['with a file that is no certificate', __filename, 'INVALID_INPUT', /holds no usable certificate/],
  ])('is not attached to %s', async (_name, caFile, code, message) => {
    for (const name of ['PLAYWRIGHT_GENESYS_CA_FILE', 'NODE_EXTRA_CA_CERTS']) delete process.env[name]
    const error = await rejection(() => Simulator.attach(simulator.url, { caFile }))
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test("is not attached to with another org's authority", async () => {
    const other = await Simulator.start({ tls: true })
    const error = await rejection(() => Simulator.attach(simulator.url, { caFile: other.connection.caFile }))
    await other.stop()
    expect(error).toMatchObject({ code: 'TRANSPORT', message: expect.stringContaining('caFile is not its authority') })
  })

  test('is reached like a region, through a proxy that leads its hosts here', async () => {
    const asked = []
    const proxy = http.createServer()
    proxy.on('connect', ({ url }, socket, head) => {
      asked.push(url)
      const there = net.connect(Number(new URL(simulator.url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        there.write(head)
        there.pipe(socket).pipe(there)
      })
      for (const end of [there, socket]) end.on('error', () => {})
    })
    const port = await listening(proxy)
    const { apiUrl: _api, loginUrl: _login, guestUrl: _guest, configUrl: _config, ...rest } = simulator.connection
    const connection = { ...rest, region: 'simulator.test', proxy: `http://127.0.0.1:${port}` }
    const guest = await GuestSession.connect(connection)
    await guest.send('hello')
    const report = await closeConversation(await guest.conversationId(), { ...connection, guest, wrapUp: 'E2E Test Closure' })
    await guest.dispose()
    proxy.closeAllConnections()
    proxy.close()
    expect(report.witnesses).toMatchObject({ server: { saw: 'closed' }, wire: { saw: 'closed' } })
    for (const service of ['api', 'login', 'webmessaging']) expect(asked).toContain(`${service}.simulator.test:443`)
  })

  test('is refused without, and the error says how to name the authority', async () => {
    const error = await rejection(() => closeWith({ ...untrusting, retry: false }))
    expect(error).toMatchObject({ code: 'TRANSPORT', effect: 'none' })
    expect(error.message).toContain('certificate')
    expect(error.hint).toContain('caFile')
  })
})
