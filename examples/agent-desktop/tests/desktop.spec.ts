import { test as base, expect } from 'playwright-genesys/playwright'
import { Desktop } from './desktop'

const test = base.extend<{ desktop: Desktop }>({
  // A guest has written, and the agent has opened the conversation.
  desktop: async ({ page, context, guest }, use) => {
    await page.goto('/pages/messenger')
    await page.frameLocator('iframe[name="MessengerLauncherFrame"]').getByRole('button').click()
    const textbox = page.frameLocator('iframe[name="MessengerFrame"]').getByRole('textbox')
    await textbox.fill('Is the lamp in stock?')
    await textbox.press('Enter')
    const desktop = await Desktop.open(context, await guest.conversationId())
    await expect(desktop.status).toHaveText('Chat is open')
    await use(desktop)
  },
})

test('the agent sees the guest leave', async ({ page, desktop, guest }) => {
  const messenger = page.frameLocator('iframe[name="MessengerFrame"]')
  await messenger.getByRole('button', { name: 'Clear and leave your conversation' }).click()
  await messenger.getByRole('button', { name: "Yes, I'm Sure" }).click()
  await expect(guest).toBeClosed({ kind: 'cleared' })
  await expect(desktop.participant('customer')).toHaveText('customer: disconnected')
})

test('the agent sees the backend close', async ({ desktop, guest, genesys }) => {
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' })
  await expect(desktop.status).toHaveText('Chat ended')
  await expect(desktop.participant('agent')).toHaveText('agent: disconnected')
})

test('the guest is told when the agent ends the chat', async ({ desktop, guest }) => {
  await desktop.endChat()
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
})
