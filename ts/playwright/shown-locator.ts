import type { Locator } from '@playwright/test'
import { now, pause } from '../boundary/time'

/** One look; what failed saw nothing. */
export interface Sight {
  isVisible: boolean | undefined
  began: number
}

/** What passes on the socket comes before the page shows it, and a page may fade: so long after each look the next one comes. */
const AGAIN_MS = [25, 50, 100, 200, 400]

/**
 * A locator that is to be visible where the page shows "closed". One that is visible while the conversation is open, and was
 * never seen otherwise, does not tell open from closed.
 */
export class ShownLocator {
  readonly #locator: Locator
  readonly #onSight: (isVisible: boolean, name: string) => void
  /** The look that nobody has had the answer of yet. */
  #pending: Promise<Sight> | undefined
  /** Whether the conversation that has been seen open is so still; absent where none has, and another one for each. */
  #isOpen: (() => boolean) | undefined
  /** How it showed while the conversation was open. Not visible once is enough: then it tells. */
  #whileOpen: 'visible' | 'not visible' | undefined
  #document = {}
  /** It was not visible in this document before anybody spoke: enough where the end overtakes the first look at the open one. */
  #wasHidden = false
  #isWatched = false

  constructor(locator: Locator, onSight: (isVisible: boolean, name: string) => void) {
    this.#locator = locator
    this.#onSight = onSight
  }

  toString(): string {
    return String(this.#locator)
  }

  /** Why it does not tell open from closed, if it does not. A document that was never seen open is believed. */
  get tellsNothing(): string | undefined {
    if (this.#isOpen === undefined || this.#whileOpen === 'not visible') return undefined
    if (this.#whileOpen === undefined && this.#wasHidden) return undefined
    if (this.#whileOpen === 'visible') return `${String(this)} was visible while the conversation was open too, so it does not tell open from closed`
    return `the conversation ended before it was seen whether ${String(this)} was visible while it was open, so it is not known to tell open from closed`
  }

  /** Another document or conversation: how it shows that one is to be seen. */
  forget(): void {
    this.#isOpen = undefined
    this.#whileOpen = undefined
    this.#wasHidden = false
    this.#document = {}
  }

  /** The guest has a session, or writes: it is not closed yet. */
  async expectOpen(): Promise<void> {
    const document = this.#document
    const { isVisible } = await this.look()
    if (document === this.#document) this.#wasHidden = isVisible === false
  }

  /** Somebody has just spoken: what is visible now does not mean "closed". */
  seenOpen(isOpen: () => boolean): void {
    this.#isOpen ??= () => isOpen()
    if (!this.#isWatched) void this.#watch()
  }

  /** Once it was seen how it shows the open conversation, if looks can tell; the first may have begun before somebody spoke. */
  async seen(): Promise<void> {
    for (let looks = 0; looks < 2 && this.#isOpen !== undefined && this.#whileOpen === undefined; looks++) await this.look()
  }

  async look(): Promise<Sight> {
    const sight = await (this.#pending ??= this.#lookOnce())
    this.#pending = undefined
    return sight
  }

  async #watch(): Promise<void> {
    this.#isWatched = true
    for (const ms of AGAIN_MS) {
      if (this.#whileOpen !== 'not visible') await this.look()
      if (this.#whileOpen === 'not visible' || this.#isOpen?.() !== true) break
      await pause(ms)
    }
    this.#isWatched = false
  }

  /** By a look that began while it was open: not visible is that, whatever ended since; visible, only where it is open still. */
  #sawOfOpen(isVisible: boolean, isStillOpen: boolean): void {
    if (!isVisible) this.#whileOpen = 'not visible'
    else if (isStillOpen) this.#whileOpen ??= 'visible'
  }

  async #lookOnce(): Promise<Sight> {
    const began = now()
    const isOpen = this.#isOpen
    const wasOpen = isOpen?.() === true
    const isVisible = await this.#locator.first().isVisible().catch(() => undefined)
    if (wasOpen && isOpen === this.#isOpen && isVisible !== undefined) this.#sawOfOpen(isVisible, isOpen())
    if (isVisible !== undefined) this.#onSight(isVisible, this.toString())
    return { isVisible, began }
  }
}
