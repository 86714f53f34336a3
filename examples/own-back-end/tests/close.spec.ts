import { expect, test } from './shop'

const REFUSED = { data: { event: 'payment.refused', order: '4711' } }

test('a refused payment makes the back-end close the chat', async ({ page, shop, chat, guest, genesys, simulator }) => {
  const answer = await page.request.post(`${shop}/webhook`, REFUSED)
  expect(answer.status()).toBe(204)
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
  await expect(page.getByRole('status')).toHaveText('Chat closed')
  await expect(genesys.conversation(chat.conversationId)).toBeWrappedUp('Escalated')
  expect(simulator.requests({ method: 'PATCH' })).toMatchObject([{ status: 202, body: { state: 'disconnected' } }])
})

test('the back-end tries again where the org cannot answer', async ({ page, shop, chat, guest, simulator }) => {
  const fault = simulator.fault({ on: { method: 'PATCH', path: /\/participants\//, times: 1 }, respond: { status: 503 } })
  await page.request.post(`${shop}/webhook`, REFUSED)
  await expect(guest).toBeClosed()
  expect(fault.hits).toBe(1)
  expect(simulator.requests({ method: 'PATCH' }).map(({ status }) => status)).toEqual([503, 202])
  expect((await simulator.conversation(chat.conversationId)).effects?.wrapUps).toBe(1)
})

test.describe('when the guest is cut off', () => {
  test.use({ guestOptions: { closedLocator: (page) => page.getByText('Chat closed') } })

  test('the page comes back, and is told of the close', async ({ page, shop, chat, guest }) => {
    await guest.dropSocket()
    await expect(page.getByRole('status')).toHaveText('Connected')
    await page.request.post(`${shop}/webhook`, REFUSED)
    await expect(guest).toBeClosed()
    expect(chat.conversationId).toBe(await guest.conversationId())
  })
})
