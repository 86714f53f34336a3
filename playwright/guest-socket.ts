import type { Page, Request, Response, WebSocket } from '@playwright/test'
import type { PageSource } from './page-source'

/** What the injected frames of a fault look like, if there are any. */
export type IsInjected = (text: string) => boolean

const REFUSED_WITH = /response code: (\d{3})/

/** `messenger.apps.conversations.conversationDisconnect.enabled` of a public config.json; absent where it does not say. */
function tellsGuests(config: unknown): boolean | undefined {
  const path = ['messenger', 'apps', 'conversations', 'conversationDisconnect', 'enabled']
  const value = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], config)
  return typeof value === 'boolean' ? value : undefined
}

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

/** Whether an address is that of a Web Messaging socket, whichever host it is led to. */
export function isGuestSocket(address: string): boolean {
  const url = parsed(address)
  return url !== undefined && url.pathname.endsWith('/v1') && url.searchParams.has('deploymentId')
}

const isHistory = (request: Request): boolean => parsed(request.url())?.pathname === '/api/v2/webmessaging/messages'
const isConfig = (request: Request): boolean => /\/webdeployments\/v1\/deployments\/[^/]+\/config\.json$/.test(parsed(request.url())?.pathname ?? '')

/** Reads along with a page's guest sockets, in all its frames. Opens none. */
export class GuestSocketWatch {
  #source: PageSource
  #isInjected: IsInjected
  #attempt = 0
  /** Sockets of which nothing was seen yet: Playwright tells of frames, and not of the opening. */
  #quiet = new Set<() => void>()

  constructor(page: Page, source: PageSource, isInjected: IsInjected) {
    this.#source = source
    this.#isInjected = isInjected
    page.on('websocket', (socket) => this.#follow(socket))
    page.on('response', (response) => void this.#read(response).catch(() => {}))
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) source.forgetEnds() })
    page.on('close', () => source.end())
  }

  /** The page says that a socket of its has opened; before any frame only where there is no doubt which one. */
  opened(): void {
    const [first, ...others] = this.#quiet
    if (others.length === 0) first?.()
  }

  #follow(socket: WebSocket): void {
    if (!isGuestSocket(socket.url())) return
    const attempt = ++this.#attempt
    let isOpen = false
    let refusal = ''
    const opened = (): void => {
      if (isOpen) return
      isOpen = true
      this.#quiet.delete(opened)
      this.#attempt = 0
      this.#source.socket({ phase: 'open', attempt })
    }
    this.#quiet.add(opened)
    socket.on('framesent', ({ payload }) => {
      opened()
      this.#frame(payload, (text) => this.#source.sent(text))
    })
    socket.on('framereceived', ({ payload }) => {
      opened()
      this.#frame(payload, (text) => this.#source.received(text, this.#isInjected(text)))
    })
    socket.on('socketerror', (message) => { refusal = message })
    socket.on('close', () => {
      this.#quiet.delete(opened)
      this.#ended(isOpen, attempt, refusal)
    })
  }

  #frame(payload: string | Buffer, take: (text: string) => void): void {
    if (typeof payload === 'string') take(payload)
    else this.#source.binary(payload.length)
  }

  #ended(wasOpen: boolean, attempt: number, refusal: string): void {
    if (wasOpen) return this.#source.socket({ phase: 'closed', attempt })
    const code = REFUSED_WITH.exec(refusal)?.[1]
    this.#source.socket({ phase: 'refused', attempt, ...(code !== undefined && { code: Number(code) }) })
  }

  /** What the page reads over HTTP says something of the end too. */
  async #read(response: Response): Promise<void> {
    const request = response.request()
    if (request.method() !== 'GET' || !response.ok()) return
    if (isHistory(request)) {
      const { entities } = (await response.json()) as { entities?: unknown }
      if (Array.isArray(entities)) this.#source.history(entities)
    }
    if (isConfig(request)) {
      const tells = tellsGuests(await response.json())
      if (tells !== undefined) this.#source.deploymentTells(tells)
    }
  }
}
