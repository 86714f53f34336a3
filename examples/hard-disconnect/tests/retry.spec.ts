import { expect, type PageGuest } from 'playwright-genesys/playwright'
import { test } from './app'

const FIRST_PAUSE_MS = 250
const RENEW_MS = 500
/** Times are those at which the test saw things, not the page: on a busy machine a pause may look shorter. */
const SEEN = 0.6

const phases = (guest: PageGuest) => guest.events.filter(({ kind }) => kind === 'socket').map(({ at, detail }) => ({ at, phase: detail?.phase }))

test.beforeEach(async ({ chat, guest }) => {
  await chat.write('My card is gone')
  await expect(guest).toHaveSent('My card is gone')
  // The org has it: what is cut off before its echo would be a conversation that nobody knows.
  await guest.conversationId()
})

test('after a hard disconnect the app tries again, each time more patiently', async ({ chat, guest }) => {
  const refused = await guest.refuseReconnects(2)
  await guest.dropSocket()
  await expect.poll(() => phases(guest).map(({ phase }) => phase)).toEqual(['open', 'closed', 'refused', 'refused', 'open'])
  const [, ...since] = phases(guest)
  const pauses = since.slice(1).map(({ at }, index) => at - since[index]!.at)
  pauses.forEach((pause, index) => expect(pause).toBeGreaterThan(SEEN * FIRST_PAUSE_MS * 2 ** index))
  expect(refused.hits).toBe(2)
  await expect(chat.status).toHaveText('Connected')
})

test('after a session timeout the app begins a new session, on the same socket', async ({ chat, guest }) => {
  await guest.expireSession()
  const expired = await guest.waitFor(({ kind }) => kind === 'expired')
  const renewed = await guest.waitFor(({ kind, detail, at }) => kind === 'session' && detail?.newSession === true && at >= expired.at)
  expect(renewed.at - expired.at).toBeGreaterThan(SEEN * RENEW_MS)
  expect(phases(guest)).toHaveLength(1)
  await expect(chat.status).toHaveText('Connected')
})
