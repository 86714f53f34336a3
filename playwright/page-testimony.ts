import type { Locator } from '@playwright/test'
import type { Witness as Testimony } from '../index'
import { pause, within } from './time'

/** One thing that the page showed, for the report. */
export interface PageObservation {
  at: number
  what: 'closed' | 'open' | 'navigated'
  detail?: string
}

export interface Asked {
  timeoutMs: number
  staysForMs: number
  signal?: AbortSignal | undefined
}

/** So long a busy page is waited for, whatever the time of the question: on a loaded machine one look takes a while. */
const PATIENCE_MS = 2_000

/** How old a page's answer may be: a slow page answers a question with the look that an earlier one began. */
const FRESH_MS = 250

/** How often the locator is looked at while "closed" must stay. */
const AGAIN_MS = 25

interface Look {
  isVisible: boolean
  at: number
}

/** What the page itself shows: by a locator, by an event of the app, by the vendor's SDK. Each asked source counts. */
export class PageTestimony {
  readonly observations: PageObservation[] = []
  #locator: Locator | undefined
  #closedEvent: string | undefined
  /** The vendor's SDK runs on the page: it says so where the conversation ends. */
  #hasMessenger = false
  /** The look that nobody has had the answer of yet. */
  #look: Promise<Look> | undefined
  #opinion: Testimony | undefined
  /** What the last event said. */
  #heard: { saw: 'closed' | 'open'; by: string } | undefined

  constructor({ locator, closedEvent }: { locator?: Locator | undefined; closedEvent?: string | undefined }) {
    this.#locator = locator
    this.#closedEvent = closedEvent
  }

  /** Whether the page has anything to say. */
  get isAsked(): boolean {
    return this.#locator !== undefined || this.#closedEvent !== undefined || this.#hasMessenger || this.#heard !== undefined
  }

  asksMessenger(): void {
    this.#hasMessenger = true
  }

  /** What the last look of the present question came to, where it spoke against "closed". */
  get opinion(): Testimony | undefined {
    return this.#opinion
  }

  heard(saw: 'closed' | 'open', by: string): void {
    this.#heard = { saw, by }
    this.observations.push({ at: Date.now(), what: saw, detail: by })
  }

  /** A new document knows nothing of what the old one said. */
  navigated(url: string): void {
    this.#heard = undefined
    this.#hasMessenger = false
    this.observations.push({ at: Date.now(), what: 'navigated', detail: url })
  }

  /** Resolves once everything asked shows "closed" and has for as long as it must stay, or at the deadline. */
  async testify({ timeoutMs, staysForMs, signal }: Asked): Promise<Testimony> {
    const started = Date.now()
    const left = (): number => started + timeoutMs - Date.now()
    this.#opinion = undefined
    let since: number | undefined
    let flipped: number | undefined
    for (;;) {
      const dissent = await this.#dissent(left())
      this.#opinion = dissent === undefined ? undefined : { saw: 'open', detail: dissent }
      if (dissent !== undefined && since !== undefined) flipped = Date.now() - since
      since = dissent === undefined ? since ?? Date.now() : undefined
      if (since !== undefined && Date.now() - since >= staysForMs) return { saw: 'closed', detail: this.#says() }
      if (left() <= 0 || signal?.aborted === true) return { saw: this.#look === undefined ? 'open' : 'nothing', detail: open(dissent, { staysForMs, flipped }) }
      await pause(Math.min(AGAIN_MS, Math.max(1, left())), signal)
    }
  }

  /** Who does not say closed, if anybody. */
  async #dissent(left: number): Promise<string | undefined> {
    if (this.#heard === undefined && this.#closedEvent !== undefined) return `no event "${this.#closedEvent}" came`
    if (this.#heard === undefined && this.#hasMessenger) return 'no event of its MessagingService came'
    if (this.#heard?.saw === 'open') return `the page said that it is open again (${this.#heard.by})`
    if (this.#locator === undefined) return undefined
    const isVisible = await this.#isVisible(left)
    if (isVisible === undefined) return `the page did not answer whether ${String(this.#locator)} is visible`
    return isVisible ? undefined : `${String(this.#locator)} was not visible`
  }

  /** `undefined` where the page does not answer in time: it may be busy, and that must not silence other witnesses. */
  async #isVisible(left: number): Promise<boolean | undefined> {
    const seen = await within(Math.max(PATIENCE_MS, left), (this.#look ??= this.#lookOnce()))
    if (seen === undefined) return undefined
    this.#look = undefined
    return Date.now() - seen.at > FRESH_MS ? await this.#isVisible(left) : seen.isVisible
  }

  async #lookOnce(): Promise<Look> {
    const locator = this.#locator as Locator
    const isVisible = await locator.first().isVisible().catch(() => false)
    this.#shown(isVisible ? 'closed' : 'open', String(locator))
    return { isVisible, at: Date.now() }
  }

  /** Only changes are remembered, and not that it was open to begin with. */
  #shown(what: 'closed' | 'open', detail: string): void {
    const last = this.observations.findLast((each) => each.detail === detail)
    if (last?.what === what || (last === undefined && what === 'open')) return
    this.observations.push({ at: Date.now(), what, detail })
  }

  #says(): string {
    const parts = [
      ...(this.#locator === undefined ? [] : [`${String(this.#locator)} is visible`]),
      ...(this.#heard === undefined ? [] : [`the page said so by ${this.#heard.by}`]),
    ]
    return parts.join('; ')
  }
}

function open(dissent: string | undefined, asked: { staysForMs: number; flipped: number | undefined }): string {
  if (asked.flipped !== undefined) return `it showed "closed", and flipped back to open ${asked.flipped} ms later`
  if (dissent === undefined) return `closed, but the deadline came before the settle window of ${asked.staysForMs} ms was over`
  return dissent
}
