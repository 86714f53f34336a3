import type { FrameLocator, Page } from '@playwright/test'
import { expect, test, watchGuest } from 'playwright-genesys/playwright'
import { Chat } from './support/chat'
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

test.describe('a locator that is visible all the time', () => {
  test.use({ guestOptions: { closedLocator: (page) => page.locator('#chat') } })
  const NEVER_TELLS = "locator('#chat') was visible while the conversation was open too, so it does not tell open from closed"
  const SOON = { timeout: 1_500 }

  test.beforeEach(async ({ page, guest }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await guest.conversationId()
  })

  test('does not make a close', async ({ guest, genesys }) => {
    const closing = genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 5_000 })
    expect(await failureOf(closing)).toContain(`GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page was not seen to show it: ${NEVER_TELLS}.`)
  })

  test('makes a guest neither closed nor not closed, though nobody asked before', async ({ guest, genesys }) => {
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP })
    expect(await failureOf(expect(guest).toBeClosed(SOON))).toContain(NEVER_TELLS)
    expect(await failureOf(expect(guest).not.toBeClosed(SOON))).toContain(`Nothing could be seen: ${NEVER_TELLS}. That is neither closed nor open.`)
  })

  test('tells no more of the same conversation when the page was loaded anew', async ({ page, guest, genesys }) => {
    await page.reload()
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP })
    await expect.poll(() => guest.events.some(({ kind }) => kind === 'closed')).toBe(true)
    expect(await failureOf(expect(guest).toBeClosed(SOON))).toContain(NEVER_TELLS)
  })

  test('makes a guest neither open nor not open', async ({ guest }) => {
    for (const claim of [() => expect(guest).toBeOpen(SOON), () => expect(guest).not.toBeOpen(SOON)]) {
      expect(await failureOf(claim())).toContain(`Nothing could be seen: ${NEVER_TELLS}. That is neither closed nor open.`)
    }
  })
})

for (const [what, closedLocator] of [['nothing', () => {}], ['a promise', async (page: Page) => page.locator('#status')]] as const) {
  test(`a function that returns ${what} is refused by the name of its option`, async ({ context }) => {
    const watched = watchGuest(await context.newPage(), { closedLocator: closedLocator as never })
    expect(await failureOf(watched)).toContain('guestOptions.closedLocator is not acceptable: it returned')
  })
}

test.describe('a locator that tells', () => {
  test.use({ guestOptions: { closedLocator: (page) => new Chat(page).frame.getByText('Chat closed') } })

  test('is believed of an app that closes at its own click', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    const id = await guest.conversationId()
    await expect(guest).toBeOpen()
    await chat.inside.evaluate(() => { (document.getElementById('status') as HTMLElement).textContent = 'Chat closed' })
    await genesys.closeConversation(id, { wrapUp: WRAP_UP, guest })
    await expect(guest).toBeClosed()
  })

  test('is believed of a page that comes back to a closed chat', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await page.reload()
    await expect(guest).toBeClosed()
  })

  test('says nothing where the page has gone to a document without a chat', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    // A socket may seem to open so much earlier than its document.
    await expect.poll(() => Date.now() - Math.max(...guest.events.map(({ at }) => at)), { timeout: 5_000 }).toBeGreaterThan(1_100)
    await page.goto('about:blank')
    for (const claim of [() => expect(guest).toBeClosed({ timeout: 1_500 }), () => expect(guest).not.toBeClosed({ timeout: 1_500 })]) {
      expect(await failureOf(claim())).toContain('the page has gone to a document without a guest, where ')
    }
  })

  test('is believed of the next conversation, too', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await chat.startNew()
    await chat.say('again')
    await expect.poll(() => guest.events.findLast(({ text }) => text === 'again')?.acknowledged).toBe(true)
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  })
})
