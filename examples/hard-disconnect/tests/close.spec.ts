import { expect } from 'playwright-genesys/playwright'
import { test } from './app'

test('on a payload the backend closes, and the guest is told in its iframe', async ({ chat, guest, genesys }) => {
  const closing = guest.closeWhen('card.block', { wrapUp: 'E2E Test Closure' })
  await chat.write('My card is gone')
  await chat.blockCard()
  const report = await closing
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
  await expect(chat.banner).toHaveText('Your chat is closed.')
  await expect(genesys.conversation(report.conversationId)).toBeWrappedUp('E2E Test Closure')
})
