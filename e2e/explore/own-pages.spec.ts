// The package's other pages and its matchers, as `npm run explore:proof` explores them: each holds in every order that the org allows.
import type { Page } from '@playwright/test'
import { expect, test } from 'playwright-genesys/playwright'
import { accessToken, messenger } from '../pages/support'
import { Chat } from '../support/chat'

const WRAP_UP = 'E2E Test Closure'
/** What is open after so long stays so: hundreds of orders do not wait for more. */
const SOON = { timeout: 5_000 }

test.describe('Messenger', () => {
  test.use({ guestOptions: { closedLocator: (page: Page) => messenger(page).ended } })

  test('Messenger: who had lost the socket is told of the end, and sees nothing twice', async ({ page, guest, simulator, genesys }) => {
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const chat = messenger(page)
    await chat.write('Hello')
    const conversationId = await guest.conversationId()
    await guest.dropSocket()
    await simulator.agent(conversationId).say('Are you still there?')
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP, guest })
    await expect(guest).toBeClosed(SOON)
    await expect(chat.input).toBeHidden(SOON)
    await expect(chat.startNew).toBeVisible(SOON)
    // As in the vendor's Messenger, a history that knew nothing of it yet is not asked for again.
    expect(await chat.said('Are you still there?').count()).toBeLessThan(2)
  })

  test('Messenger: a reload shows the end again', async ({ page, guest, simulator, genesys }) => {
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const chat = messenger(page)
    await chat.write('Hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await page.reload()
    await expect(chat.ended).toContainText('Your conversation has ended', SOON)
    await expect(guest).toBeClosed(SOON)
    expect(await chat.said('Hello').count()).toBeLessThan(2)
  })

  test('Messenger: Start new begins another conversation, and nothing of the first comes into it', async ({ page, guest, simulator, genesys }) => {
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const chat = messenger(page)
    await chat.write('The first')
    const first = await guest.conversationId()
    await genesys.closeConversation(first, { wrapUp: WRAP_UP, guest })
    await chat.startNew.click()
    await chat.write('The second')
    await expect.poll(() => guest.conversationId()).not.toBe(first)
    await expect(chat.said('The first')).toBeHidden(SOON)
    await expect(chat.ended).toBeHidden(SOON)
    await expect(guest).toBeOpen(SOON)
  })
})

test('desktop: the end comes to the agent, whenever it comes to the guest', async ({ page, context, guest, simulator, genesys }) => {
  const chat = await Chat.open(page)
  await chat.say('Hello')
  const conversationId = await guest.conversationId()
  const desktop = await context.newPage()
  await desktop.goto(`${simulator.messengerUrl({ page: 'desktop' })}?conversationId=${conversationId}#access_token=${await accessToken(simulator)}`)
  await expect(desktop.getByRole('status')).toHaveText('Chat is open; agent connected', SOON)
  await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP, guest })
  await expect(desktop.getByRole('status')).toHaveText('Chat ended', SOON)
  await expect(desktop.getByText('After-call work: complete')).toBeVisible(SOON)
  await expect(guest).toBeClosed(SOON)
})

test('matchers: each says the same in every order', async ({ page, guest, genesys, simulator }) => {
  const chat = await Chat.open(page)
  await chat.say('Hello')
  const conversationId = await guest.conversationId()
  await expect(guest).toBeOpen(SOON)
  await simulator.agent(conversationId).say('Good morning')
  await expect(guest).toHaveReceived('Good morning', SOON)
  const conversation = genesys.conversation(conversationId)
  await expect(conversation).toHaveParticipantState('agent', 'connected', SOON)
  await guest.dropSocket()
  await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
  await expect(guest).toBeClosed(SOON)
  await expect(guest).not.toBeOpen(SOON)
  await expect(conversation).toBeClosed(SOON)
  await expect(conversation).toBeWrappedUp(WRAP_UP, SOON)
  await expect(conversation).toHaveParticipantState('agent', 'disconnected', SOON)
})
