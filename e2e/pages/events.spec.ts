import { callApi, command, conversationOf, expect, heard, heardNames, messenger, recordEvents, test } from './support'

test('a new guest: the events, in their order', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toBeVisible()
  expect(await heardNames(page)).toEqual([
    'GenesysJS.configurationReceived', 'Database.ready', 'MessagingService.sessionDurationConfigured', 'MessagingService.ready',
    'Messenger.ready', 'Launcher.ready', 'Conversations.ready', 'Launcher.visible', 'Messenger.opened', 'Conversations.opened',
    'MessagingService.sessionTimingUpdated', 'MessagingService.allowedFileTypes', 'MessagingService.started', 'Conversations.started',
    'MessagingService.sendingMessage', 'MessagingService.messagesReceived',
    'MessagingService.conversationDisconnected', 'MessagingService.messagesReceived', 'MessagingService.readOnlyConversation',
  ])
})

test('a reload: restored, with the order seen on a live org', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toBeVisible()
  await page.goto(simulator.messengerUrl())
  await expect(chat.ended).toBeVisible()
  const names = (await heardNames(page)).filter((name) => name.startsWith('MessagingService.')).map((name) => name.split('.')[1])
  expect(names).toEqual([
    'sessionDurationConfigured', 'ready', 'restoring', 'sessionTimingUpdated', 'allowedFileTypes', 'readOnlyConversation', 'started',
    'conversationDisconnected', 'restored', 'historyComplete',
  ])
  const events = new Map((await heard(page)).map((envelope) => [envelope.event, envelope]))
  expect(events.get('MessagingService.started')!.data).toMatchObject({ newSession: false, readOnly: true, durationSeconds: 259_200 })
  expect(events.get('MessagingService.readOnlyConversation')!.data).toMatchObject({ class: 'SessionResponse', body: { readOnly: true } })
  const { messages, ...page1 } = events.get('MessagingService.restored')!.data
  expect(page1).toEqual({ pageNumber: 1, pageSize: 25 })
  expect(messages.map(({ type, messageType }: Record<string, string>) => `${messageType} ${type}`)).toEqual(['outbound event', 'inbound text'])
})

test('envelopes and payloads have the documented shapes', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toBeVisible()
  const events = await heard(page)
  const find = (name: string) => events.find(({ event }) => event === `MessagingService.${name}`)!
  expect(find('started')).toEqual({
    time: expect.any(Number), publisher: 'MessagingService', event: 'MessagingService.started', eventName: 'started',
    data: { newSession: true, readOnly: false, durationSeconds: 259_200, expirationDate: expect.any(Number) },
  })
  const sent = find('sendingMessage').data.message
  expect(sent).toEqual({ type: 'Text', text: 'Hello', tracingId: expect.any(String) })
  const [echo] = find('messagesReceived').data.messages
  expect(echo).toMatchObject({ direction: 'Inbound', type: 'Text', text: 'Hello', tracingId: sent.tracingId })
  const { message, readOnly } = find('conversationDisconnected').data
  expect(readOnly).toBe(true)
  expect(message).toMatchObject({ direction: 'Outbound', type: 'Event', metadata: { readOnly: 'true' } })
  expect(find('readOnlyConversation').data).toEqual(message)
})

test('who subscribes late gets a replay of started, without eventName, and none of the rest', async ({ page, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await messenger(page).write('Hello')
  const replayed = await page.evaluate(async () => {
    const seen: Record<string, unknown>[] = []
    const genesys = (window as any).Genesys
    for (const name of ['messagesReceived', 'sendingMessage', 'started']) genesys('subscribe', `MessagingService.${name}`, (each: any) => seen.push(each))
    await new Promise((resolve) => genesys('subscribe', 'MessagingService.ready', resolve))
    return seen
  })
  expect(replayed.map(({ event, eventName }) => [event, eventName])).toEqual([['MessagingService.started', undefined]])
})

test('custom attributes ride on the next message, and are there for the org', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await command(page, 'Database.set', { messaging: { customAttributes: { order: '17', kind: 'lamp' } } })
  await command(page, 'Database.update', { messaging: { customAttributes: { kind: 'desk' } } })
  await command(page, 'Database.remove', { name: 'messaging.customAttributes.order' })
  expect(await command(page, 'Database.get', { name: 'messaging.customAttributes' })).toEqual({ kind: 'desk' })
  await messenger(page).write('Hello')
  const { participants } = await callApi(simulator, 'GET', `conversations/${await conversationOf({ wire, client })}`)
  expect(participants.find(({ purpose }: { purpose: string }) => purpose === 'customer')!.attributes).toEqual({ kind: 'desk' })
})

test('a plugin of the page has commands, data and events of its own', async ({ page, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await messenger(page).write('Hello')
  const result = await page.evaluate(() => new Promise((resolve) => {
    const genesys = (window as any).Genesys
    genesys('registerPlugin', 'Shop', async (Shop: any) => {
      Shop.registerCommand('double', (call: any) => call.resolve(call.data.of * 2))
      Shop.data('basket', { lamps: 2 })
      const ready = new Promise((heard) => genesys('subscribe', 'Shop.ready', heard))
      Shop.ready()
      await ready
      resolve([await Shop.command('Shop.double', { of: 21 }), Shop.data('basket'), Shop.data('GenesysJS.configuration').status])
    })
  }))
  expect(result).toEqual([42, { lamps: 2 }, 'Active'])
})

test.describe('where the deployment starts by itself', () => {
  test.use({ org: { deployment: { autoStart: true } } })

  test('opening joins the conversation', async ({ page, simulator, client, wire }) => {
    await recordEvents(page)
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    await expect.poll(async () => (await heardNames(page)).filter((name) => name.endsWith('.messagesReceived'))).toHaveLength(1)
    await simulator.agent(await conversationOf({ wire, client })).say('Good morning')
    await expect(messenger(page).said('Good morning')).toBeVisible()
  })
})

test.describe('where other domains are allowed', () => {
  test.use({ org: { deployment: { allowedDomains: ['shop.example'] } } })

  test('nothing starts', async ({ page, simulator }) => {
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const told = page.evaluate(() => new Promise((resolve) => (window as any).Genesys('subscribe', 'GenesysJS.domainNotAllowed', ({ event }: any) => resolve(event))))
    expect(await told).toBe('GenesysJS.domainNotAllowed')
    await expect(page.locator('iframe')).toHaveCount(0)
    expect(simulator.openSockets()).toBe(0)
  })
})
