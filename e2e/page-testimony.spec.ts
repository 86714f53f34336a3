import type { FrameLocator, Page } from '@playwright/test'
import { expect, test } from 'playwright-genesys/playwright'
import { failureOf } from './support/failure'
import { Messenger } from './support/messenger'

const WRAP_UP = 'E2E Test Closure'
const chatOf = (page: Page): FrameLocator => page.frameLocator('#chat')

test.describe('an event of the app', () => {
  test.use({ guestOptions: { closedEvent: 'conversation.closed' } })

  test('is heard from a frame', async ({ page, guest, genesys }) => {
    await page.goto('/pages/custom')
    await chatOf(page).getByLabel('Message').fill('hello')
    await chatOf(page).getByRole('button', { name: 'Send' }).click()
    const { witnesses } = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    expect(witnesses.page).toMatchObject({ saw: 'closed', detail: expect.stringMatching(/^the page said so by a (?:message|DOM) event$/) })
    const heard = () => guest.observations.filter(({ what }) => what === 'closed').map(({ detail }) => detail).sort()
    await expect.poll(heard).toEqual(['a DOM event', 'a message event'])
  })
})

test.describe('an event that the app does not have', () => {
  test.use({ guestOptions: { closedEvent: 'chat.over' } })

  test('is an open page', async ({ page, guest, genesys }) => {
    await page.goto('/pages/custom')
    await chatOf(page).getByLabel('Message').fill('hello')
    await chatOf(page).getByRole('button', { name: 'Send' }).click()
    const closing = genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_500 })
    expect(await failureOf(closing)).toContain('the page still shows it as open: no event "chat.over" came.')
  })
})

test('the Messenger is asked without being named', async ({ page, guest, genesys }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  const { witnesses } = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  expect(witnesses.page).toMatchObject({ saw: 'closed', detail: expect.stringContaining('MessagingService.') })
})

test('a Messenger that begins anew is open again', async ({ page, guest, genesys }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  await messenger.window.getByRole('button', { name: 'Start new' }).click()
  await expect.poll(() => guest.observations.at(-1)).toMatchObject({ what: 'open', detail: 'MessagingService.conversationReset' })
  await expect(guest).toBeOpen()
})

test('a page that nobody asks does not testify', async ({ page, guest, genesys }) => {
  await page.goto('/pages/custom')
  await chatOf(page).getByLabel('Message').fill('hello')
  await chatOf(page).getByRole('button', { name: 'Send' }).click()
  const { witnesses } = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  expect(witnesses.page).toBeUndefined()
})
