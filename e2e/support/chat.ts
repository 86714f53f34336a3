import type { Frame, FrameLocator, Locator, Page } from '@playwright/test'

/** The sample's custom chat on a page, as a guest uses it. */
export class Chat {
  readonly frame: FrameLocator
  readonly status: Locator
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
    this.frame = page.frameLocator('#chat')
    this.status = this.frame.getByRole('status')
  }

  static async open(page: Page, query = ''): Promise<Chat> {
    await page.goto(`/pages/custom${query}`)
    return new Chat(page)
  }

  async say(text: string): Promise<void> {
    await this.frame.getByLabel('Message').fill(text)
    await this.frame.getByRole('button', { name: 'Send' }).click()
  }

  async startNew(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Start a new chat' }).click()
  }

  /** The frame itself, for tests that tamper with the app. */
  get inside(): Frame {
    const frame = this.#page.frame({ url: /custom\/frame/ })
    if (frame === null) throw new Error('The chat is not there yet.')
    return frame
  }
}
