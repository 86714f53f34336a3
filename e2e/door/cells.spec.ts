import type { Page } from '@playwright/test'
import type { GenesysClient } from 'playwright-genesys'
import { expect, watchGuest, type PageGuest } from 'playwright-genesys/playwright'
import { Chat } from '../support/chat'
import { test } from './app'
import { KINDS, isHere, isNobodys } from './every-socket'
import { WAYS, type Way } from './ways'

const SOON = { timeout: 500 }

/** Whose socket it is: a popup has a guest of its own. */
async function opened(page: Page, kind: string, address: string): Promise<Page> {
  const popup = kind.startsWith('popup') ? page.context().waitForEvent('page') : undefined
  await page.goto(address)
  return await popup ?? page
}

/** Its frames are read, faults bite, and what is said of it is so. */
async function holds(guest: PageGuest, genesys: GenesysClient): Promise<void> {
  const conversationId = await guest.conversationId()
  await expect(guest).not.toBeClosed(SOON)

  const refused = await guest.refuseReconnects(1)
  await guest.dropSocket()
  await expect.poll(() => refused.hits).toBe(1)
  await expect(guest).toBeOpen()

  const doubled = await guest.closingFrame('duplicate')
  await genesys.closeConversation(conversationId, { wrapUp: 'Resolved', guest })
  expect(doubled.hits).toBe(1)
  await expect(guest).toBeClosed()
  await expect(expect(guest).not.toBeClosed(SOON)).rejects.toThrow()
}

/** Each fault, and what shows that it struck. */
const FAULTS: Record<string, (guest: PageGuest, genesys: GenesysClient) => Promise<void>> = {
  'a delayed connect': async (guest) => {
    const delayed = await guest.delayConnects(1, 300)
    await guest.dropSocket()
    await expect.poll(() => delayed.hits).toBe(1)
    await expect(guest).toBeOpen()
  },
  'an expired session': async (guest) => {
    await guest.expireSession()
    await expect(guest).toBeClosed({ kind: 'expired' })
  },
  'a displaced page': async (guest) => {
    await guest.displace()
    await expect(guest).toBeClosed({ kind: 'displaced' })
  },
  'a silent server': async (guest, genesys) => {
    await guest.silence()
    await isUntold(guest, genesys)
  },
  'a closing frame that is lost': async (guest, genesys) => {
    const lost = await guest.closingFrame('lose')
    await isUntold(guest, genesys)
    expect(lost.hits).toBe(1)
  },
  ...Object.fromEntries((['delay', 'reorder'] as const).map((how) => [`a closing frame that meets ${how}`, async (guest: PageGuest, genesys: GenesysClient) => {
    const struck = await guest.closingFrame(how, { delayMs: 200 })
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
    expect(struck.hits).toBe(1)
    await expect(guest).toBeClosed()
  }])),
}

async function isUntold(guest: PageGuest, genesys: GenesysClient): Promise<void> {
  const closing = genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest, timeoutMs: 1_000 })
  await expect(closing).rejects.toMatchObject({ code: 'GUEST_NOT_TOLD' })
}

/** One way of making a page is enough for a round, for each kind of socket; all of them are the matrix. */
function cell(kind: string, way: string, made: Way, tag: string[]): void {
  test(`frames are read, faults bite and verdicts are true from ${way}`, { tag }, async ({ page: ofFixture, browser, browserName, launchOptions, genesys, app }) => {
    test.skip(browserName === 'firefox' && kind.endsWith('worker') && way === 'a persistent context', 'led; the context has a second page, and over BiDi a worker may be either\'s')
    app.talks = true
    const { page, end } = await made({ page: ofFixture, browser, browserName, launchOptions })
    const guest = await watchGuest(await opened(page, kind, `${app.home}/only?kind=${kind}`))
    await holds(guest, genesys)
    await end?.()
  })
}

for (const kind of KINDS) {
  test.describe(`${kind}:`, () => {
    test.skip(({ browserName }) => !isHere(kind, browserName), 'the browser has no such thing')
    test.skip(({ browserName }) => isNobodys(kind, browserName), 'led; over BiDi it may dial before our script is there, and is nobody\'s then')

    for (const [fault, strikes] of Object.entries(FAULTS)) {
      test(`${fault} bites`, { tag: '@matrix' }, async ({ page, genesys, app }) => {
        app.talks = true
        const guest = await watchGuest(await opened(page, kind, `${app.home}/only?kind=${kind}`))
        await guest.conversationId()
        await strikes(guest, genesys)
      })
    }

    for (const [way, made] of Object.entries(WAYS)) cell(kind, way, made, way === 'the page of the fixture' ? [] : ['@matrix'])

    test.describe(() => {
      let before: Page
      test.beforeAll(async ({ browser }) => { before = await browser.newPage() })
      cell(kind, 'a page of beforeAll', async () => ({ page: before, end: () => before.close() }), ['@matrix'])
    })
  })
}

test('frames are read, faults bite and verdicts are true where the guest host is on loopback', async ({ page, guest, genesys }) => {
  const chat = await Chat.open(page, '?backoff=50')
  await chat.say('hello')
  await holds(guest, genesys)
})
