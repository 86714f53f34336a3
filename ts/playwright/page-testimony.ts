import type { Locator } from '@playwright/test'
import { now, pause, within } from '../boundary/time'
import type { Witness as Testimony } from '../types/public'
import { ShownLocator } from './shown-locator'

/** One thing that the page showed, for the report. */
export interface PageObservation {
  at: number
  what: 'closed' | 'open' | 'navigated'
  detail?: string
}

/** Where the page itself says that it is closed. */
export interface Sources {
  locator?: Locator | undefined
  closedEvent?: string | undefined
}

export interface Asked {
  timeoutMs: number
  staysForMs: number
  signal?: AbortSignal | undefined
  /** When the guest was told; `undefined` while it was not. */
  toldAt(): number | undefined
}

/** So long a busy page is waited for, whatever the time of the question: on a loaded machine one look takes a while. */
const PATIENCE_MS = 2_000

/** An event and a frame take different ways to us: so much earlier it may seem to come. */
const EARLY_MS = 200

/** A socket is heard of by another way than a document: so much earlier it may seem to open. */
const SOCKET_EARLY_MS = 1_000

/** How often the locator is looked at while "closed" must stay. */
const AGAIN_MS = 25

/** Who does not say closed, if anybody, whether that was seen, and when the look began that says so. */
interface Look {
  dissent?: string
  isUnseen?: boolean
  began: number
}

/** What the page itself shows: by a locator, by an event of the app, by the vendor's SDK. Each asked source counts. */
export class PageTestimony {
  readonly observations: PageObservation[] = []
  #locator: ShownLocator | undefined
  #closedEvent: string | undefined
  /** The vendor's SDK runs on the page: it says so where the conversation ends. */
  #hasMessenger = false
  #opinion: Testimony | undefined
  /** What the last event said. */
  #heard: { saw: 'closed' | 'open'; by: string; at: number } | undefined
  /** It said "closed" while the conversation went on. */
  #wasEarly = false
  #navigatedAt: number | undefined
  /** When the guest last opened a socket, or was answered a session. */
  #chatAt = -Infinity

  constructor(sources: Sources) {
    this.asks(sources)
  }

  asks({ locator, closedEvent }: Sources): void {
    if (String(locator) !== String(this.#locator)) this.#locator = locator && new ShownLocator(locator, (isVisible, name) => this.#shown(isVisible ? 'closed' : 'open', name))
    this.#closedEvent = closedEvent
  }

  /** Whether the page has anything to say. */
  get isAsked(): boolean {
    return this.#locator !== undefined || this.#closedEvent !== undefined || this.#hasMessenger || this.#heard !== undefined
  }

  asksMessenger(): void {
    this.#hasMessenger = true
  }

  /** What speaks against "closed", by the last look of the present question, or by those before it. */
  get opinion(): Testimony | undefined {
    return this.#opinion ?? this.#tellsNothing
  }

  heard(saw: 'closed' | 'open', by: string): void {
    const at = now()
    this.#heard = { saw, by, at }
    this.#wasEarly = false
    this.observations.push({ at, what: saw, detail: by })
  }

  /** A new document knows nothing of what the old one said. */
  navigated(address: string): void {
    this.#heard = undefined
    this.#wasEarly = false
    this.#locator?.navigated()
    this.#hasMessenger = false
    this.#navigatedAt = now()
    this.observations.push({ at: this.#navigatedAt, what: 'navigated', detail: address })
  }

  /** The document has a guest. */
  hasChat(at: number): void {
    this.#chatAt = Math.max(this.#chatAt, at)
  }

  /** Another conversation has begun: what was said of the last one is no answer to the next question. */
  forget(): void {
    this.#heard = undefined
    this.#wasEarly = false
    this.#locator?.forget()
  }

  /** The guest has a session, writes, or somebody has spoken, and `isOpen` tells how long it stays so: what was said before is no word of its end. */
  expectOpen(isOpen: () => boolean, hasSpoken: boolean): void {
    if (hasSpoken) this.#hearNothingBefore(now())
    this.#locator?.expectOpen(isOpen, hasSpoken)
  }

  /** `isLive`: as it happened, by a frame. */
  ended(isLive: boolean): void {
    if (isLive) this.#hearNothingBefore(now() - EARLY_MS)
    this.#locator?.ended(isLive)
  }

  #hearNothingBefore(time: number): void {
    if (this.#heard?.saw !== 'closed' || this.#heard.at > time) return
    this.#heard = undefined
    this.#wasEarly = true
  }

  /** Once the open page has been seen, or was waited for long enough: what closes the conversation must not overtake that. */
  async seen(): Promise<void> {
    if (this.#locator !== undefined) await within(PATIENCE_MS, this.#locator.seen())
  }

  /**
   * Resolves once everything asked shows "closed" and has for as long as it must stay, or at the
   * deadline. Only looks count that began after the guest was told: what a page showed before is no answer.
   */
  async testify({ timeoutMs, staysForMs, signal, toldAt }: Asked): Promise<Testimony> {
    const started = now()
    const left = (): number => started + timeoutMs - now()
    this.#opinion = undefined
    let since: number | undefined
    for (;;) {
      const look = await this.#look(left())
      const { dissent, began } = look
      this.#opinion = against(look)
      // Once is enough: what must stay closed and did not is open, whatever it shows later.
      if (this.#opinion?.saw === 'open' && since !== undefined) return { saw: 'open', detail: `it showed "closed", and flipped back to open ${now() - since} ms later` }
      const told = toldAt()
      const isAnswer = dissent === undefined && told !== undefined && began >= told
      since = isAnswer ? since ?? began : undefined
      if (since !== undefined && now() - since >= staysForMs) return this.#closed()
      if (left() <= 0 || signal?.aborted === true) {
        if (dissent === undefined && (told === undefined || this.#tellsNothing !== undefined)) return this.#closed()
        return this.#opinion ?? { saw: 'open', detail: `closed, but the deadline came before the settle window of ${staysForMs} ms was over` }
      }
      await pause(Math.min(AGAIN_MS, Math.max(1, left())), signal)
    }
  }

  #closed(): Testimony {
    return this.#tellsNothing ?? { saw: 'closed', detail: this.#says() }
  }

  /** What is visible all the time is no word of the end. */
  get #tellsNothing(): Testimony | undefined {
    const detail = this.#locator?.tellsNothing
    return detail === undefined ? undefined : { saw: 'nothing', detail }
  }

  async #look(left: number): Promise<Look> {
    const began = now()
    if (this.#heard === undefined && this.#wasEarly) return { dissent: 'its event came only before the guest was told', began }
    if (this.#heard === undefined && this.#closedEvent !== undefined) return { dissent: `no event "${this.#closedEvent}" came`, began }
    if (this.#heard === undefined && this.#hasMessenger) return { dissent: 'no event of its MessagingService came', began }
    if (this.#heard?.saw === 'open') return { dissent: `the page said that it is open again (${this.#heard.by})`, began }
    if (this.#locator === undefined) return { began }
    const name = String(this.#locator)
    const seen = await within(Math.max(PATIENCE_MS, left), this.#locator.look())
    if (seen === undefined) return { dissent: `the page did not answer whether ${name} is visible`, isUnseen: true, began }
    if (seen.isVisible === undefined) return { dissent: `it could not be seen whether ${name} is visible`, isUnseen: true, began }
    if (seen.isVisible) return { began: seen.began }
    const isElsewhere = this.#navigatedAt !== undefined && this.#chatAt < this.#navigatedAt - SOCKET_EARLY_MS
    const dissent = isElsewhere ? `the page has gone to a document without a guest, where ${name} was not visible` : `${name} was not visible`
    return { dissent, isUnseen: isElsewhere, began: seen.began }
  }

  /** Only changes are remembered, and not that it was open to begin with. */
  #shown(what: 'closed' | 'open', detail: string): void {
    const last = this.observations.findLast((each) => each.detail === detail)
    if (last?.what === what || (last === undefined && what === 'open')) return
    this.observations.push({ at: now(), what, detail })
  }

  #says(): string {
    const parts = [
      ...(this.#locator === undefined ? [] : [`${String(this.#locator)} is visible`]),
      ...(this.#heard === undefined ? [] : [`the page said so by ${this.#heard.by}`]),
    ]
    return parts.join('; ')
  }
}

function against({ dissent, isUnseen = false }: Look): Testimony | undefined {
  return dissent === undefined ? undefined : { saw: isUnseen ? 'nothing' : 'open', detail: dissent }
}
