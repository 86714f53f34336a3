'use strict'

// Its steps are none of this test's business, and Playwright does not like to be loaded by Jest.
jest.mock('@playwright/test', () => ({ test: { info: () => { throw new Error('outside of a test') } } }))

const { GenesysClient, Simulator } = require('..')
const { closeAll } = require('../build/playwright/clean-up')
const { Conversations } = require('../build/playwright/conversations')
const { untyped } = require('./support/untyped')

/** @type {import('..').CloseOptions} */
const OPTIONS = { timeoutMs: 3_000, wrapUp: { pick: 'first' } }

let simulator
let client
let closes
beforeEach(async () => {
  simulator = await Simulator.start()
  client = new GenesysClient(simulator.connection)
  closes = []
  client.quiet = client
  client._tidy = (id, options) => {
    closes.push({ id, guard: options.guard })
    return client.closeConversation(id, options)
  }
})
afterEach(async () => {
  await client.dispose()
  await simulator.stop()
})

let noted
const conversations = () => {
  noted = []
  const own = new Conversations(client, (what) => noted.push(what))
  return /** @type {Conversations & { _watch(guest: object): void }} */ (own)
}
const cleanUp = (own) => closeAll(own, client, OPTIONS)
/** @returns {import('..').GuestEvent} */
const sent = (messageId) => ({ at: 0, kind: 'text', direction: 'sent', messageId, acknowledged: true })
/** @returns {import('..').GuestEvent} */
const joined = (messageId) => ({ at: 0, kind: 'presence', direction: 'received', messageId })
const nowhere = (number) => String(number).padStart(32, 'b')
const stateOf = async ({ conversationId }) => (await simulator.conversation(conversationId)).state
const brief = (ended) => ended.map(({ conversationId, messageIds, was, error }) => [was, error?.code ?? conversationId, ...messageIds])
const noRecordOf = (messageId, times) => simulator.fault({ on: { path: new RegExp(messageId), ...(times && { times }) }, respond: { status: 404, body: { code: 'not.found', message: 'not yet' } } })

/** The clean-up of a guest who saw these events. */
function ofGuest(...events) {
  const own = conversations()
  own._watch({ events })
  return own
}

describe('what is ended', () => {
  test('of a guest: only with its message as the proof', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    expect(await cleanUp(ofGuest(sent(messageId)))).toEqual([{ conversationId, messageIds: [messageId], was: 'open' }])
    expect(closes).toEqual([{ id: conversationId, guard: { messageIds: [messageId] } }])
  })

  test('tracked by a message: only with that message as the proof', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const own = conversations()
    own.track({ messageId })
    await cleanUp(own)
    expect(closes).toEqual([{ id: conversationId, guard: { messageIds: [messageId] } }])
  })

  test('never a conversation that its message does not lead to', async () => {
    const [ours, theirs] = [await simulator.openConversation(), await simulator.openConversation()]
    client.findConversation = async () => theirs.conversationId
    const own = conversations()
    own.track({ messageId: ours.messageId })
    expect(brief(await cleanUp(own))).toEqual([['failed', 'GUARD_REFUSED', ours.messageId]])
    expect(await stateOf(theirs)).toBe('open')
  })

  test('every conversation that a guest was in, though nothing told it of an end between', async () => {
    const opened = [await simulator.openConversation(), await simulator.openConversation(), await simulator.openConversation()]
    const ended = await cleanUp(ofGuest(...opened.map(({ messageId }) => sent(messageId))))
    expect(ended.map(({ was }) => was)).toEqual(['open', 'open', 'open'])
    for (const each of opened) expect(await stateOf(each)).toBe('closed')
  })

  test('each conversation once, however many ways lead to it', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const own = ofGuest(sent(messageId))
    own.track({ messageId })
    own.track(conversationId)
    own.track(untyped({ events: [sent(messageId)], conversationId: async () => conversationId }))
    expect(await cleanUp(own)).toMatchObject([{ conversationId, was: 'open' }])
    expect(closes).toHaveLength(1)
  })

  test('what a tracked guest wrote after it was tracked, which is noted too', async () => {
    const own = conversations()
    const events = []
    own.track(untyped({ events, conversationId: async () => { throw new Error('nobody asks') } }))
    const { messageId } = await simulator.openConversation()
    events.push(sent(messageId))
    expect(await cleanUp(own)).toMatchObject([{ was: 'open' }])
    expect(new Set(noted.map((each) => each.messageId))).toEqual(new Set([messageId]))
  })

  test('what was opened while the others were closed', async () => {
    const [first, second] = [await simulator.openConversation(), await simulator.openConversation()]
    const events = [sent(first.messageId)]
    const own = ofGuest()
    own._watch({ events })
    const close = client._tidy
    client._tidy = (id, options) => {
      if (events.length === 1) events.push(sent(second.messageId))
      return close(id, options)
    }
    expect((await cleanUp(own)).map(({ was }) => was)).toEqual(['open', 'open'])
    expect(await stateOf(second)).toBe('closed')
  })
})

describe('what is not found', () => {
  test('is waited for', async () => {
    const { messageId } = await simulator.openConversation()
    const fault = noRecordOf(messageId, 4)
    expect(await cleanUp(ofGuest(sent(messageId)))).toMatchObject([{ was: 'open' }])
    expect(fault.hits).toBe(4)
  })

  test('is unknown, and holds back the end of nothing else', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const [first, ...lost] = brief(await cleanUp(ofGuest(sent(nowhere(1)), sent(messageId), sent(nowhere(2)))))
    expect([first, ...lost.sort()]).toEqual([['open', conversationId, messageId], ['unknown', 'NOT_FOUND', nowhere(1)], ['unknown', 'NOT_FOUND', nowhere(2)]])
  })

  test('is unknown, too, where the conversation is known by its id', async () => {
    const own = conversations()
    own.track('33333333-3333-4333-8333-333333333333')
    expect(brief(await cleanUp(own))).toEqual([['unknown', 'NOT_FOUND']])
  })

  test('is nothing where it is the id of an event beside a message of the guest', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    expect(brief(await cleanUp(ofGuest(sent(messageId), joined(nowhere(1)))))).toEqual([['open', conversationId, messageId]])
  })

  test('is unknown where the guest has no other id; where one of them leads somewhere, the others are done with it', async () => {
    expect(brief(await cleanUp(ofGuest(joined(nowhere(1)))))).toEqual([['unknown', 'NOT_FOUND', nowhere(1)]])
    const { conversationId, messageId } = await simulator.openConversation()
    expect(brief(await cleanUp(ofGuest(joined(nowhere(1)), joined(messageId))))).toEqual([['open', conversationId, messageId, nowhere(1)]])
  })
})

test.each([403, 503])('what cannot be looked up (%i) has failed', async (status) => {
  const { messageId } = await simulator.openConversation()
  const fault = simulator.fault({ on: { path: /details/ }, respond: { status, body: { code: 'no', message: 'no' } } })
  const [{ was, error }] = await cleanUp(ofGuest(sent(messageId)))
  expect([was, /** @type {import('..').GenesysError} */ (error).code]).toEqual(['failed', status === 403 ? 'FORBIDDEN' : 'UNAVAILABLE'])
  expect(fault.hits).toBeGreaterThan(0)
})
