// Copies of the sample page, with races and without: green in the ordinary order all of them. `npm run explore:proof` explores them.
import type { Page } from '@playwright/test'
import type { PageGuest } from 'playwright-genesys/playwright'
import { expect, test } from 'playwright-genesys/playwright'
import { Chat } from '../support/chat'
import { RACES, serveCopy, type Race } from './variants'

const WRAP_UP = 'E2E Test Closure'
/** What is open after so long stays so: hundreds of orders do not wait for more. */
const SOON_MS = 5_000

test.use({
  guestOptions: { closedLocator: (page: Page) => page.frameLocator('#chat').getByText('Chat closed') },
})

/** Until the guest has an answer: from here on everything may come in another order. */
async function answered(page: Page, { guest, simulator }: Pick<Parts, 'guest' | 'simulator'>): Promise<{ chat: Chat; conversationId: string }> {
  const chat = await Chat.open(page)
  await expect(chat.status).toHaveText('Connected')
  await chat.say('My card is gone')
  const conversationId = await guest.conversationId()
  await simulator.agent(conversationId).say('I have blocked it')
  await expect(chat.frame.getByText('I have blocked it')).toBeVisible()
  return { chat, conversationId }
}

interface Parts {
  page: Page
  guest: PageGuest
  simulator: Parameters<Parameters<typeof test>[2]>[0]['simulator']
  genesys: Parameters<Parameters<typeof test>[2]>[0]['genesys']
}

/** What each test does, and what the guest has to see in whichever order. */
const STORIES: Record<Race, (parts: Parts) => Promise<void>> = {
  'late history': async ({ page, guest, simulator, genesys }) => {
    const { conversationId } = await answered(page, { guest, simulator })
    await guest.dropSocket()
    await expect.poll(() => simulator.requests({ method: 'GET', path: /webmessaging.messages/ }).length).toBeGreaterThan(0)
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
    await expect(guest).toBeClosed({ timeout: SOON_MS })
  },
  'echo after end': async ({ page, guest, simulator, genesys }) => {
    const { chat, conversationId } = await answered(page, { guest, simulator })
    await chat.frame.getByRole('button', { name: 'That is all' }).click()
    // It has left the page: its echo is nobody's to wait for.
    await expect.poll(() => guest.events.some(({ text }) => text === 'That is all')).toBe(true)
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
    await expect(guest).toBeClosed({ timeout: SOON_MS })
  },
  'reconnect and end at once': async ({ page, guest, simulator, genesys }) => {
    const { conversationId } = await answered(page, { guest, simulator })
    await guest.dropSocket()
    // It is back, and has asked for its history: the answers may come when they like.
    await expect.poll(() => guest.events.some(({ detail }) => detail?.['action'] === 'getJwt')).toBe(true)
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
    await expect(guest).toBeClosed({ timeout: SOON_MS })
  },
  'duplicate end after start new': async ({ page, guest, simulator, genesys }) => {
    const { chat, conversationId } = await answered(page, { guest, simulator })
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
    await expect(chat.frame.getByText('My card is gone')).toBeHidden()
    await expect(chat.status).toHaveText('Connected', { timeout: SOON_MS })
    await chat.say('One more thing')
    await expect(chat.frame.getByText('One more thing')).toBeVisible()
  },
  'end during an upload': async ({ page, guest, simulator, genesys }) => {
    const { chat, conversationId } = await answered(page, { guest, simulator })
    const sent = page.waitForResponse((response) => response.request().method() === 'PUT')
    await chat.inside.evaluate(() => document.dispatchEvent(new Event('upload')))
    await sent
    await genesys.closeConversation(conversationId, { wrapUp: WRAP_UP })
    await expect(guest).toBeClosed({ timeout: SOON_MS })
  },
}

for (const race of Object.keys(RACES) as Race[]) {
  for (const variant of ['as it should be', 'planted']) {
    test(`${race}, ${variant}`, async ({ page, guest, simulator, genesys }) => {
      await serveCopy(page, race, variant === 'planted')
      await STORIES[race]({ page, guest, simulator, genesys })
    })
  }
}

test.describe('in an order that was found', () => {
  test.use({ genesysSchedule: 'v1,echo.2=after-reconnect,history.1=asof-text.1' })

  test('what was written before opens no chat that is locked', async ({ page, guest, simulator, genesys }) => {
    await serveCopy(page, 'echo after end', false)
    await STORIES['echo after end']({ page, guest, simulator, genesys })
  })
})
