import type { Page, WebSocket } from '@playwright/test'
import type { NativePageSocket } from '../boundary/page-guest'
import type { PageSource } from './page-source'

const REFUSED_WITH = /response code: (\d{3})/

/** Whether an address is that of a Web Messaging socket. */
function isGuestSocket(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url !== undefined && url.pathname.endsWith('/v1') && url.searchParams.has('deploymentId')
}

/**
 * Reads along with a page's guest sockets as the browser tells of them: where no door does, which sees more. Opens none.
 */
export class SocketWatch {
  readonly #source: PageSource
  /** What ends each socket that is open. */
  readonly #open = new Set<() => void>()

  constructor(page: Page, source: PageSource) {
    this.#source = source
    page.on('websocket', (socket) => this.#follow(socket))
  }

  /** Of sockets that end with their document nobody tells. */
  renew(): void {
    for (const end of this.#open) end()
    this.#source.native.renew()
    this.#source.look()
  }

  #follow(socket: WebSocket): void {
    const native = isGuestSocket(socket.url()) ? this.#source.connecting(socket.url()) : undefined
    if (native === undefined) return
    let trouble: string | undefined
    const does = (what: () => void): void => {
      if (!this.#open.has(end)) return
      what()
      this.#source.look()
    }
    const end = (): void => does(() => {
      this.#open.delete(end)
      // Nobody tells of the opening: one that ended in good order stood, also where nothing was said.
      if (trouble === undefined) native.opened()
      const [, status] = REFUSED_WITH.exec(trouble ?? '') ?? []
      native.ended(status === undefined ? undefined : Number(status))
    })
    this.#open.add(end)
    socket.on('framesent', ({ payload }) => does(() => sent(native, payload)))
    socket.on('framereceived', ({ payload }) => does(() => received(native, payload)))
    socket.on('socketerror', (message) => { trouble = message })
    socket.on('close', end)
  }
}

/** Playwright tells of frames, and not of the opening. */
function sent(native: NativePageSocket, payload: string | Buffer): void {
  native.opened()
  if (typeof payload === 'string') native.sent(payload)
}

function received(native: NativePageSocket, payload: string | Buffer): void {
  native.opened()
  if (typeof payload === 'string') native.received(payload)
  else native.receivedBinary(payload.length)
}
