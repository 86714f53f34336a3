import type { FrameLocator, Page } from '@playwright/test'
import { expect, test } from 'playwright-genesys/playwright'
import { failureOf } from './support/failure'

const WRAP_UP = 'E2E Test Closure'
const chatOf = (page: Page): FrameLocator => page.frameLocator('#chat')

test.use({ guestOptions: { closedLocator: (page) => chatOf(page).getByText('Chat closed') } })

test.beforeEach(async ({ page, guest }) => {
  await page.goto('/pages/custom')
  await chatOf(page).getByLabel('Message').fill('hello')
  await chatOf(page).getByRole('button', { name: 'Send' }).click()
  await guest.conversationId()
})

test('all three agree', async ({ guest, genesys }) => {
  const { witnesses } = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  expect(Object.values(witnesses).map(({ saw }) => saw)).toEqual(['closed', 'closed', 'closed'])
})

test('the server lies', async ({ guest, genesys, simulator }) => {
  simulator.sabotage('accepts-but-ignores')
  const failure = await failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_000 }))
  expect(failure).toBe(`NOT_CLOSED: The API accepted the close, but # ms later the conversation is still open: customer connected, agent connected. Conversation <id>.
A success answer is a claim, not a proof. Look at who is left: a bot or flow may have taken over, or the queue has routed the conversation again.`)
})

test('the guest is not told', async ({ guest, genesys, simulator }) => {
  simulator.sabotage('never-tells-guest')
  const failure = await failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_000 }))
  expect(failure).toBe(`GUEST_NOT_TOLD: The server has closed the conversation, and the guest was not told: no closing frame within # ms; last frames: session # ms ago, own text # ms ago. Conversation <id>.
Look at what came over the guest's socket at that time; where it was no closing frame at all, at conversationDisconnect in the Messenger configuration.`)
})

test('the page does not show it', async ({ page, guest, genesys }) => {
  await page.frame({ url: /custom\/frame/ })?.evaluate(() => { (document.getElementById('status') as HTMLElement).style.display = 'none' })
  const failure = await failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_000 }))
  expect(failure).toBe(`GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page still shows it as open: locator('#chat').contentFrame().getByText('Chat closed') was not visible. Conversation <id>.
The app did not react to the frame: look at its handler of Presence Disconnect.`)
})

test('the page flips back to open', async ({ page, guest, genesys }) => {
  const failing = failureOf(expect(guest).toBeClosed({ staysForMs: 5_000, timeout: 15_000 }))
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, staysForMs: 300 })
  // It was closed for a while; now a late answer overwrites what the closing frame had changed.
  await page.frame({ url: /custom\/frame/ })?.evaluate(() => { (document.getElementById('status') as HTMLElement).textContent = 'Connected' })
  expect(await failing).toBe(`expect(guest).toBeClosed()

GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page still shows it as open: \
locator('#chat').contentFrame().getByText('Chat closed') was not visible.
It flipped back: # ms before, the page showed closed.

Expected: "closed"
Received: "closed, then open on the page"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    closed   told by Presence Disconnect; mode ReadOnly
  page    open     locator('#chat').contentFrame().getByText('Chat closed') was not visible

Conversation: <id>
Timeout: # ms

What to do: The app did react, and something that came later overwrote the end: look at what it paints, and when.`)
})
