import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import type { Simulator } from 'playwright-genesys'

/** What a login would give the desktop; a real one sends its agents through their own login. */
async function tokenOf({ url, connection }: Simulator): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: String(connection.clientId), client_secret: String(connection.clientSecret) }
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

/** The agent's desktop in a page beside the guest's. The files stand for your deployed desktop. */
export class Desktop {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, simulator: Simulator, conversationId: string): Promise<Desktop> {
    const page = await context.newPage()
    await page.route('https://desktop.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      return route.fulfill({ path: join('app', pathname === '/' ? 'index.html' : pathname) })
    })
    await page.goto(`https://desktop.example/?conversationId=${conversationId}#access_token=${await tokenOf(simulator)}`)
    return new Desktop(page)
  }

  get status() {
    return this.page.getByRole('status')
  }

  participant(purpose: string) {
    return this.page.getByRole('listitem').filter({ hasText: purpose })
  }

  async endChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).click()
  }
}
