import { expect, watchGuest } from 'playwright-genesys/playwright'
import { Chat } from '../support/chat'
import { test } from './app'

test('two tabs of one guest are read each by itself, and both are told', async ({ page, guest, context, genesys }) => {
  await (await Chat.open(page)).say('from the first tab')
  const other = await context.newPage()
  const second = await watchGuest(other)
  await (await Chat.open(other)).say('from the second tab')
  await expect(second).toHaveSent('from the second tab')
  const sent = guest.events.filter(({ direction, detail }) => direction === 'sent' && detail?.['elsewhere'] !== true)
  expect(sent.map(({ text }) => text).filter(Boolean)).toEqual(['from the first tab'])
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  await expect(guest).toBeClosed()
  await expect(second).toBeClosed()
})

test('a worker says nothing of its page: where two may be meant it is nobody\'s, in words', async ({ page, guest, context, app }) => {
  app.talks = true
  const other = await context.newPage()
  const second = await watchGuest(other)
  await other.goto(`${app.home}/dial.js`)
  await page.goto(`${app.home}/only?kind=dedicated worker`)
  await expect.poll(() => app.heard.get('dedicated worker')).toBeDefined()
  for (const each of [guest, second]) {
    const { wire } = await each.testify({ timeoutMs: 1 })
    expect(wire).toEqual({ saw: 'nothing', detail: expect.stringContaining('it came from a worker, and which of 2 pages is meant cannot be told') })
    expect(each.events).toEqual([])
  }
})

test('a guest who starts again at once, over another socket, is in another conversation', async ({ page, guest, genesys, app }) => {
  app.talks = true
  await page.goto(`${app.home}/only?kind=page`)
  const first = await guest.conversationId()
  await genesys.closeConversation(first, { wrapUp: 'Resolved', guest })
  await page.reload()
  await expect.poll(() => guest.events.filter(({ kind, detail }) => kind === 'session' && detail?.['newSession'] === true).length).toBe(2)
  expect(await guest.conversationId()).not.toBe(first)
})
