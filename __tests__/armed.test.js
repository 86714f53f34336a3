'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { rejection } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const OPTIONS = { wrapUp: 'E2E Test Closure' }

let simulator
let client
const guests = []

async function start(deployment, more) {
  simulator = await Simulator.start({ deployment, ...more })
  client = new GenesysClient(simulator.connection)
}

afterEach(async () => {
  await Promise.all(guests.splice(0).map((guest) => guest.dispose()))
  await client.dispose()
  await simulator.stop()
})

async function join() {
  const guest = await GuestSession.connect({ client })
  guests.push(guest)
  return guest
}

const asked = () => simulator.requests().filter(({ path }) => path.startsWith('/api/v2/conv')).map(({ method }) => method)

describe('a trigger whose guest is told', () => {
  beforeEach(() => start({ conversationDisconnect: 'ReadOnly', conversationClear: false }))

  test('is armed once its conversation is there: the payload costs one write, then only looks', async () => {
    const guest = await join()
    const closing = guest.closeWhen('END', { ...OPTIONS, direction: 'received' })
    await guest.send('hello')
    const id = await guest.conversationId()
    expect(await closing.armed).toEqual({ isArmed: true })
    const before = asked()
    expect(before.filter((method) => method !== 'GET')).toEqual([])
    await simulator.agent(id).say('END')
    expect(await closing).toMatchObject({
      outcome: 'closed', armed: { used: true, readAgeMs: expect.any(Number), reReads: 0 },
      witnesses: { wire: { saw: 'closed' } }, wrapUp: { status: 'applied', name: 'E2E Test Closure' },
    })
    const [write, ...looks] = asked().slice(before.length)
    expect(write).toBe('PATCH')
    expect(new Set(looks)).toEqual(new Set(['GET']))
  })

  const says = async (id) => simulator.agent(id).say('please END this')
  const sends = async (_id, guest) => guest.send('please END this')
  test.each([
    ['a text', 'received', 'END', says],
    ['a text', 'sent', 'END', sends],
    ['a pattern', 'received', /^please \w+ this$/g, says],
    ['an object', 'received', { kind: 'text', text: 'please END this' }, says],
    ['an object', 'sent', { text: 'please END this' }, sends],
  ])('%s that is %s begins the close where its frame arrives, while JavaScript is busy', async (_what, direction, match, speak) => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    const closing = guest.closeWhen(untyped(match), untyped({ ...OPTIONS, direction }))
    expect(await closing.armed).toEqual({ isArmed: true })
    const said = speak(id, guest)
    const until = performance.now() + 1_000
    while (performance.now() < until && simulator.requests({ method: 'PATCH' }).length === 0) { /* nobody else gets the thread */ }
    expect(simulator.requests({ method: 'PATCH' })).toHaveLength(1)
    expect(await closing).toMatchObject({ outcome: 'closed', armed: { used: true }, witnesses: { wire: { saw: 'closed' } } })
    await said
    expect(simulator.requests({ method: 'PATCH' })).toHaveLength(1)
  })

  test('a call that is aborted after the close has begun does not say that nothing was done', async () => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    const stop = new AbortController()
    const closing = guest.closeWhen('END', { ...OPTIONS, signal: stop.signal })
    await closing.armed
    const said = simulator.agent(id).say('END')
    const until = performance.now() + 1_000
    while (performance.now() < until && simulator.requests({ method: 'PATCH' }).length === 0) { /* nobody else gets the thread */ }
    stop.abort()
    const error = await rejection(() => closing)
    expect([error.code, error.effect === 'none']).toEqual(['ABORTED', false])
    await said
  })

  test('gets its token before there is a conversation', async () => {
    const guest = await join()
    const closing = guest.closeWhen('END', OPTIONS)
    while (simulator.requests({ path: '/oauth/token' }).length === 0) await new Promise(setImmediate)
    await guest.send('END')
    await closing
    expect(simulator.requests({ path: '/oauth/token' })).toHaveLength(1)
  })

  test.each([
    ['a guard that may change', { guard: { attributes: { run: '1' } } }, /attributes/],
    ['a teardown', { strategy: 'teardown' }, /teardown/],
  ])('is never armed: %s', async (_name, options, why) => {
    const guest = await join()
    await guest.send('hello')
    await guest.conversationId()
    const before = asked()
    const closing = guest.closeWhen('END', untyped(options))
    expect(await closing.armed).toEqual({ isArmed: false, detail: expect.stringMatching(why) })
    expect(asked()).toEqual(before)
  })

  test('is not armed by a client that prepares nothing, and closes', async () => {
    const guest = await join()
    const plain = {
      findConversation: (...args) => client.findConversation(...args),
      closeConversation: (...args) => client.closeConversation(...args),
    }
    const closing = guest.closeWhen('END', { ...OPTIONS, client: plain })
    expect(await closing.armed).toEqual({ isArmed: false, detail: 'the client that closes prepares nothing' })
    await guest.send('END')
    expect((await closing).outcome).toBe('closed')
  })

  test('ends with its client, at once, and says that nothing was done', async () => {
    const guest = await join()
    const own = new GenesysClient(simulator.connection)
    await guest.send('hello')
    const closing = guest.closeWhen('END', { ...OPTIONS, client: own, waitMs: 60_000 })
    expect(await closing.armed).toEqual({ isArmed: true })
    await own.dispose()
    const error = await rejection(() => closing)
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'none', operation: 'closeWhen' })
    expect(error.message).toContain('its client was disposed of')
    expect(await rejection(() => guest.closeWhen('END', { ...OPTIONS, client: own, waitMs: 60_000 }))).toMatchObject({ code: 'INVALID_INPUT', operation: 'closeWhen' })
    await guest.send('END')
    expect(asked()).not.toContain('PATCH')
  })

  test('says so where the payload never comes', async () => {
    const guest = await join()
    const closing = guest.closeWhen('END', { ...OPTIONS, waitMs: 20 })
    expect((await rejection(() => closing)).code).toBe('TIMEOUT')
    expect(await closing.armed).toMatchObject({ isArmed: false })
  })

  test('options that are no good are refused as ever, and arm nothing', async () => {
    const guest = await join()
    const closing = guest.closeWhen('END', untyped({ direction: 'up' }))
    expect((await rejection(() => closing)).code).toBe('INVALID_INPUT')
    expect(await closing.armed).toMatchObject({ isArmed: false })
  })

  test('a preparation that fails is no failure of the close', async () => {
    const guest = await join()
    await guest.send('hello')
    const id = await guest.conversationId()
    const body = { status: 403, code: 'missing.permissions', message: 'no' }
    simulator.fault({ on: { method: 'GET', path: `/api/v2/conversations/messages/${id}`, times: 1 }, respond: { status: 403, body } })
    const closing = guest.closeWhen('END', { ...OPTIONS, direction: 'received' })
    expect(await closing.armed).toEqual({ isArmed: false, detail: expect.stringMatching(/^FORBIDDEN/) })
    await simulator.agent(id).say('END')
    expect((await closing).outcome).toBe('closed')
  })
})

describe('a guest whom nobody told of an end, and who writes on, is ended where it is now', () => {
  const silent = { conversationDisconnect: 'off', conversationClear: false }

  test.each([
    ['in another conversation', { threadingHours: 0 }, false],
    ['in the same one, with another agent', {}, true],
  ])('%s', async (_name, org, isSame) => {
    await start(silent, org)
    const guest = await join()
    await guest.send('hello')
    const first = await guest.conversationId()
    const closing = guest.closeWhen('END', { ...OPTIONS, direction: 'sent' })
    expect(await closing.armed).toEqual({ isArmed: true })
    await client.closeConversation(first, OPTIONS)
    await guest.send('END')
    const { code, report } = await rejection(() => closing)
    expect([code, report.outcome, report.conversationId === first]).toEqual(['GUEST_NOT_TOLD', 'closed', isSame])
    expect((await client.getConversation(report.conversationId)).state).toBe('closed')
  })
})

test.each([
  ['in another conversation', { threadingHours: 0 }, false],
  ['in the same one', {}, true],
])('a guest who writes on after being told is armed anew, where it is now: %s', async (_name, org, isSame) => {
  await start({ conversationDisconnect: 'Send', conversationClear: false }, org)
  const guest = await join()
  await guest.send('hello')
  const first = await guest.conversationId()
  await simulator.agent(first).disconnect()
  await guest.closed()
  const { messageId } = await guest.send('hello again')
  const second = await client.findConversation({ messageId })
  expect(second === first).toBe(isSame)
  const closing = guest.closeWhen('END', { ...OPTIONS, direction: 'received' })
  expect(await closing.armed).toEqual({ isArmed: true })
  const before = simulator.requests({ path: /\/details$/ }).length
  await simulator.agent(second).say('END')
  expect(await closing).toMatchObject({ outcome: 'closed', conversationId: second, armed: { used: true }, witnesses: { wire: { saw: 'closed' } } })
  expect(simulator.requests({ path: /\/details$/ })).toHaveLength(before)
})

test('a payload in another conversation, begun after an end whose frame was lost, is found out in time', async () => {
  await start({ conversationDisconnect: 'Send', conversationClear: false }, { threadingHours: 0 })
  const guest = await join()
  await guest.send('hello')
  const first = await guest.conversationId()
  const closing = guest.closeWhen('END', { ...OPTIONS, direction: 'sent', timeoutMs: 8_000 })
  expect(await closing.armed).toEqual({ isArmed: true })
  const lost = simulator.fault({ on: { frame: 'closing', times: 1 }, frame: 'lose' })
  await simulator.agent(first).disconnect()
  while (lost.hits === 0) await new Promise(setImmediate)
  const slow = simulator.fault({ on: { method: 'GET', path: new RegExp(first), times: 1 }, delayMs: 300 })
  await guest.send('END')
  const report = await closing
  expect(report).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'closed' } } })
  expect(report.conversationId).not.toBe(first)
  expect(slow.hits).toBe(1)
  expect(report.elapsedMs).toBeGreaterThanOrEqual(300)
  expect((await client.getConversation(report.conversationId)).state).toBe('closed')
})
