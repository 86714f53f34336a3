'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { now, pause } = require('../build/boundary/time')
const { rejection } = require('./support/rejection')

const WRAP_UP = 'E2E Test Closure'

describe('a close with a guest', () => {
  let simulator
  let client

  beforeEach(async () => {
    simulator = await Simulator.start()
    client = new GenesysClient(simulator.connection)
  })
  afterEach(async () => {
    await client.dispose()
    await simulator.stop()
  })

  async function talking() {
    const guest = await GuestSession.connect({ client })
    await guest.send('hello')
    return { guest, id: await guest.conversationId() }
  }

  test('that never answers is not told, within the deadline, and the report says what was done', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const guest = { testify: () => new Promise(() => {}) }
    const error = await rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP, guest, timeoutMs: 3_000 }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done', conversationId })
    expect(error.report).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'nothing', detail: 'the guest gave no testimony' } } })
  })

  /** @type {[string, () => {}, string][]} */
  const ODD = [
    ['nothing', () => undefined, 'testify() gave missing'],
    ['a text', () => 'closed', 'testify() gave the string "closed"'],
    ['no witness', () => ({}), 'neither wire nor page'],
    ['a witness that saw something else', () => ({ wire: { saw: 'yes', detail: 'x' } }), 'wire.saw is none of closed, open, nothing'],
    ['a part that cannot be read', () => ({ get wire() { throw new Error('broken') } }), 'testify() threw an error'],
    ['an error', () => { throw new Error('broken') }, 'testify() threw an error'],
  ]

  test.each(ODD)('that answers at once with %s is refused before anything is written', async (_what, answer, words) => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    for (const testify of [answer, async () => answer()]) {
      const error = await rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP, guest: { testify } }))
      expect(error).toMatchObject({ code: 'INVALID_INPUT', effect: 'none', conversationId, message: expect.stringContaining(words) })
    }
    expect((await simulator.conversation(conversationId)).state).toBe('open')
  })

  test.each(ODD)('that answers later with %s does not vouch, and the words say why', async (_what, answer, words) => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const hasEnded = async () => { while ((await simulator.conversation(conversationId)).state === 'open') await new Promise(setImmediate) }
    const guest = { testify: async () => { await hasEnded(); return answer() } }
    const error = await rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP, guest }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done', message: expect.stringContaining(words) })
    expect(error.report).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'nothing' } } })
  })

  test('whose look-up is slow shares the deadline with the close, and the error tells the whole time', async () => {
    const [ours, other] = [await talking(), await talking()]
    const slow = simulator.fault({ on: { path: /\/details$/ }, delayMs: 1_500 })
    const { messageId } = other.guest.events.find((event) => event.messageId)
    const _speaksFor = async (_id, find) => { await find(messageId); return true }
    const guest = { _speaksFor, testify: () => new Promise(() => {}) }
    simulator.sabotage('accepts-but-ignores')
    const error = await rejection(() => client.closeConversation(ours.id, { wrapUp: WRAP_UP, guest, timeoutMs: 2_000 }))
    expect(slow.hits).toBe(1)
    expect(error.code).toBe('NOT_CLOSED')
    // With a whole deadline after the look-up it would be 3,500.
    expect(error.elapsedMs).toBeGreaterThanOrEqual(1_500)
    expect(error.elapsedMs).toBeLessThan(3_000)
    await Promise.all([ours.guest.dispose(), other.guest.dispose()])
  })

  test('whose conversation could not be read: the report says so of the server, beside what the guest saw', async () => {
    const { guest, id } = await talking()
    simulator.fault({ on: { method: 'GET', path: /conversations/ }, respond: { status: 403 } })
    const { code, report } = await rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest }))
    expect(code).toBe('FORBIDDEN')
    expect(report.witnesses).toMatchObject({ server: { saw: 'nothing', detail: 'The conversation was not read.' }, wire: { saw: 'open' } })
    await guest.dispose()
  })

  test('of another conversation is refused before anything is written', async () => {
    const [ours, other] = [await talking(), await talking()]
    const error = await rejection(() => client.closeConversation(ours.id, { wrapUp: WRAP_UP, guest: other.guest }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', effect: 'none' })
    expect((await simulator.conversation(ours.id)).state).toBe('open')
    await Promise.all([ours.guest.dispose(), other.guest.dispose()])
  })

  test('of another conversation that nobody asked for does not vouch, however it is told meanwhile', async () => {
    const [ours, other] = [await talking(), await GuestSession.connect(simulator.connection)]
    const { messageId } = await other.send('hello')
    const ofOther = await client.findConversation({ messageId })
    const closing = rejection(() => client.closeConversation(ours.id, { wrapUp: WRAP_UP, guest: other }))
    while (simulator.requests({ method: 'PATCH' }).length === 0) await new Promise(setImmediate)
    await simulator.agent(ofOther).disconnect()
    expect(await closing).toMatchObject({
      code: 'INVALID_INPUT', effect: 'done', conversationId: ours.id, message: expect.stringContaining('a guest of another conversation'), report: { outcome: 'closed' },
    })
    await Promise.all([ours.guest.dispose(), other.dispose()])
  })

  test('of another conversation whose look-up is slower than the close does not vouch either', async () => {
    const [ours, other] = [await talking(), await GuestSession.connect(simulator.connection)]
    const { messageId } = await other.send('hello')
    const ofOther = await client.findConversation({ messageId })
    const slow = simulator.fault({ on: { path: /\/details$/ }, delayMs: 400 })
    const closing = rejection(() => client.closeConversation(ours.id, { wrapUp: WRAP_UP, guest: other }))
    while (simulator.requests({ method: 'PATCH' }).length === 0) await new Promise(setImmediate)
    await simulator.agent(ofOther).disconnect()
    expect(await closing).toMatchObject({ code: 'INVALID_INPUT', effect: 'done' })
    expect(slow.hits).toBeGreaterThan(0)
    await Promise.all([ours.guest.dispose(), other.dispose()])
  })

  test('whose end could not be read again after its window is not closed for sure', async () => {
    const { guest, id } = await talking()
    let seen
    const isSeen = new Promise((resolve) => { seen = resolve })
    let hasWritten = false
    const onStep = ({ method }) => {
      if (hasWritten && method === 'GET') seen()
      hasWritten ||= method === 'PATCH'
    }
    const closing = rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest, staysForMs: 500, timeoutMs: 3_000, onStep }))
    await isSeen
    const away = simulator.fault({ on: { method: 'GET', path: `/api/v2/conversations/messages/${id}` }, respond: { status: 503 } })
    const error = await closing
    expect(away.hits).toBeGreaterThan(0)
    expect(error).toMatchObject({ code: 'NOT_CLOSED', effect: 'done', message: expect.stringContaining('whether it stayed so was not read') })
    expect(error.report.requests).toBeGreaterThanOrEqual(3 + away.hits)
    await guest.dispose()
  })

  test('that was told while this thread stood still has stayed so all that time', async () => {
    const { guest, id } = await talking()
    const closing = client.closeConversation(id, { wrapUp: WRAP_UP, guest, staysForMs: 300, timeoutMs: 1_500 })
    await pause(1)
    const until = now() + 2_500
    while (now() < until);
    const report = await closing
    expect(report).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'closed' } } })
    expect(report.requests).toBe(simulator.requests({ path: /conversations\/messages\/[^/]+(?:$|\/participants)/ }).length)
    await guest.dispose()
  })

  test('that must stay told has to be there', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const error = await rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP, staysForMs: 1_000 }))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('staysForMs is not acceptable: got 1000; accepted: nothing without a guest.') })
    expect((await simulator.conversation(conversationId)).state).toBe('open')
  })

  test('aborted while the guest is waited for: the write is not forgotten', async () => {
    const { guest, id } = await talking()
    const lost = simulator.fault({ on: { frame: 'closing' }, frame: 'lose' })
    const stop = new AbortController()
    const closing = rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest, signal: stop.signal }))
    while (lost.hits === 0 || (await simulator.conversation(id)).state === 'open') await new Promise(setImmediate)
    while (simulator.requests({ method: 'GET', path: `/api/v2/conversations/messages/${id}` }).length < 2) await new Promise(setImmediate)
    stop.abort()
    const error = await closing
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', effect: 'done', conversationId: id, operation: 'closeConversation' })
    expect(error.report.steps.map(({ name }) => name)).toContain('disconnect the agent')
    await guest.dispose()
  })

  test('disposing of the client ends the wait for the guest', async () => {
    const { guest, id } = await talking()
    const lost = simulator.fault({ on: { frame: 'closing' }, frame: 'lose' })
    const closing = rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest, timeoutMs: 60_000 }))
    while (lost.hits === 0) await new Promise(setImmediate)
    await client.dispose()
    expect(await closing).toMatchObject({ code: 'ABORTED' })
    await guest.dispose()
  }, 10_000)

  test('that was told before the first write, by somebody else, and not since, does not vouch for this close', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const told = { wire: { saw: 'closed', detail: 'told' }, closure: { kind: 'told', at: now() - 1_000 } }
    const error = await rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP, guest: { testify: async () => told } }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done', message: expect.stringMatching(/told before this close, by somebody else: the closing frame came 1\d{3} ms before/) })
    expect(error.report.witnesses.wire).toEqual({ saw: 'nothing', detail: expect.stringContaining('told before this close') })
    expect(error.report).toMatchObject({ outcome: 'closed', witnesses: { wire: { saw: 'nothing' } } })
  })

  describe('that goes on in another conversation while it is waited for', () => {
    let other
    beforeEach(async () => {
      other = await Simulator.start({ agent: 'none', deployment: { conversationDisconnect: 'Send' }, threadingHours: 0 })
    })
    afterEach(() => other.stop())

    /** Its conversation is closed without a word to it; then it writes on, and the end of that is told. */
    async function closedThere(staysForMs) {
      const own = new GenesysClient(other.connection)
      const guest = await GuestSession.connect({ client: own })
      await guest.send('hello')
      const id = await guest.conversationId()
      const lost = other.fault({ on: { frame: 'closing', times: 1 }, frame: 'lose' })
      const closing = rejection(() => own.closeConversation(id, { guest, staysForMs, timeoutMs: 2_500 }))
      while (lost.hits === 0) await new Promise(setImmediate)
      const { messageId } = await guest.send('and another thing')
      const next = await own.findConversation({ messageId })
      const ender = new GenesysClient(other.connection)
      await ender.closeConversation(next)
      const error = await closing
      expect(lost.hits).toBe(1)
      await Promise.all([ender.dispose(), guest.dispose()])
      await own.dispose()
      return error
    }

    test.each([0, 300])('does not vouch by the end of that one, with a settle window of %i ms', async (staysForMs) => {
      const error = await closedThere(staysForMs)
      expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done', message: expect.stringContaining('the guest has written since, and speaks in another conversation') })
    })
  })

  test('that stays locked while the conversation is taken up again does not vouch for its end', async () => {
    simulator.sabotage('reopens')
    const { guest, id } = await talking()
    const error = await rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest, staysForMs: 1_000, timeoutMs: 3_000 }))
    expect(error).toMatchObject({ code: 'NOT_CLOSED', message: expect.stringContaining('open again 1000 ms later'), report: { witnesses: { server: { saw: 'open' }, wire: { saw: 'closed' } } } })
    expect(error.report.outcome).toBeUndefined()
    await guest.dispose()
  })

  test('that stays told only for a moment is not closed where it must stay', async () => {
    await simulator.stop()
    simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' } })
    client = new GenesysClient(simulator.connection)
    simulator.sabotage('reopens')
    const { guest, id } = await talking()
    const error = await rejection(() => client.closeConversation(id, { wrapUp: WRAP_UP, guest, staysForMs: 1_000, timeoutMs: 2_000 }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done' })
    await guest.dispose()
  })
})

test('a guest that cannot hear does not vouch for "stays told"', async () => {
  const simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' } })
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client, reconnect: false })
  await guest.send('hello')
  await simulator.agent(await guest.conversationId()).disconnect()
  await guest.closed()
  await guest.dropSocket()
  const error = await rejection(() => guest.closed({ staysForMs: 50, timeoutMs: 300 }))
  expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('the socket was down in the settle window') })
  await guest.dispose()
  await client.dispose()
  await simulator.stop()
})

test('a trigger closes where the guest lives on, not where it had spoken before', async () => {
  const simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' }, threadingHours: 0 })
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client })
  await guest.send('hello')
  const first = await guest.conversationId()
  await simulator.agent(first).disconnect()
  await guest.closed()
  // The look-up of the new message is the slowest: the old ones must not win by being there first.
  const old = guest.events.map(({ messageId }) => messageId).filter(Boolean)
  const slow = simulator.fault({ on: { path: new RegExp(`messages/(?!${old.join('|')})[0-9a-f]+/details$`) }, delayMs: 200 })
  const closing = guest.closeWhen('end this', { wrapUp: WRAP_UP })
  await guest.send('end this')
  const report = await closing
  expect(slow.hits).toBeGreaterThan(0)
  expect(report.conversationId).not.toBe(first)
  expect(report.outcome).toBe('closed')
  expect((await simulator.conversation(report.conversationId)).state).toBe('closed')
  await guest.dispose()
  await client.dispose()
  await simulator.stop()
})

describe('a public configuration that is older than the org', () => {
  const OFF = { messenger: { apps: { conversations: { conversationDisconnect: { enabled: false, type: 'Send' } } } } }
  let simulator
  let stale
  let client
  let guest

  beforeEach(async () => {
    simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' } })
    stale = simulator.fault({ on: { path: /config\.json$/ }, respond: { status: 200, body: OFF } })
    client = new GenesysClient(simulator.connection)
    guest = await GuestSession.connect({ client })
    await guest.send('hello')
  })
  afterEach(async () => {
    expect(stale.hits).toBeGreaterThan(0)
    await guest.dispose()
    await client.dispose()
    await simulator.stop()
  })

  test('does not outrank a frame that came', async () => {
    const report = await client.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    expect(report.witnesses.wire).toMatchObject({ saw: 'closed', mode: 'Send' })
  })

  test('is not the reason where a frame came and was taken back', async () => {
    simulator.sabotage('reopens')
    const closing = client.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, staysForMs: 800, timeoutMs: 1_500 })
    const error = await rejection(() => closing)
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done' })
    expect(error.message).not.toContain('this deployment never tells')
  })
})

test('a public configuration that does not speak of it is called off by nobody', async () => {
  const simulator = await Simulator.start()
  const silent = simulator.fault({ on: { path: /config\.json$/ }, respond: { status: 200, body: {} } })
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client })
  await guest.send('hello')
  simulator.sabotage('never-tells-guest')
  const closing = client.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_500 })
  const error = await rejection(() => closing)
  expect(silent.hits).toBeGreaterThan(0)
  expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', effect: 'done', hint: expect.stringContaining('does not say whether guests are told') })
  expect(error.message).not.toContain('is off')
  await Promise.all([guest.dispose(), client.dispose()])
  await simulator.stop()
})
