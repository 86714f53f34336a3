import { join } from 'node:path'
import { expect, test } from 'playwright-genesys/playwright'

test.beforeEach(async ({ page }) => {
  // The app deployed to its origin without a server. Your own app has a baseURL instead.
  await page.route('https://bank.example/**', (route) => {
    const { pathname } = new URL(route.request().url())
    return route.fulfill({ path: join('app', pathname === '/' ? 'index.html' : pathname) })
  })
  await page.goto('https://bank.example/')
})

test('whoever has lost the connection is told of the end as well', async ({ page, guest, genesys, simulator }) => {
  await expect(page.getByRole('status')).toHaveText('Connected')
  await page.getByLabel('Message').fill('My card is gone')
  await page.getByRole('button', { name: 'Send' }).click()
  const conversationId = await guest.conversationId()
  await simulator.agent(conversationId).say('I have blocked it')
  await expect(page.getByText('Agent: I have blocked it')).toBeVisible()
  await guest.dropSocket()
  // The app is back, and asks what it has missed.
  await expect.poll(() => simulator.requests({ method: 'GET', path: /webmessaging.messages/ }).length).toBeGreaterThan(0)
  await genesys.closeConversation(conversationId, { wrapUp: 'E2E Test Closure' })
  await expect(guest).toBeClosed()
})
