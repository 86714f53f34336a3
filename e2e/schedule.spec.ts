import { expect, test } from 'playwright-genesys/playwright'

test.describe('where the answer of the history comes after the end', () => {
  test.use({ genesysSchedule: 'v1,history.1=after-closing.1' })

  test('the guest is told of the end all the same', async ({ page, guest, genesys, simulator }) => {
    await page.goto('/pages/custom')
    const chat = page.frameLocator('#chat')
    await chat.getByLabel('Message').fill('My card is gone')
    await chat.getByRole('button', { name: 'Send' }).click()
    const conversationId = await guest.conversationId()
    const answered = page.waitForResponse(/webmessaging.messages/)
    await guest.dropSocket()
    // The page is back, and has asked what it has missed.
    await expect.poll(() => simulator.requests({ method: 'GET', path: /webmessaging.messages/ }).length, { intervals: [50] }).toBe(1)
    await genesys.closeConversation(conversationId, { wrapUp: 'E2E Test Closure' })
    await expect(guest).toBeClosed()
    // Not over before the late answer is there.
    await answered
  })
})
