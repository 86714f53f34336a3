import type { WebSocket } from '@playwright/test'
import type { Update } from '../lib/internal'
import type { PageSource } from './page-source'

const REFUSED_WITH = /response code: (\d{3})/

/** Whether an address is that of a Web Messaging socket, whichever host it is led to. */
export function isGuestSocket(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url !== undefined && url.pathname.endsWith('/v1') && url.searchParams.has('deploymentId')
}

/** What the page was told of its own socket. */
export type Word = { phase: 'open' } | { phase: 'refused'; at: number } | { phase: 'closed'; at: number; code: number; wasClean: boolean }

/** What the page's side calls a socket that is led; one that is not has no name. */
export function nameOf(address: string): string | undefined {
  return new URL(address).searchParams.get('witness-socket') ?? undefined
}

/** The page knows best how a socket ended, and when: what Playwright says comes later on a busy machine. */
function withWord({ index, event }: Update, { phase: _phase, at, ...how }: Exclude<Word, { phase: 'open' }>): Update {
  return { index, event: { ...event, at, detail: { ...event.detail, ...how } } }
}

/** Whether it was clean is unknown until the page has said so. */
function withoutGuess({ index, event }: Update): Update {
  const { wasClean: _guess, ...detail } = event.detail ?? {}
  return { index, event: { ...event, detail } }
}

interface Heard {
  opened(): void
  sent(text: string): void
  received(text: string): void
}

/** One guest socket of a page: what Playwright sees of it, and what the page says. */
export class GuestSocket {
  /** Whose session it carries; stays in memory, and is shown nowhere. */
  token: string | undefined
  readonly #source: PageSource
  readonly #attempt: number
  readonly #heard: Heard
  #isOpen = false
  #isOver = false
  #refusal = ''
  #end: Update | undefined
  #word: Exclude<Word, { phase: 'open' }> | undefined

  constructor(socket: WebSocket, { source, attempt, heard }: { source: PageSource; attempt: number; heard: Heard }) {
    this.#source = source
    this.#attempt = attempt
    this.#heard = heard
    socket.on('framesent', ({ payload }) => this.#frame(payload, (text) => heard.sent(text)))
    socket.on('framereceived', ({ payload }) => this.#frame(payload, (text) => heard.received(text)))
    socket.on('socketerror', (message) => { this.#refusal = message })
    socket.on('close', () => this.end())
  }

  get isUp(): boolean {
    return this.#isOpen && !this.#isOver
  }

  /** The page's word; Playwright tells of frames, and not of the opening. */
  said(word: Word): void {
    if (word.phase === 'open') return this.#opened()
    this.#word = word
    if (this.#end !== undefined) this.#source.amend(withWord(this.#end, word))
  }

  /** It is over, once: by its own closing, or with its document, of which nobody tells. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    const code = REFUSED_WITH.exec(this.#refusal)?.[1]
    const refused = { phase: 'refused' as const, attempt: this.#attempt, ...(code !== undefined && { code: Number(code) }) }
    const [update] = this.#source.socket(this.#isOpen ? { phase: 'closed', attempt: this.#attempt } : refused)
    if (update === undefined) return
    this.#end = withoutGuess(update)
    this.#source.amend(this.#word === undefined ? this.#end : withWord(this.#end, this.#word))
  }

  #opened(): void {
    if (this.#isOpen || this.#isOver) return
    this.#isOpen = true
    this.#source.keep(this.#source.socket({ phase: 'open', attempt: this.#attempt }))
    this.#heard.opened()
  }

  #frame(payload: string | Buffer, take: (text: string) => void): void {
    if (this.#isOver) return
    this.#opened()
    if (typeof payload === 'string') take(payload)
    else this.#source.binary(payload.length)
  }
}
