import { expect, test } from 'playwright-genesys/playwright'

test.use({ guestOptions: { closedLocator: (page) => page.frameLocator('#chat').getByText('Chat closed') } })

test.beforeEach(async ({ page, guest }) => {
  await page.goto('/pages/custom')
  await page.frameLocator('#chat').getByLabel('Message').fill('My card is gone')
  await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
  await expect(guest).toHaveSent('My card is gone')
  await guest.conversationId() // from here on the org has the message
})

test('the backend closes on a payload, and the guest is told', async ({ page, guest }) => {
  const closing = guest.closeWhen('card.block', { wrapUp: 'E2E Test Closure' })
  await page.frameLocator('#chat').getByRole('button', { name: 'Block my card' }).click()
  await closing
  await expect(guest).toBeClosed()
})

test('after a hard disconnect the app retries, each time more patiently', async ({ page, guest }) => {
  const refused = await guest.refuseReconnects(2)
  await guest.dropSocket()
  await expect.poll(() => guest.events.filter(({ detail }) => detail?.phase === 'open').length).toBe(2)
  const [lost, ...attempts] = guest.events.filter(({ kind }) => kind === 'socket').slice(1)
  expect(refused.hits).toBe(2)
  expect(lost?.detail).toMatchObject({ phase: 'closed', code: 1006, wasClean: false })
  expect(attempts.map(({ detail }) => detail?.phase)).toEqual(['refused', 'refused', 'open'])
  const gaps = attempts.map(({ at }, index) => at - ((index === 0 ? lost : attempts[index - 1])?.at ?? 0))
  expect(gaps.map((gap, index) => gap >= 250 * 2 ** index)).toEqual([true, true, true])
  await expect(page.frameLocator('#chat').getByRole('status')).toHaveText('Connected')
})

test('after a timeout the app begins a new session', async ({ page, guest }) => {
  await guest.expireSession()
  await expect(guest).toBeClosed({ kind: 'expired' })
  await expect(page.frameLocator('#chat').getByRole('status')).toHaveText('Connected')
})
