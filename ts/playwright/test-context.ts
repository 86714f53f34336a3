import type { TestInfo } from '@playwright/test'
import { now } from '../boundary/time'
import { CLEAN_UP_MS, closeAll, describeEnds, noteEnds, type Ended } from './clean-up'
import { Conversations } from './conversations'
import type { GuestOptions } from './options'
import { type Order, attachCourse, refuseUnmet } from './order'
import type { PageGuest } from './page-guest'
import type { TestRecord } from './record'
import { attachReport } from './report'
import { say, type GenesysRun } from './run'
import { RunningMatchers } from './running-matchers'
import { type Settings, checkSettings } from './settings'
import { unframed } from './step'

/** How long what was sent at the very end may take to come back. */
const ECHO_MS = 2_000

/** What one test has of ours: its guests, its conversations, its record. */
export class TestContext {
  readonly conversations: Conversations
  readonly record: TestRecord
  readonly guests: PageGuest[] = []
  readonly matchers = new RunningMatchers()
  readonly #run: GenesysRun
  readonly #settings: Settings
  readonly #testInfo: TestInfo
  readonly #unsettled = new Set<PageGuest>()
  #forgotten: Error | undefined
  #order: Order = { schedule: undefined, isExplored: false }

  constructor(run: GenesysRun, testInfo: TestInfo, settings: Settings) {
    checkSettings(settings)
    this.#run = run
    this.#testInfo = testInfo
    this.#settings = settings
    this.record = run.recorder.begin()
    this.conversations = new Conversations(run.client, (what) => run.note(what))
  }

  /** Before anything comes to a guest. */
  async begin(order: Order): Promise<void> {
    this.#order = order
    if (order.schedule !== undefined) await this.#run.schedule(order.schedule, order.isExplored)
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
    await this.endOwnPart()
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
  async end(): Promise<void> {
    this.record.ended = now()
    await this.endOwnPart()
    const problems: unknown[] = this.#forgotten === undefined ? [] : [this.#forgotten]
    const attempt = async (work: () => Promise<unknown>): Promise<void> => { await work().catch((error: unknown) => problems.push(error)) }
    for (const guest of [...this.#unsettled]) await attempt(() => this.settle(guest))
    await attempt(() => this.#endOrder())
    // Before anything is closed: an org that lies cannot be tidied.
    await attempt(async () => this.#run.mend())
    await attempt(() => this.#cleanUp())
    await attempt(() => this.#attach(problems.length > 0))
    await attempt(() => this.#run.reset())
    if (problems.length > 0) throw problems[0]
  }

  /**
   * What runs still is nobody's. A matcher that was not awaited is the fault of a test that passed with it; one that was to fail
   * would be green by that fault, and is told instead. A close that the end of the test's time cut off ends now, so that what
   * its witnesses saw until then is told.
   */
  async endOwnPart(): Promise<void> {
    const forgotten = await this.matchers.end()
    if (this.#hasPassed) this.#forgotten ??= forgotten
    else if (this.#testInfo.status === 'passed' && forgotten !== undefined) tell(this.#testInfo, [forgotten.message.replace(/\.$/, '')])
    if (this.#testInfo.status === 'timedOut') await this.#run.client._endAll()
  }

  get #hasPassed(): boolean {
    return this.#testInfo.status === this.#testInfo.expectedStatus
  }

  /** What happened until here; what the clean-up does has its ordinary order. A test that failed has said enough. */
  async #endOrder(): Promise<void> {
    const { schedule, isExplored } = this.#order
    const course = schedule === undefined ? undefined : await this.#run.endSchedule()
    if (course === undefined) return
    await attachCourse(this.#testInfo, course)
    if (!isExplored && this.#hasPassed) refuseUnmet(course)
  }

  async #attach(hasProblems: boolean): Promise<void> {
    const { attach, texts, record } = this.#settings
    const recording = record !== false && this.#run.mode === 'live' ? record : undefined
    const hasFailed = hasProblems || !this.#hasPassed
    if (attach === 'off' || (attach === 'on-failure' && !hasFailed)) return
    await attachReport(this.#testInfo, { record: this.record, guests: this.guests, asked: this.#run.askedSince(this.record.started), texts, recording })
  }

  async #cleanUp(): Promise<void> {
    const { cleanup, leaks } = this.#settings
    if (cleanup === 'never' || (cleanup === 'on-success' && !this.#hasPassed)) return
    const ended = await closeAll(this.conversations, this.#run.client, { timeoutMs: CLEAN_UP_MS, wrapUp: { pick: 'first' } })
    this.#write(ended)
    const failed = ended.filter(({ was }) => was === 'failed')
    if (failed.length > 0) throw unframed(new Error(`The test's end could not close ${describeEnds(failed)}: ${String(failed[0]?.error?.message)}`))
    const unknown = [...unknownOf(ended), ...silentOf(this.#silent)]
    if (leaks === 'fail') refuseLeaks([...leftOf(ended), ...unknown])
    else if (this.#run.ledger !== undefined) tell(this.#testInfo, unknown)
  }

  /** What was sent and never came back stays unknown. */
  #write(ended: readonly Ended[]): void {
    const { ledger } = this.#run
    noteEnds(ledger, ended)
    for (const { _isUnechoed, _witness: guest } of this.guests) if (!_isUnechoed) ledger?.settled({ guest })
  }

  get #silent(): number {
    return this.guests.filter((guest) => guest._isUnechoed).length + this.conversations._unechoed
  }
}

function leftOf(ended: readonly Ended[]): string[] {
  const left = ended.filter(({ was }) => was === 'open')
  if (left.length === 0) return []
  return [`The test left ${left.length} open: ${describeEnds(left)}. ${left.length === 1 ? 'It was' : 'They were'} closed now`]
}

function unknownOf(ended: readonly Ended[]): string[] {
  const unknown = ended.filter(({ was }) => was === 'unknown')
  if (unknown.length === 0) return []
  return [`What the test opened was not found: ${describeEnds(unknown)}. Whether it is open is unknown`]
}

function silentOf(count: number): string[] {
  if (count === 0) return []
  return [`${count === 1 ? 'A guest' : `${count} guests`} sent something that never came back: whether that opened a conversation is unknown`]
}

function refuseLeaks(sentences: string[]): void {
  if (sentences.length > 0) throw unframed(new Error(`${sentences.join('. ')}; genesysLeaks is "fail".`))
}

/** A test that may have left something is not failed for it, and nobody is left in the dark. */
function tell(testInfo: TestInfo, sentences: string[]): void {
  for (const description of sentences) {
    testInfo.annotations.push({ type: 'genesys', description: `${description}.` })
    say(`${testInfo.title}: ${description}.`)
  }
}
