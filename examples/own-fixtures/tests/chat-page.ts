import type { Page } from '@playwright/test'

/** The page with the chat, as its people use it. */
export class ChatPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto('/pages/custom')
  }

  async write(text: string): Promise<void> {
    await this.#chat.getByLabel('Message').fill(text)
    await this.#chat.getByRole('button', { name: 'Send' }).click()
  }

  get closedNotice() {
    return this.page.getByText('The chat is closed.')
  }

  get #chat() {
    return this.page.frameLocator('#chat')
  }
}
