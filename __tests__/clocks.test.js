'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { matchers } = require('../dist/matchers')

expect.extend(matchers)

/** @type {FakeableAPI[]} */
const REAL = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime']
const at = (date) => ({ doNotFake: REAL, now: new Date(date) })

/** @type {[string, () => void][]} */
const WORLDS = [
  ['real timers', () => {}],
  ['fake timers', () => jest.useFakeTimers()],
  ['timers that advance by themselves', () => jest.useFakeTimers({ advanceTimers: true })],
  ['legacy fake timers', () => jest.useFakeTimers({ legacyFakeTimers: true })],
  ['a date of long ago', () => jest.useFakeTimers(at('2020-01-01T00:00:00Z'))],
  ['a date far ahead', () => jest.useFakeTimers(at('2099-01-01T00:00:00Z'))],
  ['a mocked performance', () => { jest.spyOn(performance, 'now').mockReturnValue(0) }],
]

describe.each(WORLDS)('with %s', (_world, begin) => {
  let simulator
  let client
  let guest
  let id

  beforeEach(async () => {
    simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' } })
    client = new GenesysClient(simulator.connection)
    guest = await GuestSession.connect({ ...simulator.connection, client })
    await guest.send('hello')
    id = await guest.conversationId()
    begin()
  })
  afterEach(async () => {
    jest.useRealTimers()
    jest.restoreAllMocks()
    await Promise.all([guest.dispose(), client.dispose()])
    await simulator.stop()
  })

  const close = (options) => client.closeConversation(id, { wrapUp: 'Resolved', ...options })

  test('a close has its guest testify', async () => {
    expect(await close({ guest })).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'closed' } } })
  })

  test('matchers of an ended conversation pass', async () => {
    await close()
    await expect(guest).toBeClosed()
    await expect(client.conversation(id)).toBeClosed()
    await expect(client.conversation(id)).toBeWrappedUp('Resolved')
    await expect(guest).toHaveSent('hello')
    await expect(guest).not.toHaveReceived('hello', { timeout: 100 })
  })

  test('matchers of a running one fail in their own words', async () => {
    await expect(guest).toBeOpen()
    await expect(expect(guest).toBeClosed({ timeout: 200 })).rejects.toThrow(/The guest was not told|not closed/)
    await expect(expect(client.conversation(id)).toBeClosed({ timeout: 200 })).rejects.toThrow("The server's record says open")
    await expect(expect(guest).toHaveReceived('bye', { timeout: 200 })).rejects.toThrow('within 200 ms')
  })

  test('the settle window is waited for: an end that is taken back is none', async () => {
    simulator.sabotage('reopens')
    await expect(close({ guest, staysForMs: 500, timeoutMs: 1_500 })).rejects.toMatchObject({ code: 'GUEST_NOT_TOLD' })
  })

  test('the settle window of a matcher is waited for too', async () => {
    simulator.sabotage('reopens')
    await close()
    await expect(expect(guest).toBeClosed({ timeout: 1_200 })).rejects.toThrow()
  })

  test('waits end at their deadline, and triggers close', async () => {
    await expect(guest.closed({ timeoutMs: 100 })).rejects.toMatchObject({ code: 'GUEST_NOT_TOLD' })
    await expect(guest.waitFor('bye', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'TIMEOUT' })
    const closing = guest.closeWhen('bye', { wrapUp: 'Resolved' })
    await guest.send('bye')
    expect((await closing).outcome).toBe('closed')
  })
})
