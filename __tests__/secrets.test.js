'use strict'

const http = require('node:http')
const { inspect } = require('node:util')

const { GenesysClient, GuestSession, Simulator, closeConversation } = require('..')
const { NativePageGuest } = require('../build/boundary/page-guest')
const { listening } = require('./support/listening')

const CANARY = 'canary-7f3a9c'
const SOME_ID = '11111111-1111-4111-8111-111111111111'

/** Everything that a person or a log could see of a value. */
function everythingShown(value) {
  const shown = [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value)]
  if (value instanceof Error) shown.push(value.message, value.stack, inspect(value.cause, { depth: 10 }))
  return shown.join('\n')
}

const failureOf = (promise) => promise.then(() => { throw new Error('it did not fail') }, (error) => error)

describe('a secret never shows', () => {
  let simulator

  beforeAll(async () => {
    simulator = await Simulator.start()
  })
  afterAll(() => simulator.stop())

  test.each([
    ['clientSecret', (connection) => ({ ...connection, clientSecret: CANARY })],
    ['accessToken', ({ clientId: _id, clientSecret: _secret, ...connection }) => ({ ...connection, accessToken: CANARY })],
  ])('when the %s is refused', async (_field, change) => {
    const steps = []
    const closing = closeConversation(SOME_ID, { ...change(simulator.connection), onStep: (step) => steps.push(step) })
    const error = await failureOf(closing)
    expect(error.code).toMatch(/^(CREDENTIALS_REJECTED|UNAUTHORIZED)$/)
    expect(everythingShown(error)).not.toContain(CANARY)
    expect(everythingShown(steps)).not.toContain(CANARY)
    expect(everythingShown(simulator.requests())).not.toContain(CANARY)
  })

  test('where a server sends it back as its correlation id, not even in the steps that are told while a close runs', async () => {
    const server = http.createServer((request, response) => response.writeHead(403, { 'ININ-Correlation-Id': `${CANARY}-and-more` }).end('{}'))
    const steps = []
    const options = { apiUrl: `http://127.0.0.1:${await listening(server)}`, accessToken: `${CANARY}-and-more`, retry: /** @type {const} */ (false), onStep: (step) => steps.push(step) }
    const error = await failureOf(closeConversation(SOME_ID, options))
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    expect(steps.map(({ correlationId }) => correlationId)).toContain('[masked]')
    expect(everythingShown([steps, error])).not.toContain(CANARY)
  })

  test('in a proxy address, when the proxy refuses', async () => {
    const proxy = http.createServer((request, response) => response.writeHead(407).end())
    const seen = []
    proxy.on('connect', (request, socket) => {
      seen.push(request.headers['proxy-authorization'])
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    })
    const options = {
      apiUrl: 'https://api.example.test',
      accessToken: CANARY,
      proxy: `http://user:${CANARY}@127.0.0.1:${await listening(proxy)}`,
      retry: /** @type {const} */ (false),
    }
    const error = await failureOf(closeConversation(SOME_ID, { ...options, timeoutMs: 2_000 }))
    await new Promise((resolve) => proxy.close(resolve))
    expect(error.code).toBe('TRANSPORT')
    expect(seen.length).toBeGreaterThan(0)
    expect(everythingShown(error)).not.toContain(CANARY)
    expect(everythingShown(error)).not.toContain(Buffer.from(`user:${CANARY}`).toString('base64'))
  })

  test.each(['clientSecret', 'accessToken', 'proxy'])('in the error about a bad %s', async (field) => {
    const value = field === 'proxy' ? `ftp://user:${CANARY}@host` : ` ${CANARY}\n`
    const error = await failureOf(closeConversation(SOME_ID, { apiUrl: simulator.url, [field]: value }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(everythingShown(error)).not.toContain(CANARY)
  })

  test('in a client that somebody prints', async () => {
    const client = new GenesysClient({ ...simulator.connection, clientSecret: CANARY })
    expect(everythingShown(client)).not.toContain(CANARY)
    await client.dispose()
  })

  test('in the report of a close, and in what the simulator recorded of the login', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const report = await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'E2E Test Closure' })
    const secret = simulator.connection.clientSecret
    expect(everythingShown(report)).not.toContain(secret)
    const logins = simulator.requests({ path: '/oauth/token' })
    expect(logins.length).toBeGreaterThan(0)
    expect(everythingShown(logins)).not.toContain(secret)
    expect(everythingShown(logins)).not.toContain(Buffer.from(`${simulator.connection.clientId}:${secret}`).toString('base64'))
  })

  test('the guest token, in the session, its events, its errors, and what the simulator recorded', async () => {
    const guestToken = '7f3a9c00-cafe-4000-8000-00000000cafe'
    const guest = await GuestSession.connect({ ...simulator.connection, guestToken })
    await guest.send('hello')
    const error = await failureOf(guest.closed({ timeoutMs: 1 }))
    await guest.dispose()
    const refused = await failureOf(GuestSession.connect({ ...simulator.connection, guestToken, deploymentId: SOME_ID }))
    expect(guest.events.length).toBeGreaterThan(2)
    for (const value of [guest, guest.events, error, refused, simulator.requests()]) {
      expect(everythingShown(value)).not.toContain(guestToken)
    }
  })
})

/** The watch of a page, and a socket of its. */
function watched() {
  const guest = new NativePageGuest('page-0001', {}, () => {})
  const socket = guest.connecting(`wss://webmessaging.mypurecloud.ie/v1?deploymentId=${SOME_ID}`)
  socket.opened()
  return { guest, socket }
}

test('a guest token or a history token that a server sends back stands in nothing that the watch of a page tells', () => {
  const [token, jwt] = [`${CANARY}-of-the-guest`, `${CANARY}-of-the-history`]
  const { guest, socket } = watched()
  socket.sent(JSON.stringify({ action: 'configureSession', deploymentId: SOME_ID, token }))
  socket.received(JSON.stringify({ type: 'response', class: 'JwtResponse', code: 200, body: { jwt, exp: 1 } }))
  socket.received(JSON.stringify({ type: 'message', class: 'StructuredMessage', code: 200, body: { direction: 'Outbound', id: 'm-1', type: 'Text', text: `I know ${token} and ${jwt}` } }))
  socket.received(JSON.stringify({ type: 'response', class: 'string', code: 400, body: `${token} is no token` }))
  const told = [guest.takeEvents(), guest.testimony(5), guest.closure()]
  expect(everythingShown(told)).toContain('I know [masked] and [masked]')
  expect(everythingShown(told)).not.toContain(CANARY)
})

test('a token that comes back where another was sent stands in nothing either: the client\'s on a guest\'s socket, the guest\'s in an answer of the API', async () => {
  const [accessToken, guestToken] = [`${CANARY}-of-the-client`, `${CANARY}-of-a-guest`]
  const echo = JSON.stringify({ message: `Not with ${guestToken}.`, code: guestToken, status: 400 })
  const server = http.createServer((request, response) => response.writeHead(400, { 'content-type': 'application/json' }).end(echo))
  const apiUrl = `http://127.0.0.1:${await listening(server)}`
  const { guest, socket } = watched()
  socket.sent(JSON.stringify({ action: 'configureSession', deploymentId: SOME_ID, token: guestToken }))
  const error = await failureOf(closeConversation(SOME_ID, { apiUrl, accessToken, retry: false }))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  socket.received(JSON.stringify({ type: 'response', class: 'string', code: 400, body: `${accessToken} is not for you` }))
  const told = guest.takeEvents()
  expect(everythingShown(error)).toContain('[masked]')
  expect(everythingShown([error, told])).not.toContain(CANARY)
})
