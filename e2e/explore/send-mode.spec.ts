// As own-pages.spec.ts, for a deployment that lets a guest write on.
import { expect, test } from 'playwright-genesys/playwright'
import { messenger } from '../pages/support'

const SOON = { timeout: 5_000 }

test.use({ genesysOptions: { simulator: { deployment: { conversationDisconnect: 'Send' } } } })

test('Messenger, Send: the end is told, and writing on takes it away', async ({ page, guest, simulator, genesys }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  await expect(chat.ended).toContainText('Your conversation has ended', SOON)
  await chat.write('One more thing')
  await expect(chat.ended).toBeHidden(SOON)
  await expect(chat.said('One more thing')).toHaveCount(1, SOON)
  await expect(guest).toBeOpen(SOON)
})
