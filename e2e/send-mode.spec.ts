import { expect, test } from 'playwright-genesys/playwright'
import { Messenger } from './support/messenger'

test.use({ genesysOptions: { simulator: { deployment: { conversationDisconnect: 'Send' } } } })

test('a guest who writes on is open again, for the Messenger too', async ({ page, guest, genesys }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  await messenger.say('one more thing')
  await expect.poll(() => guest.events.findLast(({ text }) => text === 'one more thing')?.acknowledged).toBe(true)
  await expect(guest).toBeOpen()
})
