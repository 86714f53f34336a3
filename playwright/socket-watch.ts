import type { Frame, Page, Request, Response, WebSocket } from '@playwright/test'
import { GuestSocket, isGuestSocket, nameOf, type Word } from './guest-socket'
import type { PageSource } from './page-source'

/** What the injected frames of a fault look like, if there are any. */
export type IsInjected = (text: string) => boolean

/** The token of a request that begins a session. */
function tokenOf(text: string): string | undefined {
  if (!text.includes('"configure')) return undefined
  try {
    const { action, token } = JSON.parse(text) as Record<string, unknown>
    return typeof action === 'string' && action.startsWith('configure') && typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}

/** Reads along with a page's guest sockets, in all its frames. Opens none. */
export class SocketWatch {
  readonly #source: PageSource
  readonly #isInjected: IsInjected
  readonly #onDocument: (url: string) => void
  #attempt = 0
  #sockets = new Set<GuestSocket>()
  #named = new Map<string, GuestSocket>()
  #navigates = false

  constructor(page: Page, { source, isInjected, onDocument }: { source: PageSource; isInjected: IsInjected; onDocument: (url: string) => void }) {
    this.#source = source
    this.#isInjected = isInjected
    this.#onDocument = onDocument
    page.on('websocket', (socket) => this.#follow(socket))
    page.on('request', (request) => this.#requested(request, page.mainFrame()))
    page.on('response', (response) => void this.#read(response).catch(() => {}))
    page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) this.#navigated(frame.url()) })
    page.on('close', () => source.end())
  }

  /** What the page was told of one of its sockets. */
  said(name: string, word: Word): void {
    this.#named.get(name)?.said(word)
  }

  /** A change of the address alone asks for nothing: the document stays. */
  #requested(request: Request, main: Frame): void {
    try {
      if (request.isNavigationRequest() && request.frame() === main) this.#navigates = true
    } catch {
      // The frame of such a request is not there yet: it is one of a new page.
    }
  }

  #navigated(url: string): void {
    if (!this.#navigates && url !== 'about:blank') return
    this.#navigates = false
    for (const socket of this.#sockets) socket.end()
    this.#sockets.clear()
    this.#named.clear()
    this.#source.renew()
    this.#onDocument(url)
  }

  #follow(socket: WebSocket): void {
    if (!isGuestSocket(socket.url()) || !this.#source.isOwnSocket(socket.url())) return
    const followed: GuestSocket = new GuestSocket(socket, {
      source: this.#source,
      attempt: ++this.#attempt,
      heard: {
        opened: () => { this.#attempt = 0 },
        sent: (text) => this.#sent(followed, text),
        received: (text) => this.#source.received(text, this.#isInjected(text)),
      },
    })
    this.#sockets.add(followed)
    const name = nameOf(socket.url())
    if (name !== undefined) this.#named.set(name, followed)
  }

  #sent(socket: GuestSocket, text: string): void {
    socket.token = tokenOf(text) ?? socket.token
    const others = [...this.#sockets].filter((each) => each !== socket && each.isUp && each.token !== undefined)
    if (socket.token !== undefined && others.some(({ token }) => token !== socket.token)) this.#source.twoGuests()
    this.#source.sent(text)
  }

  /** What the page reads over HTTP says something of the end too. */
  async #read(response: Response): Promise<void> {
    const request = response.request()
    if (request.method() !== 'GET' || !response.ok()) return
    if (this.#source.isOwnHistory(request.url())) {
      const { entities } = (await response.json()) as { entities?: unknown }
      if (Array.isArray(entities)) this.#source.history(entities)
    }
    if (this.#source.isOwnConfig(request.url())) this.#source.deployment(await response.json())
  }
}
