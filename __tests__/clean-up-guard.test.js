'use strict'

// Its steps are none of this test's business, and Playwright does not like to be loaded by Jest.
jest.mock('@playwright/test', () => ({ test: { info: () => { throw new Error('outside of a test') } } }))

const { GenesysClient, Simulator } = require('..')
const { Conversations, closeAll } = require('../dist/conversations')

const OPTIONS = { timeoutMs: 10_000, wrapUp: { pick: 'first' } }

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

const conversations = () => new Conversations(client, () => {})

test('what a guest was in is ended only with its message as the proof', async () => {
  const { conversationId, messageId } = await simulator.openConversation()
  const own = conversations()
  own._watch({ _lastMessageIds: [messageId] })
  expect(await closeAll(own._all(), OPTIONS)).toEqual([{ conversationId, messageId, was: 'open' }])
  expect(closes).toEqual([{ id: conversationId, guard: { messageIds: [messageId] } }])
})

test('what is tracked by a message is ended only with that message as the proof', async () => {
  const { conversationId, messageId } = await simulator.openConversation()
  const own = conversations()
  own.track({ messageId })
  await closeAll(own._all(), OPTIONS)
  expect(closes).toEqual([{ id: conversationId, guard: { messageIds: [messageId] } }])
})

test('a conversation that its message does not lead to stays open', async () => {
  const [ours, theirs] = [await simulator.openConversation(), await simulator.openConversation()]
  client.findConversation = async () => theirs.conversationId
  const own = conversations()
  own.track({ messageId: ours.messageId })
  const [{ was, error }] = await closeAll(own._all(), OPTIONS)
  expect({ was, code: error.code }).toEqual({ was: 'unknown', code: 'GUARD_REFUSED' })
  expect((await simulator.conversation(theirs.conversationId)).state).toBe('open')
})
