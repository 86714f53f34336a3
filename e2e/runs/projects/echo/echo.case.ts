import type { Page } from '@playwright/test'
import { expect, test, watchGuest, type PageGuest } from 'playwright-genesys/playwright'
import type { Simulator } from 'playwright-genesys'

/** The test ends when the message has reached the org, and its echo is still on its way. */
async function sayAndLeave({ page, guest, simulator }: { page: Page; guest: PageGuest; simulator: Simulator }): Promise<void> {
  await page.goto('/pages/custom')
  await expect(page.frameLocator('#chat').getByRole('status')).toHaveText('Connected')
  const late = simulator.fault({ on: { frame: 'any', times: 1 }, frame: 'delay', delayMs: 500 })
  await page.frameLocator('#chat').getByRole('button', { name: 'Block my card' }).click()
  await expect(guest).toHaveSent('card.block')
  await expect.poll(() => late.hits).toBe(1)
}

test('at the page', async ({ page, guest, simulator }) => await sayAndLeave({ page, guest, simulator }))

test('at a second page', async ({ context, simulator }) => {
  const page = await context.newPage()
  await sayAndLeave({ page, guest: await watchGuest(page), simulator })
})

test('and somebody waits for it', async ({ page, guest, simulator }) => {
  void guest.closeWhen('card.block', { wrapUp: 'Resolved' })
  await sayAndLeave({ page, guest, simulator })
})
