import { expect, test, watchGuest } from 'playwright-genesys/playwright'

const GUESTS_PER_TEST = 5

/** Two workers, five guests each, who stay until somebody ends the process. */
for (const name of ['one', 'two']) {
  test(`worker ${name} is killed while its conversations are open`, async ({ browser }) => {
    test.setTimeout(0)
    for (let index = 0; index < GUESTS_PER_TEST; index++) {
      const page = await (await browser.newContext()).newPage()
      const guest = await watchGuest(page)
      await page.goto('/pages/custom')
      await page.frameLocator('#chat').getByLabel('Message').fill('a text that nobody may keep')
      await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
      await expect(guest).toHaveSent('a text that nobody may keep')
      // The look-up stands among the requests that the org has had: there everybody sees it.
      await guest.conversationId()
    }
    await new Promise(() => {})
  })
}
