import type { Locator } from '@playwright/test'
import { now, pause } from '../boundary/time'

/** One look; what failed saw nothing. */
export interface Sight {
  isVisible: boolean | undefined
  began: number
}

/** What passes on the socket comes before the page shows it, and a page may fade: so long after each look the next one comes. */
const AGAIN_MS = [25, 50, 100, 200, 400]

/** A document that comes is blank for a moment before anybody hears of it: what was not visible so shortly before may have been in it. */
const BLANK_MS = 1_000

/**
 * A locator that is to be visible where the page shows "closed". One that is visible while the conversation is open, and was
 * never seen otherwise then, does not tell open from closed.
 */
export class ShownLocator {
  readonly #locator: Locator
  readonly #onSight: (isVisible: boolean, name: string) => void
  /** The look that nobody has had the answer of yet. */
  #pending: Promise<Sight> | undefined
  /** Whether what is expected to be open in this document is so still; absent where nothing is, and another one for each. */
  #isOpen: (() => boolean) | undefined
  /** Somebody has spoken in what is expected to be open. */
  #hasSpoken = false
  /** How it showed meanwhile. Not visible once is enough: then it tells. */
  #hiddenAt: number | undefined
  #wasVisible = false
  /** It was not visible before anybody spoke: enough where the end overtakes the first look after that. */
  #wasHiddenBefore = false
  /** It was always visible in the document before. */
  #toldNothing = false
  #isWatched = false

  constructor(locator: Locator, onSight: (isVisible: boolean, name: string) => void) {
    this.#locator = locator
    this.#onSight = onSight
  }

  toString(): string {
    return String(this.#locator)
  }

  /** Why it does not tell open from closed, if it does not. Where nothing was expected to be open it is believed. */
  get tellsNothing(): string | undefined {
    if (this.#hiddenAt !== undefined) return undefined
    if (this.#wasVisible || this.#toldNothing) return `${String(this)} was visible while the conversation was open too, so it does not tell open from closed`
    if (!this.#hasSpoken || this.#wasHiddenBefore) return undefined
    return `the conversation ended before it was seen whether ${String(this)} was visible while it was open, so it is not known to tell open from closed`
  }

  /** Another conversation: how it shows that one is to be seen. */
  forget(): void {
    this.#begin(false)
    this.#isOpen = undefined
    this.#toldNothing = false
  }

  /** Another document is seen anew; what was always visible in the one before tells no more in this one. */
  navigated(): void {
    const wasHidden = this.#hiddenAt !== undefined && now() - this.#hiddenAt > BLANK_MS
    const toldNothing = !wasHidden && (this.#wasVisible || this.#toldNothing)
    this.forget()
    this.#toldNothing = toldNothing
  }

  /** The guest has a session, writes, or somebody has spoken: what is visible now does not mean "closed". */
  expectOpen(isOpen: () => boolean, hasSpoken: boolean): void {
    this.#isOpen ??= () => isOpen()
    if (hasSpoken && !this.#hasSpoken) this.#begin(true)
    if (!this.#isWatched) void this.#watch()
  }

  /** An end that is learned late may have been there before the looks. */
  ended(isLive: boolean): void {
    if (!isLive) this.#begin(false)
  }

  /** Once it was seen how it shows what is open, if looks can tell; the first may have begun before. */
  async seen(): Promise<void> {
    for (let looks = 0; looks < 2 && this.#isOpen !== undefined && this.#hiddenAt === undefined && !this.#wasVisible; looks++) await this.look()
  }

  async look(): Promise<Sight> {
    const sight = await (this.#pending ??= this.#lookOnce())
    this.#pending = undefined
    return sight
  }

  #begin(hasSpoken: boolean): void {
    this.#wasHiddenBefore = hasSpoken && this.#hiddenAt !== undefined
    this.#hasSpoken = hasSpoken
    this.#hiddenAt = undefined
    this.#wasVisible = false
  }

  async #watch(): Promise<void> {
    this.#isWatched = true
    for (const ms of AGAIN_MS) {
      if (this.#hiddenAt === undefined) await this.look()
      if (this.#hiddenAt !== undefined || this.#isOpen?.() !== true) break
      await pause(ms)
    }
    this.#isWatched = false
  }

  async #lookOnce(): Promise<Sight> {
    const began = now()
    const [isOpen, hasSpoken] = [this.#isOpen, this.#hasSpoken]
    const wasOpen = isOpen?.() === true
    const isVisible = await this.#locator.first().isVisible().catch(() => undefined)
    if (wasOpen && isOpen === this.#isOpen && hasSpoken === this.#hasSpoken) this.#sawOfOpen(isVisible, isOpen())
    if (isVisible !== undefined) this.#onSight(isVisible, this.toString())
    return { isVisible, began }
  }

  /** By a look that began while it was open: not visible is that, whatever ended since; visible, only where it is open still. */
  #sawOfOpen(isVisible: boolean | undefined, isStillOpen: boolean): void {
    if (isVisible === false) this.#hiddenAt ??= now()
    if (isVisible === true && isStillOpen) this.#wasVisible = true
  }
}
