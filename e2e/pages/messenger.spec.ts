import { command, conversationOf, cutSocket, expect, heard, heardNames, messenger, recordEvents, test } from './support'

const HOUR_MS = 3_600_000

test('a guest opens the window, writes, and reads the answer', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl())
  const chat = messenger(page)
  await expect(chat.launcher).toHaveAccessibleName('Open Assistance panel')
  await chat.launcher.click()
  await expect(chat.launcher).toHaveAccessibleName('Minimize Assistance panel')
  await expect(chat.input).toBeFocused()
  await chat.write('Is the reading lamp in stock?')
  const conversationId = await conversationOf({ wire, client })
  await simulator.agent(conversationId).typing()
  await expect(chat.window.getByText('Agent is typing')).toBeVisible()
  await simulator.agent(conversationId).say('It is, in three colours.')
  await expect(chat.said('It is, in three colours.')).toContainText('Agent')
  await expect(chat.window.getByText('Agent is typing')).toBeHidden()
  await expect(chat.ended).toBeHidden()
  await expect(page.getByText('Chat: open')).toBeVisible()
})

test('read-only end: a status, and a button in the place of the input', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toContainText('Your conversation has ended')
  await expect(chat.ended).toHaveClass('mxg-disconnect-message')
  await expect(chat.input).toBeHidden()
  await expect(chat.startNew).toBeVisible()
  await expect(page.getByText('Chat: closed')).toBeVisible()
})

test.describe('where the deployment says Send', () => {
  test.use({ org: { deployment: { conversationDisconnect: 'Send' } } })

  test('the end is told and the input stays; writing on takes the end away', async ({ page, simulator, client, wire }) => {
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const chat = messenger(page)
    await chat.write('Hello')
    const before = await conversationOf({ wire, client })
    await simulator.agent(before).disconnect()
    await expect(chat.ended).toContainText('Your conversation has ended')
    await expect(chat.input).toBeEditable()
    await expect(chat.startNew).toBeHidden()
    await page.reload()
    await expect(chat.ended).toContainText('Your conversation has ended')
    await chat.write('One more question')
    await expect(chat.ended).toBeHidden()
    await expect(chat.window.getByText('Conversation ended')).toBeVisible()
    expect(await conversationOf({ wire, client })).toBe(before)
  })
})

test.describe('where the deployment is off', () => {
  test.use({ org: { deployment: { conversationDisconnect: 'off' } } })

  test('the window stays open, and nothing is told', async ({ page, simulator, client, wire }) => {
    await recordEvents(page)
    await page.goto(simulator.messengerUrl({ autoOpen: true }))
    const chat = messenger(page)
    await chat.write('Hello')
    await simulator.agent(await conversationOf({ wire, client })).disconnect()
    // What the server sends later arrives later: after this echo an end would have been here.
    await chat.write('Still there?')
    await expect(chat.ended).toBeHidden()
    expect(await heardNames(page)).not.toContain('MessagingService.conversationDisconnected')
  })
})

test('a reload shows the closed conversation again', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toBeVisible()
  await page.goto(simulator.messengerUrl())
  await expect(chat.ended).toContainText('Your conversation has ended')
  await expect(chat.said('Hello')).toBeVisible()
  await expect(chat.startNew).toBeVisible()
})

test('Start new begins another conversation', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('The first')
  const first = await conversationOf({ wire, client })
  await simulator.agent(first).disconnect()
  await chat.startNew.click()
  await expect(chat.ended).toBeHidden()
  await expect(chat.said('The first')).toBeHidden()
  await chat.write('The second')
  expect(await conversationOf({ wire, client })).not.toBe(first)
  const names = await heardNames(page)
  expect(names.indexOf('MessagingService.conversationReset')).toBe(names.lastIndexOf('MessagingService.started') + 1)
})

test('a lost socket is dialled again until it works, and what was missed is shown', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  const conversationId = await conversationOf({ wire, client })
  const refused = simulator.fault({ on: { connect: true }, respond: { status: 503 } })
  await cutSocket(simulator, conversationId, 'said while you were away')
  // Refused for as long as it takes to see it: which attempt is seen depends on the machine.
  await expect(chat.notice).toContainText(/Reconnecting \(attempt [2-9]\)/)
  refused.remove()
  await expect(chat.said('said while you were away')).toBeVisible()
  await expect(chat.notice).toContainText('Connected again')
  expect(refused.hits).toBeGreaterThan(0)
  const link = (await heardNames(page)).filter((name) => /offline|reconnect/.test(name)).map((name) => name.split('.')[1])
  expect(link).toEqual(['offline', ...Array<string>(refused.hits + 1).fill('reconnecting'), 'reconnected'])
  await chat.write('And on we go')
})

test('an end that was told while the socket was gone is shown after it', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  const conversationId = await conversationOf({ wire, client })
  const cut = simulator.fault({ on: { frame: 'closing', times: 1 }, frame: 'cut' })
  await simulator.agent(conversationId).disconnect()
  await expect(chat.ended).toContainText('Your conversation has ended')
  expect(cut.hits).toBe(1)
})

test('an expired session empties the window, and the next message starts a new one', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  const before = await conversationOf({ wire, client })
  await simulator.advance(73 * HOUR_MS)
  await expect(chat.notice).toContainText('Your session has expired')
  await expect(chat.said('Hello')).toBeHidden()
  await expect(page.getByText('Chat: expired')).toBeVisible()
  await chat.write('Hello again')
  await expect(chat.notice).toBeHidden()
  expect(await conversationOf({ wire, client })).not.toBe(before)
})

test('a fourth tab displaces the first, which says so and can take over again', async ({ page, context, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const first = messenger(page)
  await first.write('Hello')
  for (let more = 0; more < 3; more++) {
    const tab = await context.newPage()
    await tab.goto(simulator.messengerUrl())
    await expect(messenger(tab).said('Hello')).toBeVisible()
  }
  await expect(first.notice).toContainText('opened in another window')
  await first.window.getByRole('button', { name: 'Use it here' }).click()
  await expect(first.notice).not.toContainText('opened in another window')
  await first.write('Back again')
})

test('a refused message says why', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  const lost = simulator.fault({ on: { frame: 'closing', times: 1 }, frame: 'lose' })
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  expect(lost.hits).toBe(1)
  await chat.input.fill('Anybody there?')
  await chat.input.press('Enter')
  await expect(chat.said('Anybody there?')).toContainText('Not sent: Session is read-only')
  const errors = (await heard(page)).filter(({ event }) => event === 'MessagingService.error')
  expect(errors.map(({ data }) => data.error.code)).toEqual([409])
})

test('clearing asks first, ends the conversation and closes the window', async ({ page, simulator, client, wire }) => {
  await recordEvents(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await chat.write('Hello')
  const conversationId = await conversationOf({ wire, client })
  await chat.window.getByRole('button', { name: 'Clear and leave your conversation' }).click()
  await chat.window.getByRole('button', { name: "Yes, I'm Sure" }).click()
  await expect(chat.launcher).toHaveAccessibleName('Open Assistance panel')
  expect((await simulator.conversation(conversationId)).state).toBe('closed')
  const cleared = (await heard(page)).find(({ event }) => event === 'MessagingService.conversationCleared')
  expect(cleared?.data).toMatchObject({ class: 'SessionClearedEvent', type: 'message' })
  await chat.launcher.click()
  await expect(chat.said('Hello')).toBeHidden()
  await chat.write('A new beginning')
})

test('the keyboard is enough', async ({ page, simulator, client, wire }) => {
  await page.goto(simulator.messengerUrl())
  const chat = messenger(page)
  await page.getByRole('button', { name: 'Ask a question' }).focus()
  await page.keyboard.press('Enter')
  await expect(chat.input).toBeFocused()
  await page.keyboard.type('Only keys here')
  await page.keyboard.press('Enter')
  await expect(chat.said('Only keys here')).toContainText('Sent')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.startNew).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(chat.input).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(chat.launcher).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(chat.input).toBeFocused()
})

test('the frames have the names that the vendor gives them, and roles inside', async ({ page, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const chat = messenger(page)
  await expect(page.locator('#genesys-mxg-frame')).toHaveAttribute('title', 'Messenger Launcher')
  await expect(page.locator('#genesys-mxg-frame')).toHaveAttribute('src', `${simulator.url}/messenger/messenger.html`)
  await expect(page.locator('#genesys-mxg-container-frame')).toHaveAttribute('title', 'Messenger')
  await expect(page.locator('#genesys-mxg-container-frame')).toHaveAttribute('src', `${simulator.url}/messenger/messenger-renderer.html`)
  await expect(chat.window.getByRole('main')).toMatchAriaSnapshot(`
    - main "Messenger":
      - heading "Message us" [level=1]
      - button "Minimize Assistance panel"
      - paragraph
      - log "Messages"
      - textbox "Type your message here"
      - button "Send your message"
  `)
})

test('the host page opens the socket, and no address carries the guest token', async ({ page, simulator }) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  page.on('websocket', (socket) => addresses.push(socket.url()))
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await messenger(page).write('Hello')
  await page.reload()
  await expect(messenger(page).said('Hello')).toBeVisible()
  const key = `_${simulator.deploymentId}:actmu`
  const token = await page.evaluate((key) => JSON.parse(localStorage.getItem(key)!).value, key)
  expect(token).toMatch(/^[0-9a-f-]{36}$/)
  expect(addresses.filter((address) => address.includes('/v1?'))).toHaveLength(2)
  expect(addresses.filter((address) => address.includes(token))).toEqual([])
})

test('pages are no API: the journal lists what they ask, not what they are', async ({ page, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await messenger(page).write('Hello')
  const folder = `/webdeployments/v1/deployments/${simulator.deploymentId}`
  const paths = simulator.requests().map(({ path }) => path.split('?')[0])
  expect(paths).toEqual([`${folder}/domains.json`, `${folder}/config.json`, '/v1'])
})

test('commands refuse in words', async ({ page, simulator }) => {
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  await messenger(page).write('Hello')
  await expect(command(page, 'Messenger.open')).rejects.toThrow('already open')
  await expect(command(page, 'Launcher.hide')).rejects.toThrow('Invalid configuration of Launcher button')
  await expect(command(page, 'MessagingService.startConversation')).rejects.toThrow('There is already an active conversation')
  await expect(command(page, 'MessagingService.joinConversation')).rejects.toThrow('Auto start must be enabled in the configuration')
  await expect(command(page, 'MessagingService.resetConversation')).rejects.toThrow('Conversation reset is not allowed')
  await expect(command(page, 'MessagingService.sendMessage', { message: '  ' })).rejects.toThrow('Message only contains whitespaces')
  await expect(command(page, 'MessagingService.requestUpload')).rejects.toThrow('not available')
  expect(await command(page, 'GenesysJS.configuration')).toMatchObject({ id: simulator.deploymentId })
})
