import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'

const LOGIN = 'https://login.mypurecloud.ie/oauth/authorize'

/** Where the region's login sends an agent back to, its token in the fragment. A simulated org asks for no password. */
async function signedIn(context: BrowserContext, desktop: string): Promise<string> {
  const asked = new URLSearchParams({ client_id: 'our-desktop', response_type: 'token', redirect_uri: desktop })
  const answer = await context.request.get(`${LOGIN}?${asked}`, { maxRedirects: 0 })
  return String(answer.headers()['location'])
}

/** The agent's desktop in a page beside the guest's. The files stand for your deployed desktop. */
export class Desktop {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, conversationId: string): Promise<Desktop> {
    const page = await context.newPage()
    await page.route('https://desktop.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      return route.fulfill({ path: join('app', pathname === '/' ? 'index.html' : pathname) })
    })
    await page.goto(await signedIn(context, `https://desktop.example/?conversationId=${conversationId}`))
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
