'use strict'

// Run by matchers-runners.test.js, in Playwright's own runner; no browser is needed.
const { expect: base, test } = require('@playwright/test')
const { GenesysClient, GuestSession, Simulator } = require('playwright-genesys')
const { matchers } = require('playwright-genesys/matchers')

const expect = base.extend(matchers)

async function stage() {
  const simulator = await Simulator.start()
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client })
  await guest.send('please end this')
  return { simulator, client, guest, conversation: client.conversation(await guest.conversationId()) }
}

test('pass and not', async () => {
  const { client, guest, conversation } = await stage()
  await expect(guest).toBeOpen()
  await expect(guest).toHaveSent('please')
  await expect(guest).not.toHaveReceived('please', { timeout: 50 })
  await expect(conversation).toHaveParticipantState('agent', 'connected')
  await client.closeConversation(conversation.id, { wrapUp: 'Resolved', guest })
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
  await expect(conversation).toBeClosed()
  await expect(conversation).toBeWrappedUp('Resolved')
  await expect.poll(() => guest.state).toBe('read-only')
})

test('texts and timeouts', async () => {
  const { guest } = await stage()
  const { message } = await expect(guest).toBeClosed().catch((error) => error)
  base(message).toContain('NOT_CLOSED: ')
  base(message).toContain('Timeout: 321 ms')
  const configured = await expect.configure({ timeout: 77 })(guest).toBeClosed().catch((error) => error)
  base(configured.message).toContain('Timeout: 77 ms')
})

test('soft, and the line of the test', async () => {
  const { guest } = await stage()
  await expect.soft(guest).toBeClosed({ timeout: 50 })
  await expect(guest).toBeClosed({ timeout: 60 }) // the line that fails
})
