'use strict'

// Runs under every runner of `npm run runners`; nothing here names one but `clock`.

const { GenesysClient, GuestSession, Simulator } = require('playwright-genesys')
const { matchers } = require('playwright-genesys/matchers')

expect.extend(matchers)

const clock = globalThis.vi ?? jest
const REAL = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance', 'hrtime']
const FAKED = REAL.filter((name) => name !== 'performance' && name !== 'hrtime')
const onlyDate = globalThis.vi ? { toFake: ['Date'] } : { doNotFake: REAL }
const everything = globalThis.vi ? { toFake: [...FAKED, 'Date', 'performance'] } : {}

const WORLDS = [
  ['real timers', () => {}],
  ['fake timers', () => clock.useFakeTimers(everything)],
  ['a date of long ago', () => clock.useFakeTimers({ ...onlyDate, now: new Date('2020-01-01T00:00:00Z') })],
  ['a date far ahead', () => clock.useFakeTimers({ ...onlyDate, now: new Date('2099-01-01T00:00:00Z') })],
  ['a mocked performance', () => { clock.spyOn(performance, 'now').mockReturnValue(0) }],
  ...(globalThis.vi ? [] : [
    ['timers that advance by themselves', () => clock.useFakeTimers({ advanceTimers: true })],
    ['legacy fake timers', () => clock.useFakeTimers({ legacyFakeTimers: true })],
  ]),
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
    clock.useRealTimers()
    clock.restoreAllMocks()
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
