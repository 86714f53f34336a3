import { expect, test } from 'playwright-genesys/playwright'
import { Chat } from '../../../support/chat'

test.describe('recorded', () => {
  test.use({ genesysRecord: 'org/run.jsonl' })

  for (const title of ['one', 'another']) {
    test(title, async ({ page, guest, genesys }) => {
      const chat = await Chat.open(page)
      await chat.say('canary-said')
      await genesys.closeConversation(await guest.conversationId(), { guest, wrapUp: 'Resolved' })
      await expect(guest).toBeClosed()
    })
  }
})

test('not recorded', async ({ genesys }) => {
  await genesys.listWrapUpCodes()
})
