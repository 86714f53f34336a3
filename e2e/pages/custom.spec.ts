import type { Page } from '@playwright/test'
import { callApi, conversationOf, cutSocket, expect, test } from './support'

const HOUR_MS = 3_600_000

/** The chat in its iframe, as its guest reaches it. */
function chatOf(page: Page) {
  const frame = page.frameLocator('iframe[title="Chat"]')
  const log = frame.getByRole('log', { name: 'Conversation' })
  const said = (text: string) => log.getByRole('listitem').filter({ hasText: text })
  const write = async (text: string) => {
    await frame.getByLabel('Message').fill(text)
    await frame.getByRole('button', { name: 'Send' }).click()
    await expect(said(text)).toBeVisible()
  }
  return { frame, log, said, write, status: frame.getByRole('status'), button: (name: string) => frame.getByRole('button', { name }) }
}

/** What waits for it goes on once it is open. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => { open = resolve })
  return { opened, open }
}

/** Every text that the status has shown. */
async function recordStatus(page: Page) {
  await page.addInitScript(() => {
    if (!location.pathname.endsWith('/frame')) return
    const host = window as any
    host.shown = []
    new MutationObserver(() => {
      const text = document.getElementById('status')?.textContent
      if (text && host.shown.at(-1) !== text) host.shown.push(text)
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
}

const shown = (page: Page) => page.frames().find((frame) => frame.url().includes('/custom/frame'))!.evaluate(() => (window as any).shown)

test('a payload is sent, the backend closes, the frame and its page say closed', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const chat = chatOf(page)
  await expect(chat.status).toHaveText('Connected')
  await chat.button('That is all').click()
  await expect(chat.said('That is all')).toBeVisible()
  const echo = wire.received.findLast(({ body }) => body.direction === 'Inbound')!
  expect(echo.body.content[0].buttonResponse).toMatchObject({ payload: 'chat.end' })
  const conversationId = await conversationOf({ wire, client })
  await client.closeConversation(conversationId, { wrapUp: 'Resolved' })
  await expect(chat.status).toHaveText('Chat closed')
  await expect(page.getByText('The chat is closed.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Events from the chat' })).toHaveText('conversation.closed: disconnected')
  await expect(chat.frame.getByLabel('Message')).toBeHidden()
})

test('a new chat can be started after a read-only end, and is another conversation', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const chat = chatOf(page)
  await chat.write('Hello')
  const first = await conversationOf({ wire, client })
  await simulator.agent(first).disconnect()
  await chat.button('Start a new chat').click()
  await expect(chat.status).toHaveText('Connected')
  await expect(page.getByText('The chat is open.')).toBeVisible()
  await chat.write('Hello again')
  expect(await conversationOf({ wire, client })).not.toBe(first)
})

test('after a hard disconnect it tries again, counts, and goes on', async ({ page, simulator, client, wire }) => {
  await recordStatus(page)
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?backoff=40`)
  const chat = chatOf(page)
  await chat.write('Hello')
  const conversationId = await conversationOf({ wire, client })
  const refused = simulator.fault({ on: { connect: true, times: 2 }, respond: { status: 503 } })
  await cutSocket(simulator, conversationId, 'said while you were away')
  await expect(chat.said('said while you were away')).toBeVisible()
  await expect(chat.status).toHaveText('Connected')
  expect(refused.hits).toBe(2)
  expect(wire.sockets).toBe(4)
  expect(await shown(page)).toEqual([
    'Connecting…', 'Connected', 'Reconnecting (attempt 1)…', 'Reconnecting (attempt 2)…', 'Reconnecting (attempt 3)…', 'Connected',
  ])
  await expect(page.getByRole('list', { name: 'Events from the chat' })).toHaveText('')
})

test('after five attempts it gives up, and the guest can try again', async ({ page, simulator, client, wire }) => {
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?backoff=10`)
  const chat = chatOf(page)
  await chat.write('Hello')
  const conversationId = await conversationOf({ wire, client })
  const refused = simulator.fault({ on: { connect: true }, respond: { status: 503 } })
  await cutSocket(simulator, conversationId)
  await expect(chat.status).toHaveText('Connection lost')
  expect(refused.hits).toBe(5)
  refused.remove()
  await chat.button('Try again').click()
  await expect(chat.status).toHaveText('Connected')
})

test('after a session timeout it says so, and begins a new session by itself', async ({ page, simulator, client, wire }) => {
  await recordStatus(page)
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?renew=50`)
  const chat = chatOf(page)
  await chat.write('Hello')
  const before = await conversationOf({ wire, client })
  await simulator.advance(73 * HOUR_MS)
  await expect.poll(() => shown(page)).toEqual(['Connecting…', 'Connected', 'Session expired. A new one starts in a moment…', 'Connected'])
  await expect(chat.said('Hello')).toBeHidden()
  await chat.write('Hello again')
  expect(await conversationOf({ wire, client })).not.toBe(before)
})

test('an answer of the history that the session before has asked for shows nothing in the next one', async ({ page, simulator, client, wire }) => {
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?renew=50&backoff=10`)
  const chat = chatOf(page)
  await chat.write('Hello')
  const before = await conversationOf({ wire, client })
  const [fetched, released] = [gate(), gate()]
  await page.route(/webmessaging\/messages/, async (route) => {
    const response = await route.fetch()
    fetched.open()
    await released.opened
    await route.fulfill({ response })
  }, { times: 1 })
  await cutSocket(simulator, before)
  await fetched.opened
  await simulator.advance(73 * HOUR_MS)
  await expect(chat.said('Hello')).toBeHidden()
  const answered = page.waitForResponse(/webmessaging\/messages/)
  released.open()
  await (await answered).finished()
  await chat.write('Hello again')
  await expect(chat.said('Hello')).toHaveCount(1)
})

test('a reload shows what was said, and that it is closed', async ({ page, simulator, client, wire }) => {
  await recordStatus(page)
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const chat = chatOf(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.status).toHaveText('Chat closed')
  await page.reload()
  await expect(chat.said('Hello')).toBeVisible()
  await expect(chat.status).toHaveText('Chat closed')
  expect(await shown(page)).toEqual(['Connecting…', 'Chat closed'])
  await expect(page.getByRole('list', { name: 'Events from the chat' })).toHaveText('conversation.closed: read-only')
})

test('a fourth tab displaces the first, which says so', async ({ page, context, simulator }) => {
  const address = simulator.messengerUrl({ page: 'custom' })
  await page.goto(address)
  await chatOf(page).write('Hello')
  for (let more = 0; more < 3; more++) {
    const tab = await context.newPage()
    await tab.goto(address)
    await expect(chatOf(tab).said('Hello')).toBeVisible()
  }
  await expect(chatOf(page).status).toHaveText('Opened in another window')
  await chatOf(page).button('Continue here').click()
  await expect(chatOf(page).status).toHaveText('Connected')
})

test('it flips back when the org goes on talking, and tells its page', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const chat = chatOf(page)
  await chat.write('Hello')
  simulator.sabotage('reopens')
  await callApi(simulator, 'PATCH', `conversations/messages/${await conversationOf({ wire, client })}`, { state: 'disconnected' })
  await expect(chat.said('One more thing.')).toBeVisible()
  await expect(chat.status).toHaveText('Connected')
  await expect(page.getByRole('list', { name: 'Events from the chat' }).getByRole('listitem')).toHaveText(['conversation.closed: disconnected', 'conversation.reopened'])
})

test('a frame of another origin works the same; one from elsewhere is refused', async ({ page, simulator, client, wire }) => {
  const frame = `${simulator.url.replace('127.0.0.1', 'localhost')}/pages/custom/frame`
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?frame=${encodeURIComponent(frame)}`)
  const chat = chatOf(page)
  await chat.write('Hello from elsewhere')
  expect(page.frames().at(-1)!.url()).toContain('http://localhost:')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.status).toHaveText('Chat closed')
  await expect(page.getByText('The chat is closed.')).toBeVisible()
  const refused = page.waitForEvent('pageerror')
  await page.goto(`${simulator.messengerUrl({ page: 'custom' })}?frame=${encodeURIComponent('https://elsewhere.example/frame')}`)
  expect((await refused).message).toBe('frame must be on loopback')
  expect(page.frames()).toHaveLength(2)
  expect(page.frames()[1]!.url()).toBe('about:blank')
})

test('quick replies and buttons of a card are offered, and answered with their payload', async ({ page, simulator }) => {
  const sent: Record<string, any>[] = []
  // The simulator's agent writes texts only: this is a frame as a bot on a live org sends it.
  const question = {
    type: 'message', class: 'StructuredMessage', code: 200,
    body: {
      type: 'Structured', direction: 'Outbound', id: 'q1', text: 'Was that all?', originatingEntity: 'Bot', channel: { time: '2026-01-05T09:00:01.000Z' },
      content: [{ contentType: 'QuickReply', quickReply: { text: 'Yes, thanks', payload: 'chat.end' } }, { contentType: 'Card', card: { title: 'More', actions: [{ type: 'Postback', text: 'Ask again', payload: 'chat.more' }] } }],
    },
  }
  await page.routeWebSocket(/\/v1\?/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((text) => {
      sent.push(JSON.parse(String(text)))
      server.send(text)
    })
    server.onMessage((text) => {
      socket.send(text)
      if (JSON.parse(String(text)).body.text === 'Hello') socket.send(JSON.stringify(question))
    })
  })
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const chat = chatOf(page)
  await chat.write('Hello')
  await expect(chat.button('Ask again')).toBeEnabled()
  await chat.button('Yes, thanks').click()
  await expect(chat.button('Yes, thanks')).toBeHidden()
  expect(sent.at(-1)!.message.content[0].buttonResponse).toEqual({ type: 'QuickReply', text: 'Yes, thanks', payload: 'chat.end' })
})
