import { expect, test } from 'playwright-genesys/playwright'

const WRAP_UP = 'E2E Test Closure'

test('a close from the backend reaches the page', async ({ page, guest, genesys }) => {
  await page.goto('/pages/messenger')
  await page.frameLocator('iframe[name="MessengerLauncherFrame"]').getByRole('button').click()
  const messenger = page.frameLocator('iframe[name="MessengerFrame"]')
  await messenger.getByRole('textbox').fill('hello')
  await messenger.getByRole('textbox').press('Enter')
  const id = await guest.conversationId()
  const report = await genesys.closeConversation(id, { wrapUp: WRAP_UP, guest })
  expect(report.summary()).toMatchInlineSnapshot()
  console.log(report.witnesses)
})
