import { mergeExpects, mergeTests, test as base, type Page } from '@playwright/test'
import { defineGenesysTest, expect as ours, test as genesysTest, watchGuest } from 'playwright-genesys/playwright'

/** A team's own fixtures and matchers, one of whose names we have too. */
const team = base.extend<{ customer: string; guest: string }>({ customer: 'Kim', guest: 'somebody at the door' })
const teamExpect = base.expect.extend({ toBePolite: (text: string) => ({ pass: text.startsWith('Please'), message: () => `"${text}" is not polite` }) })

const test = mergeTests(genesysTest, base.extend<{ customer: string }>({ customer: 'Kim' }))
const expect = mergeExpects(ours, teamExpect)
const renamed = defineGenesysTest(team, { names: { guest: 'chatGuest', conversations: 'opened' } })

async function chat(page: Page, text: string): Promise<void> {
  await page.goto('/pages/custom')
  await page.frameLocator('#chat').getByLabel('Message').fill(text)
  await page.frameLocator('#chat').getByRole('button', { name: 'Send' }).click()
}

test('two guests at once, each with a page and a conversation of its own', async ({ page, guest, browser, genesys, customer }) => {
  const second = await (await browser.newContext()).newPage()
  const other = await watchGuest(second)
  expect(await watchGuest(second)).toBe(other)
  await Promise.all([chat(page, `Please help ${customer}`), chat(second, 'Please help me too')])
  await expect(guest).toHaveSent('Please help Kim')
  await expect(other).toHaveSent('Please help me too')
  expect('Please').toBePolite()
  const [first, next] = [await guest.conversationId(), await other.conversationId()]
  expect(first).not.toBe(next)
  await genesys.closeConversation(next, { wrapUp: 'Resolved', guest: other })
  await expect(other).toBeClosed()
  await expect(guest).toBeOpen()
  await second.context().close()
})

test('what can be broken about one page of a context is broken at no other', async ({ page, guest, context }) => {
  const second = await context.newPage()
  const other = await watchGuest(second)
  await chat(page, 'here')
  await chat(second, 'there')
  await expect(other).toHaveSent('there')
  await guest.dropSocket()
  await expect.poll(() => guest.events.some(({ detail }) => detail?.['phase'] === 'closed')).toBe(true)
  await expect(other).toBeOpen()
  expect(other.events.filter(({ kind }) => kind === 'socket')).toHaveLength(1)
})

test('a page of any context is watched from its first moment, and asked otherwise only before it navigates', async ({ browser, genesys }) => {
  const late = await (await browser.newContext()).newPage()
  await chat(late, 'hello')
  const guest = await watchGuest(late)
  await expect(guest).toHaveSent('hello')
  await expect(watchGuest(late, { closedEvent: 'over' })).rejects.toMatchObject({ message: expect.stringContaining('watched already') })
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  await late.context().close()
})

test('what has navigated is asked no more', async ({ context }) => {
  const late = await context.newPage()
  await late.goto('/pages/custom')
  await expect(watchGuest(late, { closedEvent: 'over' })).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('has navigated already') })
})

/** A project's own fixture: the page comes opened, with its chat. */
const theirs = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    await chat(page, 'before the test')
    await use(page)
  },
})
for (const [how, opened] of Object.entries({ 'merged before ours': mergeTests(theirs, genesysTest), 'merged after ours': mergeTests(genesysTest, theirs), extended: defineGenesysTest(theirs) })) {
  opened(`a page fixture that navigates is seen from the start, ${how}`, async ({ guest, genesys }) => {
    await ours(guest).toHaveSent('before the test')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
    await ours(guest).toBeClosed()
  })
}

renamed('fixtures of ours give way to names that are taken', async ({ page, guest, chatGuest, opened, genesys }) => {
  ours(guest).toBe('somebody at the door')
  await chat(page, 'hello')
  await ours(chatGuest).toHaveSent('hello')
  const handle = opened.track(chatGuest)
  ours((await handle.get()).id).toBe(await chatGuest.conversationId(genesys))
})
