'use strict'

const { GenesysClient, GuestSession, Simulator, closeConversation } = require('..')
const { everythingShown, formsOf, leaksIn, secretOf } = require('./support/canaries')

jest.setTimeout(60_000)

const SOME_ID = '11111111-1111-4111-8111-111111111111'
const GUEST_TOKEN = '7f3a9c00-cafe-4000-8000-00000000cafe'
const SECRETS = { clientSecret: secretOf('secret'), accessToken: secretOf('token'), proxy: secretOf('proxy'), guestToken: GUEST_TOKEN }
/** Nothing listens there. */
const PROXY = `http://user:${encodeURIComponent(SECRETS.proxy)}@127.0.0.1:9`

const failureOf = (promise) => promise.then(() => { throw new Error('it did not fail') }, (error) => error)

let simulator
const warnings = []
const noteWarning = (warning) => warnings.push(warning)

beforeAll(async () => {
  process.on('warning', noteWarning)
  simulator = await Simulator.start()
})

afterAll(async () => {
  process.off('warning', noteWarning)
  await simulator.stop()
})

const withToken = () => {
  const { clientId: _id, clientSecret: _secret, ...connection } = simulator.connection
  return { ...connection, accessToken: SECRETS.accessToken }
}
const elsewhere = (fields) => ({ apiUrl: 'https://api.example.test', loginUrl: 'https://login.example.test', retry: false, timeoutMs: 5_000, ...fields })

test('the look-out finds a secret in each form', () => {
  const { clientSecret } = SECRETS
  expect(formsOf(clientSecret).length).toBeGreaterThan(8)
  const written = [
    clientSecret,
    new URLSearchParams({ a: clientSecret }).toString(),
    `Basic ${Buffer.from(`an-id:${clientSecret}`).toString('base64')}`,
    Buffer.from(`x${clientSecret}y`).toString('base64url'),
    new URL(PROXY.replace(encodeURIComponent(SECRETS.proxy), encodeURIComponent(clientSecret))).href,
    everythingShown(new Error('outer', { cause: new AggregateError([new Error(clientSecret)]) })),
    everythingShown({ get hidden() { return clientSecret } }),
  ]
  expect(written.map((text) => leaksIn(text, SECRETS))).toEqual(written.map(() => ['clientSecret']))
  expect(leaksIn('canary', SECRETS)).toEqual([])
})

test.each([
  ['a wrong secret', () => ({ ...simulator.connection, clientSecret: SECRETS.clientSecret }), 'CREDENTIALS_REJECTED'],
  ['a wrong token', withToken, 'UNAUTHORIZED'],
  ['a secret, behind a proxy that is not there', () => elsewhere({ clientId: 'an-id', clientSecret: SECRETS.clientSecret, proxy: PROXY }), 'TRANSPORT'],
  ['a token, behind a proxy that is not there', () => elsewhere({ accessToken: SECRETS.accessToken, proxy: PROXY }), 'TRANSPORT'],
])('%s: no function shows it, nor the client, nor any error with its causes', async (_name, options, code) => {
  const client = new GenesysClient(options())
  const steps = []
  const failures = await Promise.all([
    failureOf(client.closeConversation(SOME_ID, { onStep: (step) => steps.push(step) })),
    failureOf(client.getConversation(SOME_ID)),
    failureOf(client.findConversation({ messageId: SOME_ID })),
    failureOf(client.listWrapUpCodes()),
    failureOf(closeConversation(SOME_ID, options())),
  ])
  const many = await client.closeConversations([SOME_ID, SOME_ID.replace('1', '2')], { wrapUp: 'x' }).catch((error) => error)
  await client.dispose()
  expect(failures.map((failure) => failure.code)).toEqual(failures.map(() => code))
  for (const shown of [client, steps, many, GenesysClient, ...failures]) expect(leaksIn(everythingShown(shown), SECRETS)).toEqual([])
})

test('a guest: its session, events, history, witnesses and errors', async () => {
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ ...simulator.connection, client, guestToken: GUEST_TOKEN })
  await guest.send('hello')
  const shown = [guest, guest.events, await guest.history(), await failureOf(guest.closed({ timeoutMs: 1 }))]
  const conversationId = await guest.conversationId()
  const report = await client.closeConversation(conversationId, { wrapUp: 'E2E Test Closure', guest })
  shown.push(report, report.summary(), await failureOf(guest.send('too late')), await failureOf(guest.waitFor('x', { timeoutMs: 1 })))
  await guest.dispose()
  shown.push(guest, await failureOf(guest.send('gone')))
  shown.push(await failureOf(GuestSession.connect({ ...simulator.connection, guestToken: GUEST_TOKEN, deploymentId: SOME_ID })))
  shown.push(await failureOf(GuestSession.connect(elsewhere({ guestUrl: 'wss://guest.example.test', deploymentId: SOME_ID, guestToken: GUEST_TOKEN, proxy: PROXY }))))
  await client.dispose()
  const own = { ...SECRETS, simulator: simulator.connection.clientSecret }
  for (const value of shown) expect(leaksIn(everythingShown(value), own)).toEqual([])
})

test('options that are refused, in every field that may hold a secret', async () => {
  const bad = [
    { clientSecret: `${SECRETS.clientSecret}\n`, clientId: 'i' },
    { clientSecret: SECRETS.clientSecret },
    { accessToken: `${SECRETS.accessToken} ` },
    { accessToken: SECRETS.accessToken, clientId: 'i', clientSecret: SECRETS.clientSecret },
    { proxy: PROXY.replace('http:', 'socks5:') },
    { apiUrl: PROXY },
    { guestUrl: PROXY.replace('http:', 'ws:') },
  ]
  for (const fields of bad) {
    const failure = await failureOf(closeConversation(SOME_ID, { ...fields }))
    expect(failure.code).toBe('INVALID_INPUT')
    expect(leaksIn(everythingShown(failure), SECRETS)).toEqual([])
  }
  const refused = await failureOf(GuestSession.connect({ ...simulator.connection, guestToken: `${GUEST_TOKEN}\u0007` }))
  expect(refused.code).toBe('INVALID_INPUT')
  expect(leaksIn(everythingShown(refused), SECRETS)).toEqual([])
})

test('no warning of the process held one', async () => {
  // Warnings are emitted on the next tick.
  await new Promise((resolve) => { setImmediate(resolve) })
  for (const warning of warnings) expect(leaksIn(everythingShown(warning), SECRETS)).toEqual([])
})
