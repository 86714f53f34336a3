import { NativeInbox, type GuestSource, type Standing, type Update } from '../lib/internal'
import type { Witness as Testimony } from '../index'
import { Endings, type Ending } from './endings'

/** How a socket came to be, or ended. */
export interface SocketPhase {
  phase: 'open' | 'refused' | 'closed'
  code?: number
  attempt: number
}

/** How a socket can end: it was open, or never was. */
export type End = 'closed' | 'refused'

const noEndings = (): Record<End, Endings> => ({ closed: new Endings(), refused: new Endings() })

/** Whether it was clean is unknown until the page has said so. */
function withoutGuess({ index, event }: Update): Update {
  const { wasClean: _guess, ...detail } = event.detail ?? {}
  return { index, event: { ...event, detail } }
}

/** What passed over a page's guest socket, read by the same code as a guest's own. */
export class PageSource implements GuestSource {
  #inbox = new NativeInbox()
  #fresh: Update[] = []
  #onFresh: (updates: Update[]) => void
  #endings = noEndings()
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
    this.#keep(phase.phase === 'open' ? updates : updates.map((update) => this.#endings[phase.phase as End].seen(withoutGuess(update))))
  }

  /** The page says how its socket ended; Playwright says only that it did. */
  explainEnd(end: End, told: Ending): void {
    const update = this.#endings[end].explained(told)
    if (update !== undefined) this.#keep([update])
  }

  /** The document is gone, and with it whoever could have explained. */
  forgetEnds(): void {
    this.#endings = noEndings()
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
