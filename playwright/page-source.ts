import { NativeInbox, type GuestHosts, type GuestSource, type Standing, type Update, now } from '../lib/internal'
import type { Witness as Testimony } from '../index'

/** How a socket came to be, or ended. */
export interface SocketPhase {
  phase: 'open' | 'refused' | 'closed'
  code?: number
  attempt: number
}

/** Why nothing can be said of "the" guest of a page. */
export const TWO_GUESTS = 'two guests speak at this page, each with a token of its own: which one is meant cannot be told'

const PAGE_CLOSED = 'the page is closed: no closing frame can be seen any more'

/** What passed over a page's guest socket, read by the same code as a guest's own. */
export class PageSource implements GuestSource {
  readonly #inbox: NativeInbox
  readonly #onFresh: (updates: Update[]) => void
  #fresh: Update[] = []
  #hasTwoGuests = false
  #isOver = false
  #foreign: string | undefined

  /** `hosts` are the guest's own; `onFresh` is told synchronously, within the handler of the frame. */
  constructor(hosts: GuestHosts, onFresh: (updates: Update[]) => void) {
    this.#inbox = new NativeInbox(hosts)
    this.#onFresh = onFresh
  }

  /** Whether a socket is the guest's own. Of another one nothing is read; that it was there is said where none was. */
  isOwnSocket(address: string): boolean {
    const why = this.#inbox.foreignSocket(address) ?? undefined
    this.#foreign ??= why
    return why === undefined
  }

  isOwnHistory(address: string): boolean {
    return this.#inbox.isOwnHistory(address)
  }

  isOwnConfig(address: string): boolean {
    return this.#inbox.isOwnConfig(address)
  }

  sent(text: string): void {
    this.keep(this.#inbox.observeSent(text, now()))
  }

  received(text: string, isInjected: boolean): void {
    this.keep(this.#inbox.observeReceived(text, now(), isInjected))
  }

  binary(bytes: number): void {
    this.keep(this.#inbox.observeBinary(bytes, now()))
  }

  /** What has become of a socket; whoever tells it keeps what comes of it. */
  socket(phase: SocketPhase): Update[] {
    return this.#inbox.observeSocket(phase, now())
  }

  history(entities: unknown[]): void {
    this.keep(this.#inbox.observeHistory(entities, now()))
  }

  deployment(config: unknown): void {
    this.#inbox.observeDeployment(config)
  }

  /** An event as it is now. */
  amend(update: Update): void {
    this.keep([update])
  }

  keep(updates: Update[]): void {
    this.#fresh.push(...updates)
    this.#onFresh(updates)
  }

  /** Two tokens at the same time: the frames of both stand here, and one guest's end is not the other's. */
  twoGuests(): void {
    this.#hasTwoGuests = true
  }

  get hasTwoGuests(): boolean {
    return this.#hasTwoGuests
  }

  /** Another document: whoever spoke in the old one is gone. */
  renew(): void {
    this.#hasTwoGuests = false
  }

  /** The page is gone: nothing more will be heard. */
  end(): void {
    this.#isOver = true
    this.#onFresh([])
  }

  take(): Update[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  standing(): Standing {
    const { closure, ...rest } = this.#inbox.standing()
    return closure === null || closure === undefined || this.#hasTwoGuests ? rest : { closure, ...rest }
  }

  testimony(since: number): Testimony {
    if (this.#hasTwoGuests) return { saw: 'nothing', detail: TWO_GUESTS }
    const testimony = this.#inbox.testimony(since)
    if (this.#isOver && testimony.saw === 'open') return { saw: 'nothing', detail: PAGE_CLOSED }
    if (this.#foreign === undefined || testimony.saw !== 'nothing') return testimony
    return { ...testimony, detail: `${testimony.detail}; another socket was seen and not read: ${this.#foreign}` }
  }

  messageIds(): string[] {
    return this.#inbox.messageIds()
  }

  mayHear(): boolean {
    return !this.#isOver
  }
}
