import type { Page } from '@playwright/test'
import type { Simulator } from 'playwright-genesys'
import { expect, test } from 'playwright-genesys/playwright'

test.use({ genesysOptions: { simulator: { deployment: { conversationDisconnect: 'Send' } } } })

async function say(page: Page, text: string): Promise<void> {
  await page.frameLocator('#chat').getByLabel('Message').fill(text)
  await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
}

/** What the org's virtual clock says. */
async function clockOf({ url }: Simulator): Promise<number> {
  return Date.parse((await fetch(`${url}/api/v2/tokens/me`)).headers.get('date') as string)
}

test.describe('where a hook has navigated', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/pages/custom')
    await expect(page.frameLocator('#chat').getByRole('status')).toHaveText('Connected')
  })

  test('the guest of the page saw its first frames, and the simulator is the one of the file', async ({ page, guest, genesys }) => {
    expect(guest.events[0]).toMatchObject({ kind: 'socket', detail: { phase: 'open' } })
    expect(guest.events).toContainEqual(expect.objectContaining({ kind: 'session', direction: 'received' }))
    await say(page, 'hello')
    await expect(guest).toHaveSent('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' })
    await expect(guest).toBeClosed({ mode: 'Send' })
  })
})

test.describe('what a test has broken', () => {
  test.describe.configure({ mode: 'serial' })
  let before: { clock: number; hits: () => number }

  test('strikes in that test', async ({ simulator, genesys }) => {
    const { conversationId } = await simulator.openConversation()
    const fault = simulator.fault({ on: { path: /conversations/ }, respond: { status: 404 } })
    await expect(genesys.getConversation(conversationId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    simulator.sabotage('accepts-but-ignores')
    await simulator.advance(3_600_000)
    before = { clock: await clockOf(simulator), hits: () => fault.hits }
    expect(fault.hits).toBeGreaterThan(0)
  })

  test('is whole again in the next one', async ({ simulator, genesys }) => {
    const hits = before.hits()
    expect(simulator.requests()).toHaveLength(0)
    const { conversationId } = await simulator.openConversation()
    const report = await genesys.closeConversation(conversationId, { wrapUp: 'Resolved' })
    expect(report.witnesses.server.saw).toBe('closed')
    expect(await clockOf(simulator)).toBeLessThan(before.clock)
    expect(before.hits()).toBe(hits)
  })
})
