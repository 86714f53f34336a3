import { once } from 'node:events'
import type { Page, TestInfo } from '@playwright/test'
import { expect, type PageGuest } from 'playwright-genesys/playwright'

export const SECRET_TEXT = 'canary-of-the-guest'

/** A guest has written something; which conversation that opened stands in the record of the run. */
export async function begin(page: Page, guest: PageGuest, testInfo: TestInfo, text = SECRET_TEXT): Promise<string> {
  await page.goto('/pages/custom')
  await page.frameLocator('#chat').getByLabel('Message').fill(text)
  await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
  await expect(guest).toHaveSent(text)
  return note(testInfo, await guest.conversationId())
}

export function note(testInfo: TestInfo, conversationId: string): string {
  testInfo.annotations.push({ type: 'conversation', description: conversationId })
  return conversationId
}

export const blockMyCard = (page: Page): Promise<void> => page.frameLocator('#chat').getByRole('button', { name: 'Block my card' }).click()

/** Until one that nobody awaits has been told of, the runner included. */
export const nobodysRejection = async (): Promise<void> => { await once(process, 'unhandledRejection') }
