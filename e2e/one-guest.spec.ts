// A page's guest answers for itself alone, for the present conversation, and for now.
import type { Page } from '@playwright/test'
import type { PageGuest } from 'playwright-genesys/playwright'
import { expect, test, watchGuest } from 'playwright-genesys/playwright'
import { Chat } from './support/chat'
import { failureOf } from './support/failure'

const WRAP_UP = 'E2E Test Closure'
const lastSocket = (guest: PageGuest) => guest.events.findLast(({ kind }) => kind === 'socket')?.detail
const isBack = (guest: PageGuest, text: string) => guest.events.findLast((event) => event.text === text)?.acknowledged

/** A page that opens guest sockets of its own, one for each text, each with a token of its own. */
async function speakers(page: Page, origin: string): Promise<(text: string) => Promise<string>> {
  await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: 'blank' }))
  await page.goto(`${origin}/blank`)
  return async (text) => await page.evaluate(async (words) => {
    const configuration = await (await fetch(document.URL.replace('blank', 'pages/custom/frame'))).text()
    const deploymentId = /data-deployment-id="([^"]+)"/.exec(configuration)?.[1]
    const token = crypto.randomUUID()
    const socket = new WebSocket(`ws://${location.host}/v1?deploymentId=${deploymentId}`)
    socket.onopen = () => socket.send(JSON.stringify({ action: 'configureSession', deploymentId, token }))
    return await new Promise<string>((done) => {
      socket.onmessage = ({ data }) => {
        const frame = JSON.parse(data)
        const message = { type: 'Text', text: words }
        if (frame.class === 'SessionResponse') socket.send(JSON.stringify({ action: 'onMessage', token, message, tracingId: crypto.randomUUID() }))
        if (frame.class === 'StructuredMessage' && frame.body.direction === 'Inbound') done(frame.body.id)
      }
    })
  }, text)
}

test('of two guests at one page neither answers for the other', async ({ page, guest, genesys, simulator }) => {
  const speak = await speakers(page, simulator.url)
  const first = await genesys.findConversation({ messageId: await speak('first') })
  const second = await genesys.findConversation({ messageId: await speak('second') })
  const lost = await guest.closingFrame('lose')
  await genesys.closeConversation(first, { wrapUp: WRAP_UP })
  await genesys.closeConversation(second, { wrapUp: WRAP_UP })
  expect(lost.hits).toBe(1)
  expect(await failureOf(expect(guest).toBeClosed({ timeout: 1_000 }))).toContain('two guests speak at this page')
  expect(await failureOf(guest.conversationId())).toContain('two guests speak at this page')
})

test('the end of another guest, as whom the page comes back, is not that of the one before', async ({ page, guest, genesys }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  const lost = await guest.closingFrame('lose')
  const closing = failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 4_000 }))
  await expect.poll(() => lost.hits).toBe(1)
  await chat.inside.evaluate(() => { localStorage.clear() })
  await page.reload()
  await chat.say('somebody else')
  await expect.poll(() => isBack(guest, 'somebody else')).toBe(true)
  const { messageId = '' } = guest.events.findLast(({ text }) => text === 'somebody else') ?? {}
  await genesys.closeConversation(await genesys.findConversation({ messageId }), { wrapUp: WRAP_UP })
  expect(await closing).toContain('the closing frame came in another session, begun since')
})

test.describe('where a locator is asked', () => {
  test.use({ guestOptions: { closedLocator: (page) => new Chat(page).frame.getByText('Chat closed') } })

  test('what the page showed before the guest was told is no answer', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    const id = await guest.conversationId()
    const late = await guest.closingFrame('delay', { delayMs: 800 })
    await chat.inside.evaluate(() => {
      const status = document.getElementById('status') as HTMLElement
      status.textContent = 'Chat closed'
      // What the app writes from now on goes nowhere.
      setTimeout(() => { status.replaceWith(Object.assign(document.createElement('p'), { textContent: 'Connected' })) }, 250)
      document.body.append(Object.assign(document.createElement('p'), { id: 'status', hidden: true }))
    })
    const failure = await failureOf(genesys.closeConversation(id, { wrapUp: WRAP_UP, guest, timeoutMs: 2_500 }))
    expect(failure).toContain('the page still shows it as open')
    expect(late.hits).toBe(1)
  })
})

test.describe('where an event is asked', () => {
  test.use({ guestOptions: { closedEvent: 'conversation.closed' } })

  test('that of the last conversation says nothing of the next', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await chat.startNew()
    await chat.say('again')
    await expect.poll(() => isBack(guest, 'again')).toBe(true)
    await expect(guest).toBeOpen()
    // The app says nothing of the second end.
    await page.evaluate(() => { window.postMessage = () => {} })
    await chat.inside.evaluate(() => { document.dispatchEvent = () => true })
    const failure = await failureOf(genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest, timeoutMs: 1_500 }))
    expect(failure).toContain('no event "conversation.closed" came')
  })

  test('a change of the address alone forgets nothing', async ({ page, guest, genesys }) => {
    const chat = await Chat.open(page)
    await chat.say('hello')
    await genesys.closeConversation(await guest.conversationId(), { wrapUp: WRAP_UP, guest })
    await page.evaluate(() => history.pushState({}, '', '?chat=ended'))
    await expect(page).toHaveURL(/chat=ended/)
    await expect(guest).toBeClosed()
  })
})

test('a reload ends the sockets of the page that was', async ({ page, guest }) => {
  const chat = await Chat.open(page, '?backoff=50')
  await chat.say('hello')
  await guest.conversationId()
  await page.reload()
  await expect(chat.status).toHaveText('Connected')
  await expect.poll(() => lastSocket(guest)?.['phase']).toBe('open')
  const refused = await guest.refuseReconnects(500)
  await guest.dropSocket()
  await expect.poll(() => refused.hits).toBeGreaterThan(0)
  expect((await guest.testify({ timeoutMs: 100 })).wire).toMatchObject({ saw: 'nothing', detail: expect.stringContaining('has been down') })
})

test('an app that begins anew at once has still expired', async ({ page, guest }) => {
  const chat = await Chat.open(page, '?renew=1')
  await chat.say('hello')
  await guest.conversationId()
  await guest.expireSession()
  await expect.poll(() => guest.events.filter(({ kind, detail }) => kind === 'session' && detail?.['newSession'] === true).length).toBe(2)
  await expect(guest).toBeClosed({ kind: 'expired' })
})

test('how a socket ended is said of that one, also where a frame was replaced', async ({ page, guest }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
  await page.evaluate(() => {
    const frame = document.getElementById('chat') as HTMLIFrameElement
    const next = frame.cloneNode() as HTMLIFrameElement
    frame.remove()
    document.querySelector('main')?.append(next)
  })
  await expect.poll(() => guest.events.filter(({ detail }) => detail?.['phase'] === 'open').length).toBe(2)
  await guest.dropSocket()
  // Looked for among all: the app connects again, and may have done so before anybody looks.
  await expect.poll(() => guest.events.findLast(({ detail }) => detail?.['phase'] === 'closed')?.detail).toMatchObject({ code: 1006, wasClean: false })
  const [removed] = guest.events.filter(({ detail }) => detail?.['phase'] === 'closed')
  expect(removed?.detail).toMatchObject({ code: 1001 })
})

test('a page that is watched already is not watched otherwise', async ({ page, guest }) => {
  expect(await watchGuest(page)).toBe(guest)
  expect(await failureOf(watchGuest(page, { closedEvent: 'over' }))).toContain('watched already, with other options')
})

test('a popup is read too, and can be broken', async ({ page, genesys }) => {
  await Chat.open(page)
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => { window.open('/pages/custom') })])
  await new Chat(popup).say('from the popup')
  const guest = await watchGuest(popup)
  const id = await guest.conversationId()
  await guest.dropSocket()
  await expect.poll(() => guest.events.findLast(({ detail }) => detail?.['phase'] === 'closed')?.detail).toMatchObject({ code: 1006 })
  await genesys.closeConversation(id, { wrapUp: WRAP_UP, guest })
})

test('a second guest is settled before its page goes', async ({ context }) => {
  const other = await context.newPage()
  const second = await watchGuest(other)
  const chat = await Chat.open(other)
  void second.closeWhen('hello', { wrapUp: WRAP_UP })
  await chat.say('hello')
  await expect.poll(() => isBack(second, 'hello')).toBe(true)
})

const ownPage = test.extend<{ page: Page }>({ page: async ({ context }, use) => await use(await context.newPage()) })

ownPage('a page of one\'s own is watched where the guest is asked for', async ({ guest, page }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await expect(guest).toHaveSent('hello')
})

const END = {
  id: 'e'.repeat(32), type: 'Event', direction: 'Outbound', channel: { time: new Date(Date.UTC(2100, 0)).toISOString() },
  events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }], metadata: {},
}

// The page's own policy forbids that host.
const lax = test.extend({ bypassCSP: true })

lax('a history from another host says nothing of this guest', async ({ page, context, guest }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
  const asked: string[] = []
  await context.route('**/api/v2/webmessaging/messages*', async (route) => {
    const { hostname } = new URL(route.request().url())
    asked.push(hostname)
    const headers = { 'access-control-allow-origin': '*' }
    await (hostname === 'elsewhere.example' ? route.fulfill({ headers, json: { entities: [END] } }) : route.abort())
  })
  await page.reload()
  await expect(chat.status).toHaveText('Connected')
  await page.evaluate(async () => await (await fetch('https://elsewhere.example/api/v2/webmessaging/messages')).json())
  expect(asked).toContain('elsewhere.example')
  await expect(guest).toBeOpen()
})

test('a socket of another deployment says nothing of this guest', async ({ page, guest }) => {
  const chat = await Chat.open(page)
  await chat.say('hello')
  await guest.conversationId()
  const closed = page.evaluate(async () => await new Promise((done) => {
    const socket = new WebSocket(`wss://webmessaging.mypurecloud.com/v1?deploymentId=${crypto.randomUUID()}`)
    socket.onclose = done
  }))
  await closed
  await expect(guest).toBeOpen()
})
