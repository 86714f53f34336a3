import type { FrameLocator, Page } from '@playwright/test'

/** The vendor's Messenger on a page, as a guest uses it. */
export class Messenger {
  readonly window: FrameLocator

  private constructor(page: Page) {
    this.window = page.frameLocator('iframe[name="MessengerFrame"]')
  }

  static async open(page: Page, address: string): Promise<Messenger> {
    await page.goto(address)
    await page.frameLocator('iframe[name="MessengerLauncherFrame"]').getByRole('button').click()
    return new Messenger(page)
  }

  async say(text: string): Promise<void> {
    await this.window.getByRole('textbox').fill(text)
    await this.window.getByRole('textbox').press('Enter')
  }
}
