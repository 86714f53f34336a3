import type { PageGuest } from 'playwright-genesys/playwright'
import { expect, test, watchGuest } from 'playwright-genesys/playwright'
import { Chat } from './support/chat'
import { failureOf } from './support/failure'

const SOON = { timeout: 300 }

const claimsOf = (guest: PageGuest) => [
  () => expect(guest).not.toBeClosed(SOON), () => expect(guest).not.toBeOpen(SOON), () => expect(guest).toBeOpen(SOON),
]

/** Neither claim holds, nor its opposite, and each says why. */
async function isUnseen(guest: PageGuest, why: string): Promise<void> {
  const sentence = `Nothing could be seen: ${why}. That is neither closed nor open.`
  for (const claim of claimsOf(guest)) expect(await failureOf(claim())).toContain(sentence)
  expect(await failureOf(expect(guest).toBeClosed(SOON))).toMatch(new RegExp(`wire +nothing +${why}`))
}

test('of a page without a chat', async ({ page, guest }) => {
  await page.setContent('no chat')
  await isUnseen(guest, "the guest's socket was never open")
  expect(await failureOf(expect(guest).not.toHaveReceived('hello', SOON))).toContain("the guest's socket was never open")
})

test('of a page that is closed', async ({ context }) => {
  const page = await context.newPage()
  const guest = await watchGuest(page)
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
  await expect(guest).not.toBeClosed(SOON)
  await page.close()
  for (const claim of claimsOf(guest)) expect(await failureOf(claim())).toContain('Nothing could be seen: ')
  await expect(guest).not.toHaveReceived('goodbye', SOON)
})

test('of a guest whose socket is down', async ({ page, guest }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
  const refused = await guest.refuseReconnects(100)
  await guest.dropSocket()
  await expect.poll(() => refused.hits).toBeGreaterThan(0)
  await isUnseen(guest, "the guest's socket has been down for # ms; no closing frame could reach it; its last connect was refused with 503")
})

test('of a socket on which no session was configured', async ({ page, guest, simulator }) => {
  await page.goto('/pages/nowhere')
  await page.evaluate((id) => { new WebSocket(`wss://webmessaging.mypurecloud.com/v1?deploymentId=${id}`) }, simulator.deploymentId)
  await expect.poll(() => guest.events.some(({ kind, detail }) => kind === 'socket' && detail?.['phase'] === 'open')).toBe(true)
  await isUnseen(guest, "the guest's socket is open, and no session is configured on it: no frame can reach it")
})

test('of an app that names another deployment: both are named', async ({ page, guest, simulator }) => {
  await page.goto('/pages/nowhere')
  const other = '99999999-9999-4999-8999-999999999999'
  await page.evaluate(async (id) => await new Promise((done) => {
    new WebSocket(`wss://webmessaging.mypurecloud.com/v1?deploymentId=${id}`).onclose = done
  }), other)
  const why = `another socket was seen and not read: its deployment is ${other}, that of the connection is ${simulator.deploymentId}`
  const finding = guest.conversationId(undefined, { timeoutMs: 300 })
  await expect(finding).rejects.toThrow(`The guest has not written yet: no message was seen that leads to a conversation; the guest's socket was never open; ${why}.`)
  await expect(guest.testify({ timeoutMs: 50 })).resolves.toMatchObject({ wire: { saw: 'nothing', detail: expect.stringContaining(why) } })
})
