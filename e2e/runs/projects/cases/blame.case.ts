import { expect, test } from 'playwright-genesys/playwright'
import { begin, blockMyCard, nobodysRejection } from './support'

test('guest.closed()', async ({ guest }) => {
  await guest.closed({ timeoutMs: 50 }) // blames closed
})

test('genesys.closeConversation()', async ({ genesys }) => {
  await genesys.closeConversation('00000000-0000-4000-8000-000000000000') // blames closeConversation
})

test('a close that nobody awaits', async ({ genesys }) => {
  const rejected = nobodysRejection()
  void genesys.closeConversation('00000000-0000-4000-8000-000000000000') // blames an unawaited close
  await rejected
})

test('expect(guest).toBeClosed()', async ({ guest }) => {
  await expect(guest).toBeClosed({ timeout: 50 }) // blames toBeClosed
})

test('a matcher that nobody awaits', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  void expect(guest).toBeClosed({ timeout: 700 }) // blames a matcher
})

test.fail('a matcher that nobody awaits, where it is to fail', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  void expect(guest).toBeClosed({ timeout: 700 })
})

test('a poll that nobody awaits', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  void expect.poll(() => guest, { timeout: 3_000 }).toBeClosed()
})

test('a poll that nobody awaits, of a test without a page', async ({ simulator, genesys }) => {
  const { conversationId } = await simulator.openConversation()
  void expect.poll(() => genesys.conversation(conversationId), { timeout: 3_000 }).toBeClosed()
})

test('a test after the poll', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  await expect(guest).not.toHaveReceived('anything', { timeout: 3_200 })
})

test('polls that are awaited and caught', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  await expect.poll(() => guest).toBeOpen()
  await expect(expect.poll(() => guest, { timeout: 400 }).toBeClosed()).rejects.toThrow('exceeded')
})

test('a test after it', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  await expect(expect(guest).toBeClosed({ timeout: 1_000 })).rejects.toThrow('NOT_CLOSED')
})

test('guest.closeWhen(), refused', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  void guest.closeWhen('card.block', { wrapUp: 'No such code' }) // blames closeWhen, refused
  await blockMyCard(page)
  await expect(guest).toHaveSent('card.block')
})

test('guest.closeWhen(), nothing came', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  void guest.closeWhen('never sent') // blames closeWhen, nothing came
})

test('guest.closeWhen(), awaited and caught', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  const closing = guest.closeWhen('card.block', { wrapUp: 'No such code' })
  await blockMyCard(page)
  await expect(closing).rejects.toMatchObject({ code: 'WRAP_UP_NOT_FOUND' })
})

test('steps are sentences', async ({ page, guest, genesys, simulator }, testInfo) => {
  const conversationId = await begin(page, guest, testInfo)
  await simulator.agent(conversationId).say('How can I help?')
  await guest.waitFor('How can I help?')
  const closing = guest.closeWhen('card.block', { wrapUp: 'Resolved' })
  await blockMyCard(page)
  await closing
  await guest.closed()
  await genesys.getConversation(conversationId)
  await genesys.closeConversation(conversationId)
})
