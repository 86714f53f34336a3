import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { test as base } from 'playwright-genesys/playwright'

const ORIGINS = { 'https://bank.example': 'bank', 'https://chat.example': 'chat' }

/** The page with its chat, and the app deployed to two origins without a server. Your own app has a baseURL instead. */
export const test = base.extend<{ chat: Chat }>({
  chat: async ({ page }, use) => {
    for (const [origin, folder] of Object.entries(ORIGINS)) {
      await page.route(`${origin}/**`, (route) => {
        const { pathname } = new URL(route.request().url())
        return route.fulfill({ path: join('app', folder, pathname === '/' ? 'index.html' : pathname) })
      })
    }
    await page.goto('https://bank.example/')
    const frame = page.frameLocator('#chat')
    await use({
      status: frame.getByRole('status'),
      banner: page.locator('#banner'),
      write: async (text) => {
        await frame.getByLabel('Message').fill(text)
        await frame.getByRole('button', { name: 'Send' }).click()
      },
      blockCard: () => frame.getByRole('button', { name: 'Block my card' }).click(),
    })
  },
})

export interface Chat {
  status: Locator
  banner: Locator
  write(text: string): Promise<void>
  blockCard(): Promise<void>
}
