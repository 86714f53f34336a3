import type { FrameLocator, Page } from '@playwright/test'
import { expect, test } from 'playwright-genesys/playwright'
import { failureOf } from './support/failure'
import { statusLog } from './support/status-log'

const WRAP_UP = 'E2E Test Closure'
const chatOf = (page: Page): FrameLocator => page.frameLocator('#chat')
const statusOf = (page: Page) => chatOf(page).getByRole('status')

async function say(page: Page, text: string): Promise<void> {
  await chatOf(page).getByLabel('Message').fill(text)
  await chatOf(page).getByRole('button', { name: 'Send' }).click()
}

test.beforeEach(async ({ page, guest }) => {
  await page.goto('/pages/custom?backoff=50')
  await say(page, 'hello')
  await guest.conversationId()
})

test('a lost socket is one that the page sees as lost', async ({ page, guest }) => {
  await guest.dropSocket()
  await expect.poll(() => guest.events.findLast(({ detail }) => detail?.phase === 'closed')?.detail).toMatchObject({ code: 1006, wasClean: false })
  await expect(statusOf(page)).toHaveText('Connected')
  await expect(guest).toBeOpen()
})

test('a socket that is on its way back is waited for', async ({ guest }) => {
  await guest.dropSocket()
  await guest.dropSocket()
  await expect.poll(() => guest.events.filter(({ detail }) => detail?.phase === 'closed').map(({ detail }) => detail?.code)).toEqual([1006, 1006])
})

test('where no socket comes back, there is none to drop', async ({ page, guest }) => {
  await guest.displace()
  await expect(statusOf(page)).toHaveText('Opened in another window')
  await expect(guest.dropSocket()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('connects are refused as often as was said, and then no more', async ({ page, guest }) => {
  const refused = await guest.refuseReconnects(2)
  await guest.dropSocket()
  await expect.poll(() => refused.hits).toBe(2)
  await expect(statusOf(page)).toHaveText('Connected')
  expect(guest.events.filter(({ detail }) => detail?.phase === 'refused').map(({ detail }) => detail?.code)).toEqual([503, 503])
})

test('a delayed connect comes late', async ({ page, guest }) => {
  const delayed = await guest.delayConnects(1, 700)
  const shown = await statusLog(page)
  await guest.dropSocket()
  await expect.poll(async () => (await shown()).map(([text]) => text)).toEqual(['Reconnecting (attempt 1)…', 'Connected'])
  const [lost, back] = (await shown()).map(([, at]) => at)
  expect(delayed.hits).toBe(1)
  expect(back! - lost!).toBeGreaterThanOrEqual(700)
})

test('a silent server hears nothing and says nothing, and the socket stays open', async ({ page, guest, simulator }) => {
  await guest.silence()
  await say(page, 'is anybody there')
  await expect.poll(() => guest.events.findLast(({ text }) => text === 'is anybody there')?.acknowledged).toBe(false)
  await simulator.agent(await guest.conversationId()).say('nobody reads this')
  expect(guest.events.some(({ text }) => text === 'nobody reads this')).toBe(false)
  await expect(statusOf(page)).toHaveText('Connected')
})

test('an expired session is over for the org too', async ({ guest }) => {
  await guest.expireSession()
  await expect(guest).toBeClosed({ kind: 'expired' })
  expect(guest.events.filter(({ injected }) => injected)).toEqual([])
})

test('a displaced page says so', async ({ page, guest }) => {
  await guest.displace()
  await expect(guest).toBeClosed({ kind: 'displaced' })
  await expect(statusOf(page)).toHaveText('Opened in another window')
})

test('how a socket closed is said of that one, not of one that was refused before', async ({ page, guest }) => {
  await guest.refuseReconnects(2)
  await guest.dropSocket()
  await expect(statusOf(page)).toHaveText('Connected')
  await expect.poll(() => guest.events.filter(({ detail }) => detail?.phase === 'open').length).toBe(2)
  await guest.displace()
  await expect(statusOf(page)).toHaveText('Opened in another window')
  await expect.poll(() => guest.events.findLast(({ kind }) => kind === 'socket')?.detail).toMatchObject({ phase: 'closed', wasClean: true })
})

test('a closing frame that is lost leaves the guest untold', async ({ guest, genesys }) => {
  const lost = await guest.closingFrame('lose')
  const failure = await failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_000 }))
  expect(failure).toContain('the guest was not told: no closing frame within # ms')
  expect(lost.hits).toBe(1)
})

for (const fault of ['duplicate', 'delay', 'reorder'] as const) {
  test(`a closing frame that meets ${fault} closes once`, async ({ page, guest, genesys }) => {
    const struck = await guest.closingFrame(fault, fault === 'duplicate' ? {} : { delayMs: 200 })
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await expect(guest).toBeClosed()
    expect(struck.hits).toBe(1)
    expect(guest.events.filter(({ kind }) => kind === 'closed')).toHaveLength(1)
    await expect(statusOf(page)).toHaveText('Chat closed')
  })
}
