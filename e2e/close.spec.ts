import { expect, test } from 'playwright-genesys/playwright'
import { Messenger } from './support/messenger'

const WRAP_UP = 'E2E Test Closure'

test('a close from the backend reaches the page', async ({ page, guest, genesys }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  const report = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  expect(report.summary()).toBe(
    'The conversation was closed on messages, by disconnecting its agent. The wrap-up code "E2E Test Closure" was applied. ' +
    "The server saw the close. The guest's socket saw the close (ReadOnly). The guest's page saw the close. The agent is free.",
  )
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
  await expect(genesys.conversation(report.conversationId)).toBeWrappedUp(WRAP_UP)
})

test('a payload of the guest closes the conversation', async ({ page, guest }) => {
  const closing = guest.closeWhen('end this', { wrapUp: WRAP_UP })
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('please end this')
  expect((await closing).witnesses).toMatchObject({ server: { saw: 'closed' }, wire: { saw: 'closed' }, page: { saw: 'closed' } })
})

test('a payload costs an armed trigger one write', async ({ page, guest, simulator }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  const conversationId = await guest.conversationId()
  const closing = guest.closeWhen('END', { wrapUp: WRAP_UP, direction: 'received' })
  expect(await closing.armed).toEqual({ isArmed: true })
  await simulator.agent(conversationId).say('END')
  expect(await closing).toMatchObject({ outcome: 'closed', armed: { used: true }, witnesses: { page: { saw: 'closed' } } })
  const writes = simulator.requests({ method: 'PATCH' }).filter(({ path }) => path.includes(conversationId))
  expect(writes).toHaveLength(1)
})
