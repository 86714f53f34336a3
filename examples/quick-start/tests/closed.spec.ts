import { test, expect } from 'playwright-genesys/playwright'

test('the guest is told when the backend closes the chat', async ({ page, guest, genesys }) => {
  await page.goto('/pages/custom')
  await page.frameLocator('#chat').getByLabel('Message').fill('Hello')
  await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' })
  await expect(guest).toBeClosed()
})
