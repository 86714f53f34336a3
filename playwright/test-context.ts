import type { BrowserContext, TestInfo } from '@playwright/test'
import type { GuestEvent } from '../index'
import { Conversations, closeAll, describeLeaks, type Ended } from './conversations'
import type { Attach, Cleanup, Leaks } from './options'
import type { PageGuest } from './page-guest'
import type { TestRecord } from './record'
import { attachReport } from './report'
import type { GenesysRun } from './run'
import { unframed } from './step'

/** Time for closing, within the slot of the fixture that does it. */
export const CLEAN_UP_MS = 10_000

interface Settings {
  cleanup: Cleanup
  attach: Attach
  leaks: Leaks
  texts: boolean
}

/** What one test has of ours: its guests, its conversations, its record. */
export class TestContext {
  readonly conversations: Conversations
  readonly record: TestRecord
  readonly guests: PageGuest[] = []
  readonly #run: GenesysRun
  readonly #settings: Settings
  readonly #unsettled = new Set<PageGuest>()

  constructor(run: GenesysRun, settings: Settings) {
    this.#run = run
    this.#settings = settings
    this.record = run.recorder.begin()
    this.conversations = new Conversations(run.client, (conversationId) => run.ledger?.tracked({ conversationId }))
  }

  get showsTexts(): boolean {
    return this.#settings.texts
  }

  add(guest: PageGuest): void {
    this.guests.push(guest)
    this.#unsettled.add(guest)
    this.conversations._watch(guest)
  }

  /** Takes what the ledger has to know of a guest, within the handler of its frame. */
  ledgerOf(guest: string): (event: GuestEvent) => void {
    const { ledger } = this.#run
    if (ledger === undefined) return () => {}
    return ({ direction, kind, messageId, acknowledged }) => {
      if (messageId !== undefined) ledger.opened({ guest, messageId })
      else if (direction === 'sent' && acknowledged === false && (kind === 'text' || kind === 'structured')) ledger.sent({ guest })
    }
  }

  /** The guest's page is about to go: what it was still to do is done, or has failed. */
  async settle(guest: PageGuest): Promise<void> {
    if (!this.#unsettled.delete(guest)) return
    await guest._echo()
    const failed = await guest._settleTriggers()
    if (failed.length > 0) throw failed[0]
  }

  /** The same for all pages of a context that is about to go. */
  async settleIn(context: BrowserContext): Promise<void> {
    for (const guest of this.guests.filter(({ page }) => page.context() === context)) await this.settle(guest)
  }

  /** The end of the test: nothing is left behind, nothing stays broken. */
  async end(testInfo: TestInfo): Promise<void> {
    this.record.ended = Date.now()
    const problems: unknown[] = []
    const attempt = async (work: () => Promise<unknown>): Promise<void> => { await work().catch((error: unknown) => problems.push(error)) }
    for (const guest of [...this.#unsettled]) await attempt(() => this.settle(guest))
    for (const guest of this.guests) await attempt(() => guest._mend())
    // Before anything is closed: an org that lies cannot be tidied.
    await attempt(async () => this.#run.mend())
    await attempt(() => this.#cleanUp(testInfo))
    await attempt(() => this.#attach(testInfo, problems.length > 0))
    await attempt(() => this.#run.reset())
    if (problems.length > 0) throw problems[0]
  }

  async #attach(testInfo: TestInfo, hasProblems: boolean): Promise<void> {
    const { attach, texts } = this.#settings
    const hasFailed = hasProblems || testInfo.status !== testInfo.expectedStatus
    if (attach === 'off' || (attach === 'on-failure' && !hasFailed)) return
    await attachReport(testInfo, { record: this.record, guests: this.guests, texts })
  }

  async #cleanUp(testInfo: TestInfo): Promise<void> {
    const { cleanup, leaks } = this.#settings
    const hasPassed = testInfo.status === testInfo.expectedStatus
    if (cleanup === 'never' || (cleanup === 'on-success' && !hasPassed)) return
    const ended = await closeAll(this.conversations._all(), { timeoutMs: CLEAN_UP_MS, wrapUp: { pick: 'first' } })
    this.#write(ended)
    const failed = ended.filter(({ error }) => error !== undefined)
    if (failed.length > 0) throw unframed(new Error(`The test's end could not close ${describeLeaks(failed)}: ${String(failed[0]?.error?.message)}`))
    this.#refuseLeaks(ended.filter(({ was }) => was === 'open'), leaks)
  }

  /** What is certainly over needs no reaping. What was sent and never came back stays unknown. */
  #write(ended: readonly Ended[]): void {
    const { ledger } = this.#run
    for (const { conversationId, messageId, was, error } of ended) {
      if (conversationId !== undefined && messageId !== undefined) ledger?.resolved({ messageId, conversationId })
      if (error === undefined) ledger?.ended({ conversationId, messageId, how: was === 'open' ? 'closed' : 'seen-closed' })
    }
    if (ended.some(({ error }) => error !== undefined)) return
    const spoke = this.guests.filter(({ events }) => events.some(({ messageId }) => messageId !== undefined))
    for (const { _witness: guest } of spoke) ledger?.ended({ guest, how: 'closed' })
  }

  #refuseLeaks(left: Ended[], leaks: Leaks): void {
    if (leaks === 'close' || left.length === 0) return
    const they = left.length === 1 ? 'It was' : 'They were'
    throw unframed(new Error(`The test left ${left.length} open: ${describeLeaks(left)}. ${they} closed now; genesysLeaks is "fail".`))
  }
}
