'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const { GenesysClient, GuestSession, Simulator, closeConversation } = require('..')
const { predicateOf } = require('../build/guest/match')
const { rejection } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const ROOT = path.resolve(__dirname, '..')
const CANARY = 'canary-guest-token'

let simulator
let client
const guests = []

beforeAll(async () => {
  simulator = await Simulator.start({ deployment: { conversationDisconnect: 'ReadOnly', conversationClear: false } })
  client = new GenesysClient(simulator.connection)
})

afterEach(async () => {
  await Promise.all(guests.splice(0).map((guest) => guest.dispose()))
  await simulator.reset()
})

afterAll(async () => {
  await client.dispose()
  await simulator.stop()
})

async function join(/** @type {import('..').GuestConnectOptions} */ options = { client }) {
  const guest = await GuestSession.connect(options)
  guests.push(guest)
  return guest
}

describe('a session', () => {
  test('send resolves with the event that stands in the list, acknowledged', async () => {
    const guest = await join()
    expect(guest.state).toBe('open')
    const event = await guest.send('hello')
    expect(event).toMatchObject({ direction: 'sent', kind: 'text', text: 'hello', acknowledged: true, messageId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(guest.events).toContain(event)
    expect(guest.events.filter(({ text }) => text === 'hello')).toHaveLength(1)
  })

  test('messages sent at the same time keep their own echoes', async () => {
    const guest = await join()
    const texts = ['one', 'two', 'three', 'four']
    const sent = await Promise.all(texts.map((text) => guest.send(text)))
    expect(sent.map(({ text }) => text)).toEqual(texts)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(4)
  })

  test('the agent is heard, also when it spoke before anybody waited', async () => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    await simulator.agent(id).say('How can I help?')
    const event = await guest.waitFor(/can I help/g)
    expect(event).toMatchObject({ direction: 'received', kind: 'text', text: 'How can I help?' })
    expect(await guest.waitFor('How can')).toBe(event)
  })

  test('history tells the same, oldest first', async () => {
    const guest = await join()
    const { messageId } = await guest.send('hello')
    await simulator.agent(await guest.conversationId()).say('hi')
    await guest.waitFor('hi')
    const history = await guest.history()
    expect(history.map(({ direction, text }) => [direction, text])).toEqual([['sent', 'hello'], ['received', 'hi']])
    expect(history[0].messageId).toBe(messageId)
  })

  test('read-only: writing is refused with what to do; startNew leads to another conversation', async () => {
    const guest = await join()
    await guest.send('hello')
    const first = await guest.conversationId()
    await client.closeConversation(first, { wrapUp: 'Resolved', guest })
    expect(guest.state).toBe('read-only')
    expect(await rejection(() => guest.send('late'))).toMatchObject({ code: 'REJECTED', hint: expect.stringContaining('startNew') })
    await guest.startNew()
    expect(guest.state).toBe('open')
    await guest.send('again')
    expect(await guest.conversationId()).not.toBe(first)
  })

  test('clear where the deployment does not allow it says which switch', async () => {
    const guest = await join()
    await guest.send('hello')
    expect(await rejection(() => guest.clear())).toMatchObject({ code: 'REJECTED', hint: expect.stringContaining('conversationClear') })
  })

  test('a lost socket comes back by itself, and says so in events', async () => {
    const guest = await join()
    await guest.send('before')
    await guest.dropSocket()
    expect(await guest.send('after')).toMatchObject({ acknowledged: true })
    const phases = guest.events.filter(({ kind }) => kind === 'socket').map(({ detail }) => detail.phase)
    expect(phases).toEqual(['open', 'closed', 'open'])
  })

  test('the deployment is refused at the upgrade', async () => {
    const options = { ...simulator.connection, deploymentId: '33333333-3333-4333-8333-333333333333' }
    const error = await rejection(() => GuestSession.connect(options))
    expect(error).toMatchObject({ code: 'SESSION_REFUSED', status: 403, operation: 'connect' })
    expect(error.message).toContain('33333333-3333-4333-8333-333333333333')
  })

  test('disposing aborts what waits, and nothing can be done afterwards', async () => {
    const guest = await join()
    const waiting = rejection(() => guest.waitFor('never'))
    const closed = rejection(() => guest.closed())
    const testimony = guest.testify({})
    await guest.dispose()
    expect(await waiting).toMatchObject({ name: 'AbortError', code: 'ABORTED' })
    expect(['ABORTED', 'GUEST_NOT_TOLD']).toContain((await closed).code)
    // Its socket may have been up until then, or gone already: either way it was not told.
    expect(['nothing', 'open']).toContain((await testimony).wire.saw)
    expect(guest.state).toBe('disposed')
    expect(await rejection(() => guest.send('x'))).toMatchObject({ code: 'INVALID_INPUT' })
    await guest.dispose()
  })

  test('a process that ends with a guest connected ends by itself', () => {
    const script = `
      const { GuestSession, Simulator } = require('.')
      Simulator.start().then((simulator) => GuestSession.connect((globalThis.simulator = simulator).connection)).then((guest) => guest.send('x')).then(() => console.log('sent'))`
    const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', timeout: 10_000 })
    expect(output).toBe('sent\n')
  })

  test('the guest token stands in no event, error or report', async () => {
    const guest = await join({ client, guestToken: CANARY })
    await guest.send('hello')
    const report = await client.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
    const error = await rejection(() => guest.send('late'))
    const written = JSON.stringify([guest.events, report, error, await guest.history()]) + error.stack
    expect(written).not.toContain(CANARY)
  })

  test('a guest is made by connect only', () => {
    expect(() => Reflect.construct(GuestSession, [])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

describe('finding the conversation', () => {
  test('with a client it is known by the time it is asked for: a trigger looks nothing up', async () => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    const lookUps = () => simulator.requests({ path: /details$/ }).length
    const before = lookUps()
    expect(await guest.conversationId()).toBe(id)
    expect(lookUps()).toBe(before)
  })

  test('before the first message there is nothing to find', async () => {
    const guest = await join()
    expect(await rejection(() => guest.conversationId(undefined, { timeoutMs: 30 }))).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('has not written yet') })
  })

  test('not there yet and no permission are told apart', async () => {
    const guest = await join(simulator.connection)
    await guest.send('hello')
    const early = simulator.fault({ on: { path: /details$/ }, respond: { status: 404, body: { message: 'not found', code: 'not.found', status: 404 } } })
    expect(await rejection(() => guest.conversationId(client, { timeoutMs: 1_000 }))).toMatchObject({ code: 'NOT_FOUND' })
    expect(early.hits).toBeGreaterThan(0)
    early.remove()
    const denied = simulator.fault({
      on: { path: /details$/ },
      respond: { status: 403, body: { code: 'missing.any.permissions', status: 403, message: 'Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:message:view]' } },
    })
    expect(await rejection(() => guest.conversationId(client))).toMatchObject({ code: 'FORBIDDEN' })
    expect(denied.hits).toBeGreaterThan(0)
  })

  test('without a client and without credentials it says what is missing', async () => {
    const { guestUrl, apiUrl, configUrl, deploymentId } = simulator.connection
    const guest = await join({ guestUrl, apiUrl, configUrl, deploymentId })
    await guest.send('hello')
    expect((await rejection(() => guest.conversationId())).code).toMatch(/INVALID_INPUT|CREDENTIALS/)
  })
})

describe('closeWhen', () => {
  const options = { wrapUp: 'E2E Test Closure' }

  test.each([
    ['a text', 'please close'],
    ['a pattern with memory', /CLOSE/gi],
    ['a sticky pattern', /please/y],
    ['a predicate', (event) => event.text?.endsWith('close')],
  ])('%s that is sent ends the conversation, this guest being the witness', async (_name, match) => {
    const guest = await join()
    const closing = guest.closeWhen(match, options)
    await guest.send('hello')
    await guest.send('please close')
    expect(await closing).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'closed', mode: 'ReadOnly' } } })
    expect(guest.state).toBe('read-only')
  })

  test('a received payload', async () => {
    const guest = await join()
    await guest.send('hello')
    const closing = guest.closeWhen('goodbye', { ...options, direction: 'received' })
    await guest.send('goodbye')
    await simulator.agent(await guest.conversationId()).say('goodbye then')
    expect(await closing).toMatchObject({ outcome: 'closed' })
  })

  test('what came before the call does not match', async () => {
    const guest = await join()
    await guest.send('close')
    const error = await rejection(() => guest.closeWhen('close', { ...options, waitMs: 50 }))
    expect(error).toMatchObject({ code: 'TIMEOUT' })
    expect(error.message).toContain('Nothing came')
  })

  test('at the end of waitMs it lists what came, without its text', async () => {
    const guest = await join()
    const waiting = rejection(() => guest.closeWhen('never', { ...options, waitMs: 1_500 }))
    const { messageId } = await guest.send('a secret thing')
    const error = await waiting
    expect(error.message).toContain(`sent text of 14 characters (${messageId})`)
    expect(error.message).not.toContain('secret')
    expect(error.message).not.toContain('never')
  })

  test('it matches once', async () => {
    const guest = await join()
    const closing = guest.closeWhen('x', options)
    await Promise.all([guest.send('x'), guest.send('x again')])
    await closing
    expect(simulator.requests({ method: 'PATCH' })).toHaveLength(1)
  })

  test('it can be cancelled while it waits', async () => {
    const guest = await join()
    const stop = new AbortController()
    const waiting = rejection(() => guest.closeWhen('x', { ...options, signal: stop.signal }))
    stop.abort(new Error('enough'))
    expect(await waiting).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: expect.objectContaining({ message: 'enough' }) })
    await guest.send('x')
    expect(simulator.requests({ method: 'PATCH' })).toHaveLength(0)
  })

  test('one that nobody awaits is never an unhandled rejection', () => {
    const script = `
      const { GuestSession, Simulator } = require('.')
      process.on('unhandledRejection', () => { console.log('unhandled') })
      Simulator.start().then((simulator) => GuestSession.connect((globalThis.simulator = simulator).connection)).then((guest) => {
        guest.closeWhen('never', { waitMs: 5 })
        setTimeout(async () => console.log('end', (await guest._settleTriggers()).map(({ code }) => code)), 50)
      })`
    const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8', timeout: 10_000 })
    expect(output).toBe("end [ 'TIMEOUT' ]\n")
  })

  test('only what nobody awaits is left for a fixture to fail with', async () => {
    const guest = await join()
    const awaited = await rejection(() => guest.closeWhen('never', { waitMs: 5 }))
    guest.closeWhen('nobody waits for this')
    await guest.send('x')
    const [silent, ...more] = /** @type {Error[]} */ (await guest._settleTriggers())
    expect([awaited.code, more]).toEqual(['TIMEOUT', []])
    expect(silent.message).toMatch(/^TIMEOUT: No event matched a text of 21 characters before the test ended\. What came \(1\): sent text/)
  })

  test('a close under way is not given up with its test', async () => {
    const guest = await join()
    const closed = guest.closeWhen('x', options)
    const slow = simulator.fault({ on: { method: 'PATCH' }, delayMs: 100 })
    await guest.send('x')
    while (slow.hits === 0) await new Promise(setImmediate)
    expect(await guest._settleTriggers()).toEqual([])
    expect((await closed).outcome).toBe('closed')
  })

  test("a predicate's own error is the caller's", async () => {
    const guest = await join()
    const closing = rejection(() => guest.closeWhen(() => { throw new RangeError('mine') }, options))
    await guest.send('x')
    expect(await closing).toBeInstanceOf(RangeError)
  })

  test('its errors point at the line that asked', async () => {
    const guest = await join()
    const error = await rejection(() => guest.closeWhen('x', { ...options, waitMs: 1 }))
    expect(error.stack).toContain('guest.test.js')
  })
})

describe('what a match looks at', () => {
  const content = [{ contentType: 'ButtonResponse', buttonResponse: { type: 'QuickReply', text: 'Yes', payload: 'end-chat' } }]
  /** @type {import('..').GuestEvent} */
  const button = { at: 0, direction: 'sent', kind: 'structured', text: 'Yes', detail: { content } }

  test.each([
    ['part of the text', 'es', true],
    ['case matters', 'yes', false],
    ["a button's payload", 'end-chat', true],
    ['the content as JSON', '"contentType":"ButtonResponse"', true],
    ['a whole payload by pattern', /^end-chat$/, true],
    ['an anchor is not the JSON', /^chat/, false],
  ])('%s', (_name, match, expected) => {
    expect(predicateOf(match)(button)).toBe(expected)
  })

  const payload = '{"do":"close","id":7}'
  const card = { title: 'Done?', actions: [{ type: 'Postback', text: 'End', payload }] }

  test.each([
    ['a quick reply', { contentType: 'QuickReply', quickReply: { text: 'End', payload } }],
    ['an answer to a button', { contentType: 'ButtonResponse', buttonResponse: { type: 'Button', text: 'End', payload } }],
    ['a postback', { contentType: 'Postback', postback: { text: 'End', payload } }],
    ['a card', { contentType: 'Card', card }],
    ['a carousel', { contentType: 'Carousel', carousel: { cards: [{ title: 'First' }, card] } }],
    ['a list', { contentType: 'ListPicker', listPicker: { sections: [{ title: 'Section', items: [{ title: 'End', payload }] }] } }],
  ])('the payload of %s, as it was before it was JSON', (_name, part) => {
    /** @type {import('..').GuestEvent} */
    const event = { at: 0, direction: 'received', kind: 'structured', detail: { content: [part] } }
    for (const match of [payload, '"do":"close"', /^\{"do":"close"/]) expect(predicateOf(match)(event)).toBe(true)
    expect(predicateOf('"do":"open"')(event)).toBe(false)
  })

  test.each([
    [{ kind: 'text' }, true], [{ text: 'END' }, true], [{ text: 'EN' }, false], [{ kind: 'structured', text: 'END' }, false],
    [{ detail: { content: [{ a: 1 }] } }, true], [{ detail: { content: [] } }, false], [{ detail: { deep: { y: null } } }, true],
    [{ detail: { deep: { z: null } } }, false], [{ injected: true }, false], [{ messageId: 'ab'.repeat(16) }, false],
  ])('an object is like an event that has all of it: %j', (like, expected) => {
    const detail = { content: [{ a: 1, b: 2 }], deep: { x: true, y: null } }
    expect(predicateOf(untyped(like))(untyped({ at: 0, direction: 'received', kind: 'text', text: 'END', detail }))).toBe(expected)
  })

  test('a pattern with memory gives the same answer each time', () => {
    const fits = predicateOf(/end/gy)
    expect([fits(button), fits(button), fits(button)]).toEqual([true, true, true])
  })
})

describe('testify and closed', () => {
  test('testify never rejects for not told', async () => {
    const guest = await join()
    await guest.send('hello')
    const { wire, closure } = await guest.testify({ timeoutMs: 20 })
    expect(wire).toMatchObject({ saw: 'open', detail: expect.stringMatching(/^no closing frame within \d+ ms; last frames: session \d+ ms ago, own text \d+ ms ago$/) })
    expect(closure).toBeUndefined()
  })

  test('testify tells how long after the server the guest was told', async () => {
    const guest = await join()
    await guest.send('hello')
    await closeConversation(await guest.conversationId(), { ...simulator.connection, wrapUp: 'Resolved', guest })
    const closure = await guest.closed()
    expect(await guest.testify({ serverClosedAt: closure.at - 7 })).toMatchObject({ wire: { saw: 'closed', mode: 'ReadOnly', afterMs: 7 }, closure })
  })

  test('closed must stay closed for the settle window', async () => {
    const guest = await join()
    await guest.send('hello')
    await client.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
    const { at } = await guest.closed({ staysForMs: 150 })
    expect(Date.now()).toBeGreaterThanOrEqual(at + 150)
    const error = await rejection(() => guest.closed({ staysForMs: 60_000, timeoutMs: 20 }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('settle window of 60000 ms') })
  })

  test('both can be aborted', async () => {
    const guest = await join()
    for (const ask of ['closed', 'testify']) {
      const signal = AbortSignal.timeout(5)
      expect(await rejection(() => guest[ask]({ signal }))).toMatchObject({ code: 'ABORTED', cause: signal.reason })
    }
  })
})

describe('bad input', () => {
  test.each([
    ['send', [''], /text is not acceptable/],
    ['send', [7], /text is not acceptable/],
    ['send', ['x', { atributes: {} }], /atributes.*attributes/s],
    ['waitFor', [7], /match is not acceptable/],
    ['waitFor', [{}], /an object without a field/],
    ['waitFor', [{ txt: 'END' }], /match\.txt is not acceptable/],
    ['waitFor', [{ detail: { phase: () => true } }], /match\.detail is not acceptable.*JSON cannot hold/],
    ['waitFor', [{ detail: { phase: expect.any(String) } }], /match\.detail is not acceptable/],
    ['closeWhen', [{ kind: 'text', detail: { time: Symbol('now') } }], /match\.detail is not acceptable/],
    ['closeWhen', ['x', { direction: 'up' }], /direction/],
    ['closed', [{ staysForMs: -1 }], /staysForMs/],
    ['testify', [{ timeoutMs: 0 }], /timeoutMs/],
    ['startNew', [], /startNew\(\) follows/],
  ])('%s(%j) is INVALID_INPUT', async (method, args, message) => {
    const guest = await join()
    expect(await rejection(() => guest[method](...args))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) })
  })

  test('a text that is too long is INVALID_INPUT, with its length', async () => {
    const guest = await join()
    expect(await rejection(() => guest.send('x'.repeat(4097)))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('4097 bytes') })
  })

  test.each([
    [{ guestToken: ' ' }, /guestToken/],
    [{ deploymentId: 'x' }, /deploymentId/],
    [{ origin: 'shop.example' }, /origin/],
    [{ reconect: false }, /reconnect/],
    [{ guestUrl: 'ws://guests.example' }, /ws to guests\.example/],
  ])('connect(%j) is INVALID_INPUT', async (options, message) => {
    expect(await rejection(() => GuestSession.connect({ ...simulator.connection, ...options }))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) })
  })
})
