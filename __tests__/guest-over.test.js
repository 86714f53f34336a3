'use strict'

const { WebSocketServer } = require('ws')
const { GenesysClient, GuestSession, Simulator } = require('..')
const { rejection } = require('./support/rejection')

const DAY_MS = 24 * 3_600_000
/** So long nobody waits who knows that nothing comes any more. */
const LONG_MS = 60_000

let simulator
let client
let guests

beforeEach(async () => {
  guests = []
  simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send', conversationClear: true } })
  client = new GenesysClient(simulator.connection)
})

afterEach(async () => {
  await Promise.all(guests.map((guest) => guest.dispose()))
  await client.dispose()
  await simulator.stop()
})

async function join(options = {}) {
  const guest = await GuestSession.connect({ client, ...options })
  guests.push(guest)
  return guest
}

const TOKEN = '5e1f0000-cafe-4000-8000-00000000cafe'
const WAYS = {
  expired: async () => { await simulator.advance(4 * DAY_MS) },
  displaced: async () => { for (let tab = 0; tab < 3; tab++) await join({ guestToken: TOKEN }) },
  cleared: async ({ guest }) => { await guest.clear() },
  lost: async ({ guest }) => { await guest.dropSocket() },
}

describe.each([
  ['expired', 'SESSION_EXPIRED', "The guest's session has expired."],
  ['displaced', 'SESSION_CLOSED', 'displaced'],
  ['cleared', 'SESSION_CLOSED', 'cleared'],
  ['lost', 'SESSION_CLOSED', 'disconnected'],
])('waits on a session that is over: %s', (way, code, why) => {
  let guest
  const end = () => WAYS[way]({ guest })
  const refused = { code, message: expect.stringContaining(why) }

  beforeEach(async () => {
    guest = await join({ guestToken: TOKEN, reconnect: false })
  })

  test('what waits ends with it, at once, and says so', async () => {
    await guest.send('hello')
    const waiting = rejection(() => guest.waitFor('never', { timeoutMs: LONG_MS }))
    const closing = rejection(() => guest.closeWhen('never', { waitMs: LONG_MS }))
    await end()
    expect(await waiting).toMatchObject({ ...refused, operation: 'waitFor' })
    expect(await closing).toMatchObject({ ...refused, operation: 'closeWhen', effect: 'none' })
    expect((await closing).message).toContain('No event matched a text of 5 characters')
  })

  test('so does what begins afterwards; what came before is still found', async () => {
    await guest.send('hello')
    const id = await guest.conversationId()
    await simulator.agent(id).say('good morning')
    await guest.waitFor('good morning')
    await end()
    expect((await guest.waitFor('good morning')).text).toBe('good morning')
    expect(await rejection(() => guest.waitFor('never', { timeoutMs: LONG_MS }))).toMatchObject(refused)
    expect(await rejection(() => guest.closeWhen('never', { waitMs: LONG_MS }))).toMatchObject(refused)
    expect(await guest.conversationId()).toBe(id)
  })
})

test.each(['expired', 'displaced', 'lost'])('a conversation that never began is not waited for by a guest who can begin none: %s', async (way) => {
  const guest = await join({ guestToken: TOKEN, reconnect: false })
  await WAYS[way]({ guest })
  const error = await rejection(() => guest.conversationId(client, { timeoutMs: LONG_MS }))
  expect(error).toMatchObject({ code: way === 'expired' ? 'SESSION_EXPIRED' : 'SESSION_CLOSED', operation: 'conversationId' })
})

test('after startNew() it is waited for again', async () => {
  const guest = await join()
  await guest.send('hello')
  await WAYS.cleared({ guest })
  await guest.startNew()
  await guest.send('hello again')
  await simulator.agent(await guest.conversationId()).say('good morning')
  expect((await guest.waitFor('good morning')).text).toBe('good morning')
})

describe('a guest that is disposed of', () => {
  const disposed = { name: 'AbortError', code: 'ABORTED', message: expect.stringContaining('its guest was disposed of') }

  test('says so to whoever waits for the end, and to whoever asks afterwards', async () => {
    const guest = await join()
    await guest.send('hello')
    const closed = rejection(() => guest.closed({ timeoutMs: LONG_MS }))
    const testimony = guest.testify({ timeoutMs: LONG_MS })
    await guest.dispose()
    expect(await closed).toMatchObject(disposed)
    expect(await rejection(() => guest.closed())).toMatchObject(disposed)
    expect((await testimony).wire).toEqual({ saw: 'nothing', detail: 'the guest was disposed of' })
    expect((await guest.testify({})).wire).toEqual({ saw: 'nothing', detail: 'the guest was disposed of' })
  })

  test('is the reason of a close under way', async () => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    const closing = rejection(() => client.closeConversation(id, { wrapUp: 'Resolved', guest }))
    await guest.dispose()
    expect(await closing).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('the guest was disposed of') })
  })

  test('was told where it was told before', async () => {
    const guest = await join()
    await guest.send('hello')
    await simulator.agent(await guest.conversationId()).disconnect()
    await guest.closed()
    await guest.dispose()
    expect((await guest.closed()).kind).toBe('told')
  })
})

test('an error says how long it took', async () => {
  const guest = await join()
  await guest.send('hello')
  const closed = await rejection(() => guest.closed({ timeoutMs: 60 }))
  expect(closed).toMatchObject({ code: 'GUEST_NOT_TOLD' })
  expect(closed.elapsedMs).toBeGreaterThanOrEqual(60)
  const fresh = await join({ client: undefined, ...simulator.connection })
  const unknown = await rejection(() => fresh.conversationId(client, { timeoutMs: 60 }))
  expect(unknown).toMatchObject({ code: 'TIMEOUT' })
  expect(unknown.elapsedMs).toBeGreaterThanOrEqual(60)
})

test('a predicate that answers with a promise is refused by the call that got it', async () => {
  const guest = await join()
  await guest.send('hello')
  const wrong = /** @type {import('..').Match} */ (/** @type {unknown} */ (async () => true))
  await simulator.agent(await guest.conversationId()).say('good morning')
  expect(await rejection(() => guest.waitFor(wrong))).toMatchObject({ code: 'INVALID_INPUT', operation: 'waitFor' })
})

describe('the settle window of one that was told and then ended', () => {
  async function told() {
    const guest = await join()
    await guest.send('hello')
    await simulator.agent(await guest.conversationId()).disconnect()
    await guest.closed()
    return guest
  }

  test('stood long enough while the socket was up', async () => {
    const guest = await told()
    await guest.closed({ staysForMs: 30 })
    await simulator.advance(4 * DAY_MS)
    await rejection(() => guest.waitFor('never'))
    expect((await guest.closed({ staysForMs: 30 })).kind).toBe('told')
    expect((await guest.testify({ staysForMs: 30 })).wire.saw).toBe('closed')
  })

  test('or is not waited for, and the words say why', async () => {
    const guest = await told()
    const closed = rejection(() => guest.closed({ staysForMs: LONG_MS, timeoutMs: 2 * LONG_MS }))
    const testimony = guest.testify({ staysForMs: LONG_MS, timeoutMs: 2 * LONG_MS })
    await simulator.advance(4 * DAY_MS)
    const detail = `told, but the socket was down in the settle window of ${LONG_MS} ms, and the session is over`
    expect(await closed).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining(detail) })
    expect((await testimony).wire).toEqual({ saw: 'nothing', detail })
  })
})

describe('a service of another hand', () => {
  let server
  afterEach(() => new Promise((resolve) => {
    for (const socket of server.clients) socket.terminate()
    server.close(resolve)
  }))

  /** `answer(request)` is sent back. */
  async function connectTo(answer) {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    server.on('connection', (socket) => socket.on('message', (text) => { for (const frame of answer(JSON.parse(String(text)))) socket.send(JSON.stringify(frame)) }))
    await new Promise((resolve) => server.once('listening', resolve))
    return GuestSession.connect({ ...simulator.connection, client: undefined, guestUrl: `ws://127.0.0.1:${server.address().port}/v1`, timeoutMs: LONG_MS })
  }

  test('that says at once that the session has expired is not waited for', async () => {
    const error = await rejection(() => connectTo(() => [{ type: 'message', class: 'SessionExpiredEvent', code: 200 }]))
    expect(error).toMatchObject({ code: 'SESSION_EXPIRED', operation: 'connect' })
  })

  test('that has a message and says nothing of it: a call that is given up may have had an effect', async () => {
    const received = []
    const guest = await connectTo(({ action, message }) => {
      if (action === 'onMessage' && message?.type === 'Text') received.push(message)
      return action === 'configureSession' ? [{ type: 'response', class: 'SessionResponse', code: 200, body: { connected: true, newSession: true } }] : []
    })
    guests.push(guest)
    const stop = new AbortController()
    const sending = rejection(() => guest.send('hello', { signal: stop.signal }))
    while (received.length === 0) await new Promise(setImmediate)
    stop.abort()
    expect(await sending).toMatchObject({ code: 'ABORTED', effect: 'unknown' })
    expect(await rejection(() => guest.history({ timeoutMs: 50 }))).toMatchObject({ code: 'TIMEOUT', effect: 'none' })
  })
})

test('a call that was aborted before it began says which one it was', async () => {
  const guest = await join()
  const signal = AbortSignal.abort()
  expect(await rejection(() => guest.closed({ signal }))).toMatchObject({ code: 'ABORTED', operation: 'closed' })
  expect(await rejection(() => client.getConversation('5e0c2b1a-7c55-4c0e-9b5f-2d8f6c1f7a10', { signal }))).toMatchObject({ code: 'ABORTED', operation: 'getConversation' })
})
