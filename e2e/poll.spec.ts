import { expect, test } from 'playwright-genesys/playwright'
import { Chat } from './support/chat'
import { failureOf } from './support/failure'

test.beforeEach(async ({ page, guest }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
})

test('expect.poll() fails with the verdict, and what it gave up is nobody\'s fault', async ({ guest, genesys }) => {
  const conversation = genesys.conversation(await guest.conversationId())
  const ofGuest = await failureOf(expect.poll(() => guest, { timeout: 2_500 }).toBeClosed())
  // On a busy machine the server may not have answered within the round.
  expect(ofGuest).toMatch(/(?:NOT_CLOSED|GUEST_NOT_TOLD): /)
  const ofConversation = await failureOf(expect.poll(() => conversation, { timeout: 2_500 }).toBeClosed())
  expect(ofConversation).toContain("The server's record says open: customer connected")
})

test('expect.poll() passes where it becomes so', async ({ guest, genesys }) => {
  const closed = expect.poll(() => guest).toBeClosed()
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' })
  await closed
})
