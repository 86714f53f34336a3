import { expect, test } from 'playwright-genesys/playwright'

const WRAP_UP = process.env.GENESYS_WRAP_UP ?? 'E2E Test Closure'

test.beforeEach(async ({ page, guest }) => {
  await page.goto('/')
  await page.frameLocator('iframe[name="MessengerLauncherFrame"]').getByRole('button').click()
  const messenger = page.frameLocator('iframe[name="MessengerFrame"]')
  await messenger.getByRole('textbox').fill('A test of ours, please ignore')
  await messenger.getByRole('textbox').press('Enter')
  await expect(guest).toHaveSent('A test of ours')
})

test('the guest is told when the backend closes the chat', async ({ guest, genesys }) => {
  const report = await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
  expect(report.outcome).toBe('closed')
  await expect(guest).toBeClosed()
})

test('after a hard disconnect the page connects again', async ({ guest }) => {
  await guest.dropSocket()
  await expect.poll(() => guest.events.filter(({ detail }) => detail?.phase === 'open').length, { timeout: 30_000 }).toBe(2)
  await expect(guest).toBeOpen()
})
