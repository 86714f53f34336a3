// As own-pages.spec.ts, for a deployment that lets a guest write on.
import { expect, test } from 'playwright-genesys/playwright'
import { messenger } from '../pages/support'

const SOON = { timeout: 5_000 }

test.use({ genesysOptions: { simulator: { deployment: { conversationDisconnect: 'Send' } } } })

const writesOn: Parameters<typeof test>[2] = async ({ page, guest, simulator, genesys }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  await expect(chat.ended).toContainText('Your conversation has ended', SOON)
  await chat.write('One more thing')
  await expect(chat.ended).toBeHidden(SOON)
  await expect(chat.said('One more thing')).toHaveCount(1, SOON)
  await expect(guest).toBeOpen(SOON)
}

test('Messenger, Send: the end is told, and writing on takes it away', writesOn)

test.describe('in an order that was found', () => {
  test.use({ genesysSchedule: 'v1,drop.after-echo.2' })

  test('an end that the page tells again, of a conversation that has gone on, is none', writesOn)
})
