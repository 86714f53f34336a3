import { NativeInbox, type GuestSource, type Standing, type Update } from '../lib/internal'
import type { Witness as Testimony } from '../index'
import { Closings, type Closing } from './closings'

/** How a socket came to be, or ended. */
export interface SocketPhase {
  phase: 'open' | 'refused' | 'closed'
  code?: number
  attempt: number
}

/** What passed over a page's guest socket, read by the same code as a guest's own. */
export class PageSource implements GuestSource {
  #inbox = new NativeInbox()
  #fresh: Update[] = []
  #onFresh: (updates: Update[]) => void
  #closings = new Closings()
  #isOver = false

  /** `onFresh` is told synchronously, within the handler of the frame. */
  constructor(onFresh: (updates: Update[]) => void) {
    this.#onFresh = onFresh
  }

  sent(text: string): void {
    this.#keep(this.#inbox.observeSent(text, Date.now()))
  }

  received(text: string, isInjected: boolean): void {
    this.#keep(this.#inbox.observeReceived(text, Date.now(), isInjected))
  }

  binary(bytes: number): void {
    this.#keep(this.#inbox.observeBinary(bytes, Date.now()))
  }

  socket(phase: SocketPhase): void {
    const updates = this.#inbox.observeSocket(phase, Date.now())
    this.#keep(phase.phase === 'closed' ? updates.map((update) => this.#closings.seen(update)) : updates)
  }

  /** The page says how its socket closed; Playwright says only that it did. */
  explainClosing(how: Closing): void {
    const update = this.#closings.explained(how)
    if (update !== undefined) this.#keep([update])
  }

  /** The document is gone, and with it whoever could have explained. */
  forgetClosings(): void {
    this.#closings = new Closings()
  }

  history(entities: unknown[]): void {
    this.#keep(this.#inbox.observeHistory(entities, Date.now()))
  }

  deploymentTells(tells: boolean): void {
    this.#inbox.deploymentTells(tells)
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
    return closure === null || closure === undefined ? rest : { closure, ...rest }
  }

  testimony(since: number): Testimony {
    return this.#inbox.testimony(since)
  }

  messageIds(): string[] {
    return this.#inbox.messageIds()
  }

  mayHear(): boolean {
    return !this.#isOver
  }

  #keep(updates: Update[]): void {
    this.#fresh.push(...updates)
    this.#onFresh(updates)
  }
}
