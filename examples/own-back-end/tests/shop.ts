import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test as base } from 'playwright-genesys/playwright'

/** The back-end as it is deployed: its environment is the one of `simulate`, and so are the processes that it starts. */
export const test = base.extend<{ chat: Chat }, { shop: string }>({
  shop: [async ({}, use) => {
    const server = spawn(process.execPath, ['back-end/server.js'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(server.stdout, 'data')
    await use(String(line).trim())
    server.kill()
  }, { scope: 'worker' }],

  /** Somebody asks about an order, and the shop knows which chat that is. */
  chat: async ({ page, shop, guest, simulator }, use) => {
    await simulator.reset()
    const known = page.waitForResponse(`${shop}/chats`)
    await page.goto(`${shop}/?order=4711`)
    await page.getByLabel('Message').fill('Where is my lamp?')
    await page.getByRole('button', { name: 'Send' }).click()
    await known
    await use({ conversationId: await guest.conversationId() })
  },
})

export interface Chat { conversationId: string }

export { expect }
