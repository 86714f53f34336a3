import { expect, test } from 'playwright-genesys/playwright'
import { begin } from './support'

const tokenOf = (frames: { url(): string; evaluate<T>(read: () => T): Promise<T> }[]) =>
  frames.find((frame) => frame.url().includes('/custom/frame'))?.evaluate(() => Object.values({ ...localStorage }).join())

for (const texts of [false, true]) {
  test.describe(texts ? 'with texts' : 'without', () => {
    test.use({ genesysAttach: 'always', genesysTexts: texts, guestOptions: { closedLocator: (page) => page.getByText('The chat is closed.') } })

    test(`everything is told, texts ${texts}`, async ({ page, guest, genesys, simulator }, testInfo) => {
      const conversationId = await begin(page, guest, testInfo)
      testInfo.annotations.push({ type: 'token', description: await tokenOf(page.frames()) })
      await fetch(`${simulator.url}/api/v2/tokens/me`)
      await page.evaluate(() => fetch('/what/nobody/serves'))
      const late = await guest.closingFrame('duplicate')
      const slow = simulator.fault({ on: { path: new RegExp(conversationId), times: 1 }, delayMs: 1 })
      await genesys.closeConversation(conversationId, { wrapUp: 'Resolved', guest })
      await expect(guest).toBeClosed()
      expect([late.hits, slow.hits]).toEqual([1, 1])
    })
  })
}

test('passes, and attaches nothing', () => {})

test.describe('off', () => {
  test.use({ genesysAttach: 'off' })
  test('fails, and attaches nothing', () => { throw new Error('on purpose') })
})
