import { test as base, expect, type Frame, type Page } from '@playwright/test'
import { GenesysClient, Simulator, type SimulatorOptions } from '../..'

type Frames = { received: Record<string, any>[]; sockets: number }

interface Fixtures {
  org: SimulatorOptions
  simulator: Simulator
  client: GenesysClient
  /** What the page's sockets have received. */
  wire: Frames
}

/** An org for each test; the frames are noted passively, from before the first navigation. */
export const test = base.extend<Fixtures>({
  org: [{}, { option: true }],
  simulator: async ({ org }, use) => {
    const simulator = await Simulator.start(org)
    await use(simulator)
    await simulator.stop()
  },
  client: async ({ simulator }, use) => {
    const client = new GenesysClient(simulator.connection)
    await use(client)
    await client.dispose()
  },
  wire: async ({ page }, use) => {
    const frames: Frames = { received: [], sockets: 0 }
    page.on('websocket', (socket) => {
      frames.sockets += 1
      socket.on('framereceived', ({ payload }) => frames.received.push(JSON.parse(String(payload))))
    })
    await use(frames)
  },
})

export { expect }

/** The conversation of the last message that the guest has written. */
export async function conversationOf({ wire, client }: { wire: Frames; client: GenesysClient }): Promise<string> {
  const echo = wire.received.findLast(({ class: kind, body }) => kind === 'StructuredMessage' && body.direction === 'Inbound')
  return client.findConversation({ messageId: echo!.body.id })
}

/** The Messenger on a host page, as its guest reaches it. */
export function messenger(page: Page) {
  const window = page.frameLocator('iframe[name="MessengerFrame"]')
  const launcher = page.frameLocator('iframe[name="MessengerLauncherFrame"]').getByRole('button')
  const input = window.getByRole('textbox', { name: 'Type your message here' })
  const log = window.getByRole('log', { name: 'Messages' })
  const said = (text: string) => log.getByRole('listitem').filter({ hasText: text })
  const write = async (text: string) => {
    await input.fill(text)
    await input.press('Enter')
    await expect(said(text)).toContainText('Sent')
  }
  return {
    window, launcher, input, log, said, write,
    ended: window.getByRole('status'),
    startNew: window.getByRole('button', { name: 'Start new' }),
    notice: window.locator('#notice'),
  }
}

/** Notes every event of MessagingService and its neighbours, in the order in which the page hears them. */
export async function recordEvents(page: Page) {
  await page.addInitScript(() => {
    const names = [
      'ready', 'started', 'restoring', 'restored', 'historyComplete', 'messagesReceived', 'conversationDisconnected',
      'readOnlyConversation', 'conversationReset', 'conversationCleared', 'sessionCleared', 'sessionExpired', 'offline',
      'reconnecting', 'reconnected', 'error', 'sendingMessage', 'typingReceived', 'typingTimeout', 'sessionDurationConfigured',
      'allowedFileTypes', 'sessionTimingUpdated', 'oldMessages',
    ].map((name) => `MessagingService.${name}`).concat([
      'Messenger.ready', 'Messenger.opened', 'Messenger.closed', 'Messenger.cleared', 'Launcher.ready', 'Launcher.visible',
      'Conversations.ready', 'Conversations.opened', 'Conversations.started', 'Conversations.closed', 'Conversations.error',
      'Database.ready', 'Database.updated', 'Database.removed', 'GenesysJS.configurationReceived', 'GenesysJS.domainNotAllowed',
    ])
    const host = window as any
    if (host.parent !== host) return
    host.heard = []
    // The page's own snippet comes later and finds this queue, as it finds one of its own.
    host.Genesys = function queue(...call: unknown[]) { (host.Genesys.q ??= []).push(call) }
    for (const name of names) host.Genesys('subscribe', name, (envelope: unknown) => host.heard.push(envelope))
  })
}

interface Envelope { event: string; eventName?: string; publisher: string; time: number; data: any }

export function heard(page: Page): Promise<Envelope[]> {
  return page.evaluate(() => (window as any).heard)
}

export async function heardNames(page: Page): Promise<string[]> {
  return (await heard(page)).map(({ event }) => event)
}

/** `Genesys('command', …)` as a promise. */
export function command(page: Page | Frame, name: string, data?: unknown): Promise<unknown> {
  return page.evaluate(([name, data]) => new Promise((resolve, reject) => {
    const refuse = (why: unknown) => reject(new Error(String(why)))
    ;(window as any).Genesys('command', name, data ?? {}, resolve, refuse)
  }), [name, data] as const)
}

/** Takes the socket away under the page's feet: TCP, no closing handshake. */
export async function cutSocket(simulator: Simulator, conversationId: string, text = 'lost words') {
  const cut = simulator.fault({ on: { frame: 'any', times: 1 }, frame: 'cut' })
  await simulator.agent(conversationId).say(text)
  expect(cut.hits).toBe(1)
}

/** A token of the built-in client, as a backend gets it. */
export async function accessToken({ url, connection }: Simulator): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: connection.clientId!, client_secret: connection.clientSecret! }
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  return (await answer.json() as { access_token: string }).access_token
}

/** One call of the Platform API, with nothing around it. */
export async function callApi(simulator: Simulator, method: string, path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`${simulator.url}/api/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${await accessToken(simulator)}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  expect(answer.ok).toBe(true)
  const text = await answer.text()
  return text === '' ? undefined : JSON.parse(text)
}
