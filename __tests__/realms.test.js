'use strict'

const vm = require('node:vm')
const ours = require('..')
const { matchers } = require('../dist/matchers')
const { rejection } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const { GenesysClient, GuestSession, Simulator } = ours
const foreign = (source) => vm.runInNewContext(source)
/** Whoever ignores the client of somebody else goes here instead. */
const ELSEWHERE = { GENESYSCLOUD_REGION: 'eu-west-1', GENESYSCLOUD_ACCESS_TOKEN: 'somebody-s-own' }

/** The package as a test has it after jest.resetModules(). */
function anotherCopy() {
  let other
  jest.isolateModules(() => { other = { ...require('..'), ...require('../dist/matchers') } })
  expect(other.GenesysClient).not.toBe(GenesysClient)
  return other
}

let simulator
let client
const before = { ...process.env }
beforeAll(() => Object.assign(process.env, ELSEWHERE))
afterAll(() => { process.env = before })
beforeEach(async () => {
  simulator = await Simulator.start()
  client = new GenesysClient(simulator.connection)
})
afterEach(async () => {
  await client.dispose()
  await simulator.stop()
})

describe('a client of another copy of the package', () => {
  test('is the client that its guest is made with, closes with, and is asked by', async () => {
    const other = anotherCopy()
    const guest = await other.GuestSession.connect({ client })
    const closing = guest.closeWhen('bye', { client, wrapUp: 'Resolved' })
    await guest.send('bye')
    const { outcome, conversationId } = await closing
    expect(outcome).toBe('closed')
    expect(await guest.conversationId(client)).toBe(conversationId)
    expect((await simulator.conversation(conversationId)).state).toBe('closed')
    await guest.dispose()
  })

  test('finds the conversation of a guest of ours, whom the other copy may close and look at', async () => {
    const other = anotherCopy()
    const [guest, closer] = [await GuestSession.connect({ client }), new other.GenesysClient(simulator.connection)]
    await guest.send('hello')
    const id = await guest.conversationId(closer)
    expect(await closer.closeConversation(id, { guest, wrapUp: 'Resolved' })).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'closed' } } })
    expect(await other.matchers.toBeClosed.call({ isNot: false }, guest)).toMatchObject({ pass: true })
    expect(await matchers.toBeClosed.call({ isNot: false }, closer.conversation(id))).toMatchObject({ pass: true })
    await Promise.all([guest.dispose(), closer.dispose()])
  })

  test('whose connection is not known is refused, and nobody goes to the org of the environment', async () => {
    const older = untyped({ closeConversation() {}, findConversation() {} })
    const error = await rejection(() => GuestSession.connect({ client: older, deploymentId: simulator.connection.deploymentId }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('client is not acceptable: got an object; accepted: a GenesysClient of this version') })
  })

  test('that throws when it is asked is refused in words', async () => {
    const error = await rejection(() => GuestSession.connect({ client: new Proxy(client, {}) }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('client is not acceptable') })
  })

  test.each([['null', null], ['an id', untyped('x')], ['a half of a client', untyped({ closeConversation() {} })]])('is no %s', async (_name, given) => {
    const guest = await GuestSession.connect({ client })
    expect(await rejection(() => guest.conversationId(given))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('client is not acceptable') })
    expect(await rejection(() => guest.closeWhen('bye', { client: given }))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('client is not acceptable') })
    await guest.dispose()
  })

  test('reads the window of the budget in the connection of a simulator of ours', () => {
    const { WINDOW_MS } = require('../build/client/connection')
    expect(Symbol.keyFor(WINDOW_MS)).toBe('playwright-genesys/budget-window')
  })
})

describe('a value of another realm', () => {
  test('that is a RegExp matches requests and payloads', async () => {
    const fault = simulator.fault({ on: { path: foreign('/tokens.me/') }, respond: { status: 500, body: {} } })
    await rejection(() => client._owner())
    expect(fault.hits).toBeGreaterThan(0)
    expect(simulator.requests({ path: foreign('/oauth/') })).toHaveLength(1)
    const guest = await GuestSession.connect({ client })
    const closing = guest.closeWhen(foreign('/b.e/g'), { wrapUp: 'Resolved' })
    await guest.send('bye')
    expect(await closing).toMatchObject({ outcome: 'closed' })
    await guest.dispose()
  })

  test('that is a signal stops the call', async () => {
    const { signal, abort } = foreignSignal()
    const { conversationId } = await simulator.openConversation()
    const fault = simulator.fault({ on: { method: 'GET' }, delayMs: 60_000 })
    const closing = rejection(() => client.closeConversation(conversationId, { signal }))
    abort()
    expect(await closing).toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(fault.hits).toBeLessThanOrEqual(1)
  })

  test.each([
    ['without removeEventListener', { aborted: false, addEventListener() {} }],
    ['that cannot be asked', Object.create(AbortSignal.prototype)],
  ])('that is half a signal, %s, is refused before anything is sent', async (_name, signal) => {
    const { conversationId } = await simulator.openConversation()
    expect(await rejection(() => client.closeConversation(conversationId, { signal }))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/^(?:INVALID_INPUT: )?signal is not acceptable/) })
    expect(simulator.requests()).toEqual([])
  })

  test('that is a plain object or an array is one', async () => {
    const { conversationId } = await simulator.openConversation()
    const options = foreign("({ wrapUp: { name: 'Resolved', tags: ['a'] }, guard: { startedWithinMs: 60000 } })")
    expect(await client.closeConversation(conversationId, options)).toMatchObject({ outcome: 'closed' })
    const { closed, alreadyClosed } = await client.closeConversations(foreign(`[${JSON.stringify(conversationId)}]`))
    expect(closed + alreadyClosed).toBe(1)
  })

  test.each(['new Map([["wrapUp", "Resolved"]])', 'new Set()', 'new Date(0)', '/x/', 'new Error("x")', 'new (class Options { get wrapUp() { return "Resolved" } })()'])('that is no options, %s, is refused in words', async (source) => {
    const { conversationId } = await simulator.openConversation()
    for (const options of [foreign(source), { guard: foreign(source) }, { wrapUp: foreign(source) }]) {
      expect(await rejection(() => client.closeConversation(conversationId, options))).toMatchObject({ code: 'INVALID_INPUT' })
    }
    expect(simulator.requests()).toEqual([])
  })

  test.each(['new Map([["a", 1]])', 'new Set([1])', '/x/', 'new Error("x")', 'new Uint8Array(2)', '({ deep: [new Map()] })'])('of which JSON would make something else, %s, is no body of a fault', (source) => {
    expect(() => simulator.fault({ on: { path: '/x' }, respond: { status: 200, body: foreign(source) } })).toThrow(/body is not acceptable/)
  })

  test.each(['new Date(0)', '[1, "a", null, true]', '({ a: { b: [] } })'])('that JSON can hold, %s, is a body of a fault', (source) => {
    expect(() => simulator.fault({ on: { path: '/x' }, respond: { status: 200, body: foreign(source) } })).not.toThrow()
  })

  test('that is an error of ours is known', () => {
    const { GenesysError } = require('../build/boundary/errors')
    const error = new GenesysError('TIMEOUT', 'late')
    Object.setPrototypeOf(error, foreign('Error.prototype'))
    expect(ours.isGenesysError(error, 'TIMEOUT')).toBe(true)
    for (const other of [null, undefined, 'TIMEOUT', { code: 'TIMEOUT' }]) expect(ours.isGenesysError(other)).toBe(false)
  })

  test.each(['Object.create(null)', 'new Error("x")', 'Symbol("x")', 'undefined'])('thrown by a callback, %s, changes nothing', async (source) => {
    const { conversationId } = await simulator.openConversation()
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const report = await client.closeConversation(conversationId, { wrapUp: 'Resolved', onStep: () => { throw foreign(source) } })
    expect(report.outcome).toBe('closed')
    expect(warned).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ code: 'PLAYWRIGHT_GENESYS_CALLBACK' }))
    warned.mockRestore()
  })
})

/** As a browser's window in Node.js has one: nothing of it is Node's own. */
function foreignSignal() {
  return foreign(`
    const listeners = new Set()
    const signal = {
      aborted: false,
      reason: undefined,
      addEventListener(_type, listener) { listeners.add(listener) },
      removeEventListener(_type, listener) { listeners.delete(listener) },
    }
    const abort = () => {
      signal.aborted = true
      signal.reason = 'enough'
      for (const listener of listeners) listener()
    };
    ({ signal, abort })`)
}
