import type { TestInfo } from '@playwright/test'
import { CLEAN_UP_MS, Conversations, closeAll, describeLeaks, type Ended } from './conversations'
import type { Attach, Cleanup, GuestOptions, Leaks } from './options'
import type { PageGuest } from './page-guest'
import type { TestRecord } from './record'
import { attachReport } from './report'
import type { GenesysRun } from './run'
import { unframed } from './step'

/** How long what was sent at the very end may take to come back. */
const ECHO_MS = 2_000

interface Settings {
  cleanup: Cleanup
  attach: Attach
  leaks: Leaks
  texts: boolean
  guestOptions: GuestOptions
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
    this.conversations = new Conversations(run.client, (what) => run.note(what))
  }

  /** What `page` is watched with; another page of the test is too, unless it is told otherwise. */
  get guestOptions(): GuestOptions {
    return this.#settings.guestOptions
  }

  get showsTexts(): boolean {
    return this.#settings.texts
  }

  add(guest: PageGuest): void {
    this.guests.push(guest)
    this.#unsettled.add(guest)
    this.conversations._watch(guest)
  }

  /** The guest's page is about to go: what it was still to do is done, or has failed. */
  async settle(guest: PageGuest): Promise<void> {
    if (!this.#unsettled.delete(guest)) return
    await guest._mend()
    await guest._awaitEchoes(ECHO_MS)
    const failed = await guest._settleTriggers()
    if (failed.length > 0) throw failed[0]
  }

  /** All guests, before their pages go. */
  async settleAll(): Promise<void> {
    await Promise.all([...this.#unsettled].map((guest) => this.settle(guest)))
  }

  /** The end of the test: nothing is left behind, nothing stays broken. */
  async end(testInfo: TestInfo): Promise<void> {
    this.record.ended = Date.now()
    const problems: unknown[] = []
    const attempt = async (work: () => Promise<unknown>): Promise<void> => { await work().catch((error: unknown) => problems.push(error)) }
    for (const guest of [...this.#unsettled]) await attempt(() => this.settle(guest))
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
    const known = this.guests.filter((guest) => guest._lastMessageIds.length > 0 && !guest._isUnechoed)
    for (const { _witness: guest } of known) ledger?.ended({ guest, how: 'closed' })
  }

  #refuseLeaks(left: Ended[], leaks: Leaks): void {
    if (leaks === 'close') return
    const silent = this.guests.filter((guest) => guest._isUnechoed).length
    if (silent > 0) throw unframed(new Error(`${silent === 1 ? 'A guest' : `${silent} guests`} sent something that never came back: whether that opened a conversation is unknown; genesysLeaks is "fail".`))
    if (left.length === 0) return
    const they = left.length === 1 ? 'It was' : 'They were'
    throw unframed(new Error(`The test left ${left.length} open: ${describeLeaks(left)}. ${they} closed now; genesysLeaks is "fail".`))
  }
}
