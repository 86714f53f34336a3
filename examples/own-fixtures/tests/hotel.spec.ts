import { expect, test } from './base'

test('the visitor is told when the backend closes', async ({ guest, visitor, chatPage, genesys }) => {
  await chatPage.open()
  await chatPage.write(`This is ${guest.name}, room ${guest.room}: no towels`)
  await expect(visitor).toHaveSent('no towels')
  await genesys.closeConversation(await visitor.conversationId(), { wrapUp: 'Resolved' })
  await expect(visitor).toBeClosed()
  await expect(chatPage.closedNotice).toBeVisible()
  expect(guest.room).toBeARoom()
})
