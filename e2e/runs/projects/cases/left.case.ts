import { GuestSession } from '../../../..'
import { expect, test } from 'playwright-genesys/playwright'
import { begin, note } from './support'

/** Messages that lead nowhere, whoever asks. */
const NOWHERE = ['b', 'c'].map((digit) => digit.repeat(32)) as [string, string]

const forever = new Promise<void>(() => {})

test('an expectation fails', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  await expect(guest).toBeClosed({ timeout: 100 })
})

test('the body throws', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  throw new Error('as tests do')
})

test('time runs out', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  test.setTimeout(1)
  await forever
})

test('time runs out while it closes', async ({ page, guest, genesys }, testInfo) => {
  await begin(page, guest, testInfo)
  const closing = genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest, staysForMs: 600_000, timeoutMs: 900_000 })
  await guest.closed()
  test.setTimeout(1)
  await closing
})

test('a callback aborts the test', async ({ simulator, genesys }, testInfo) => {
  const id = note(testInfo, (await simulator.openConversation({ agent: 'connected' })).conversationId)
  await genesys.closeConversation(id, { wrapUp: 'Resolved', onStep: () => test.abort('enough was seen') })
  await forever
})

const withLateFixture = test.extend<{ late: void }>({
  late: async ({ simulator, genesys }, use, testInfo) => {
    const conversation = genesys.conversation(note(testInfo, (await simulator.openConversation({ agent: 'connected' })).conversationId))
    await use()
    await expect(conversation).toBeOpen()
    await conversation.close({ wrapUp: 'Resolved' })
    await expect(conversation).toBeClosed()
  },
})

withLateFixture('a fixture asserts when the page has gone', async ({ late: _late, page }) => {
  await page.goto('/pages/custom')
})

test.describe('leaks fail', () => {
  test.use({ genesysLeaks: 'fail' })

  test('a leak', async ({ simulator, conversations }, testInfo) => {
    conversations.track(note(testInfo, (await simulator.openConversation()).conversationId))
  })

  test('no leak', async ({ simulator, conversations }, testInfo) => {
    const handle = conversations.track(note(testInfo, (await simulator.openConversation()).conversationId))
    await handle.close({ wrapUp: 'Resolved' })
  })
})

test.describe('unknown fails too', () => {
  test.use({ genesysLeaks: 'fail' })

  test('what is not found, where leaks fail', ({ conversations }) => {
    conversations.track({ messageId: NOWHERE[0] })
  })
})

test('what is not found, where leaks are closed', ({ conversations }) => {
  conversations.track({ messageId: NOWHERE[1] })
})

test.describe('never', () => {
  test.use({ genesysCleanup: 'never' })

  test('stays open', async ({ simulator, conversations }, testInfo) => {
    conversations.track(note(testInfo, (await simulator.openConversation()).conversationId))
  })
})

test.describe('on success', () => {
  test.use({ genesysCleanup: 'on-success' })

  test('passes and is closed', async ({ simulator, conversations }, testInfo) => {
    conversations.track(note(testInfo, (await simulator.openConversation()).conversationId))
  })

  test('fails and stays open', async ({ simulator, conversations }, testInfo) => {
    conversations.track(note(testInfo, (await simulator.openConversation()).conversationId))
    throw new Error('look at it')
  })
})

test('tracked by a message', async ({ simulator, conversations }, testInfo) => {
  const { conversationId, messageId } = await simulator.openConversation()
  note(testInfo, conversationId)
  expect(conversations.track({ messageId }).id).toBeUndefined()
  expect(conversations.opened).toHaveLength(1)
})

test('tracked by a guest', async ({ simulator, conversations, genesys }, testInfo) => {
  const session = await GuestSession.connect({ ...simulator.connection })
  const handle = conversations.track(session)
  await session.send('hello from Node.js')
  expect(await handle.get()).toMatchObject({ id: note(testInfo, await session.conversationId(genesys)), state: 'open' })
})
