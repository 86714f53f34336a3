import type { Page } from '@playwright/test'
import { GenesysError, isGenesysError } from '../boundary/errors'
import type { GuestHosts, NativePageGuest, Update } from '../boundary/page-guest'
import { firstOf } from '../boundary/signals'
import { now, pause, within } from '../boundary/time'
import type { GenesysClient } from '../client/client'
import type { GuestLine, LineFault } from '../door/guest-line/check'
import { isUnechoed } from '../guest/said'
import type { Trigger } from '../guest/trigger'
import { Witness } from '../guest/witness'
import { checkOptions } from '../options'
import type { CallOptions, CloseReport, CloseWhenOptions, ClosedOptions, GuestClosure, GuestEvent, GuestWitness, Match, TestifyOptions, Witness as Testimony } from '../types/public'
import type { Closer } from './client'
import type { Reported } from './in-page'
import { PageSource } from './page-source'
import { PageTestimony, type Asked, type PageObservation, type Sources } from './page-testimony'
import { watchReads } from './page-watch'
import { SocketWatch } from './socket-watch'
import { boxed, unboxed } from './step'

/** What a watch needs beside the page. @internal */
export interface Watch {
  witness: string
  /** Which hosts are the guest's own. */
  hosts: GuestHosts
  timeoutMs(): number
  client: Closer | undefined
  /** Whether a door reads its sockets: else the browser tells of them, and less. */
  isLed: boolean
  /** What can be broken about this page's guest socket; a text says why nothing can. */
  lineOf(guest: NativePageGuest): GuestLine | string
  testimony: PageTestimony
  /** Told of each event as it is seen, before anything can be awaited. */
  onEvent(event: GuestEvent, index: number): void
  /** Told of what was broken on purpose. */
  onBroken<F extends LineFault | undefined>(what: string, fault?: F): F
  /** Whether texts may stand in failure messages. */
  showsTexts: boolean
}

type Said = { wire?: Testimony; page?: Testimony; closure?: GuestClosure }

/** The guest at a page, read from the page's own sockets. Opens no connection of its own. */
export class PageGuest extends Witness implements GuestWitness {
  readonly page: Page
  /**
   * Names this page's watch: where the simulator knows its sockets, and in the ledger.
   * @internal
   */
  readonly _witness: string
  /**
   * Whether texts may stand in failure messages.
   * @internal
   */
  readonly _showsTexts: boolean
  #source: PageSource
  #line: GuestLine | string
  #testimony: PageTestimony
  #onBroken: Watch['onBroken']
  #expectOpen: () => void

  /** @internal */
  constructor(page: Page, watch: Watch) {
    const { witness: tag, hosts } = watch
    const isOpen = (): boolean => source.closure() === undefined
    let [hasSession, hasSpoken] = [false, false]
    const expectOpen = (): void => {
      if (hasSession && isOpen()) watch.testimony.expectOpen(isOpen, hasSpoken)
    }
    const onFresh = (updates: Update[]): void => {
      for (const { index, event } of updates) {
        watch.onEvent(event, index)
        if (event.kind === 'session' || event.detail?.['phase'] === 'open') watch.testimony.hasChat(event.at)
        if (beginsAnew(event)) watch.testimony.forget()
        if (event.kind === 'closed') watch.testimony.ended(event.detail?.['by'] === 'frame')
        hasSpoken = isSpoken(event) || (hasSpoken && !beginsAnew(event))
      }
      const isOfOpen = updates.some(({ event }) => isSpoken(event) || isBeginning(event))
      hasSession ||= isOfOpen
      if (isOfOpen) expectOpen()
      this._drain()
    }
    const source = new PageSource({ tag, hosts, onFresh })
    super({ source, client: () => watch.client, timeoutMs: watch.timeoutMs })
    this.page = page
    this._witness = watch.witness
    this._showsTexts = watch.showsTexts
    this.#source = source
    this.#line = watch.lineOf(source.native)
    this.#testimony = watch.testimony
    this.#onBroken = watch.onBroken
    this.#expectOpen = expectOpen
    const sockets = watch.isLed ? undefined : new SocketWatch(page, source)
    watchReads(page, source, (url) => {
      sockets?.renew()
      hasSession = false
      this.#testimony.navigated(addressOf(url))
    })
  }

  /** What the page showed, as far as it was asked. */
  get observations(): readonly PageObservation[] {
    return this.#testimony.observations
  }

  override async conversationId(client?: GenesysClient, options?: CallOptions): Promise<string> {
    return await boxed('Find the conversation of the guest', async () => {
      if (this._native.hasTwoGuests()) throw new GenesysError('INVALID_INPUT', `The guest's conversation cannot be told: ${this.#source.testimony(0).detail}.`, { operation: 'conversationId' })
      const id = await super.conversationId(client, options)
      await this.#testimony.seen()
      return id
    })
  }

  override async closed(options?: ClosedOptions): Promise<GuestClosure> {
    return await boxed('Wait until the guest is told of the end', () => super.closed(options))
  }

  /** An event from the other side, past ones included, that matches. */
  override async waitFor(match: Match, options?: CallOptions): Promise<GuestEvent> {
    return await boxed('Wait for an event at the guest', () => super.waitFor(match, options))
  }

  override closeWhen(match: Match, options?: CloseWhenOptions): Trigger<CloseReport> {
    const closing = super.closeWhen(match, options)
    void unboxed('Close the conversation when the payload comes', () => closing.quietly(), this.closeWhen).catch(() => {})
    return closing
  }

  /** What was seen on the wire, and by the page where it was asked. */
  override async testify(options: TestifyOptions): Promise<Said> {
    const { timeoutMs, staysForMs = 0, signal } = this._times(checkOptions('TestifyOptions', options, 'testify'))
    // Where the socket has told nothing, what the page shows at that moment is enough.
    const enough = new AbortController()
    const deadline = now() + timeoutMs
    const toldAt = (): number | undefined => this.#toldAt()
    const either = firstOf(signal, enough.signal)
    const page = this.#asked({ timeoutMs, staysForMs, toldAt, signal: either.signal })
    try {
      const said = await super.testify(options)
      const isTold = said.wire?.saw === 'closed'
      if (!isTold) enough.abort()
      // A page that is slow must not silence the socket: who asks does not wait for long beyond the deadline.
      const answer = page.then(async (shown) => ({ shown: shown ?? (await this.#asked({ timeoutMs: 1, staysForMs: 0, toldAt, signal })) }))
      const { shown } = (await within((isTold ? Math.max(0, deadline - now()) : 0) + GRACE_MS, answer)) ?? { shown: this.#testimony.opinion ?? NO_ANSWER }
      return shown === undefined ? said : { ...said, page: shown }
    } finally {
      enough.abort()
      either.release()
    }
  }

  /** Cuts the page's socket as a lost network would: the page sees 1006, not clean. */
  async dropSocket(): Promise<void> {
    await boxed('Drop the guest socket', () => this.#break('dropSocket', (line) => line.dropSocket()))
  }

  /** The next so many connects of this page are refused. Assert `hits` of what it gives. */
  async refuseReconnects(n: number): Promise<LineFault> {
    return await boxed(`Refuse the next ${n} connects of the guest`, () => this.#break('refuseReconnects', (line) => line.refuseReconnects(n)))
  }

  /** The next so many connects of this page are answered `ms` milliseconds late. Assert `hits` of what it gives. */
  async delayConnects(n: number, ms: number): Promise<LineFault> {
    return await boxed(`Delay the next ${n} connects of the guest by ${ms} ms`, () => this.#break('delayConnects', (line) => line.delayConnects(n, ms)))
  }

  /** The socket stays open, and nothing comes over it any more. */
  async silence(): Promise<void> {
    await boxed('Silence the server', () => this.#break('silence', (line) => line.silence()))
  }

  /** The guest's session is over, as after its life-time. */
  async expireSession(): Promise<void> {
    await boxed('Expire the guest session', () => this.#break('expireSession', (line) => line.expireSession()))
  }

  /** The server drops this connection for another one of the same guest. */
  async displace(): Promise<void> {
    await boxed('Displace the guest connection', () => this.#break('displace', (line) => line.displace()))
  }

  /** What becomes of the next closing frames (`times`, default 1) on their way to this page. Assert `hits` of what it gives. */
  async closingFrame(fault: 'lose' | 'duplicate' | 'delay' | 'reorder', options: { times?: number | undefined; delayMs?: number | undefined } = {}): Promise<LineFault> {
    return await boxed(`Have the closing frame meet: ${fault}`, () => this.#break(`closingFrame ${fault}`, (line) => line.closingFrame(fault, options)))
  }

  /**
   * What the page itself is asked for.
   * @internal
   */
  _asks(sources: Sources): void {
    this.#testimony.asks(sources)
    this.#expectOpen()
  }

  /**
   * Asked before anything is written, which must not overtake the look at the open page.
   * @internal
   */
  override async _speaksFor(...asked: Parameters<Witness['_speaksFor']>): Promise<boolean> {
    const [speaks] = await Promise.all([super._speaksFor(...asked), this.#testimony.seen()])
    return speaks
  }

  /**
   * What the page's own side has told.
   * @internal
   */
  _reported(said: Exclude<Reported, { what: 'document' }>): void {
    if (said.what === 'messenger') this.#testimony.asksMessenger()
    else if (!this.#isOldEnd(said.ends)) this.#testimony.heard(said.what, said.by)
  }

  /** The vendor's SDK tells of an end again where it restores a conversation that has gone on since. */
  #isOldEnd(ids: readonly unknown[] = []): boolean {
    const reopened = this.events.findLastIndex(({ kind }) => kind === 'reopened')
    return this.events.slice(0, Math.max(reopened, 0)).some(({ kind, messageId }) => kind === 'closed' && messageId !== undefined && ids.includes(messageId))
  }

  /**
   * As a door knows it.
   * @internal
   */
  get _native(): NativePageGuest {
    return this.#source.native
  }

  /**
   * Whether something that was sent never came back.
   * @internal
   */
  get _isUnechoed(): boolean {
    return this.#source.closure()?.kind !== 'locked' && isUnechoed(this.events)
  }

  /**
   * Gives what was sent a last chance to come back: without its echo nobody knows the conversation.
   * @internal
   */
  async _awaitEchoes(timeoutMs: number): Promise<void> {
    const isUp = (): boolean => this.events.findLast(({ kind }) => kind === 'socket')?.detail?.['phase'] === 'open'
    const look = (): { value: undefined } | undefined => (this._isUnechoed && isUp() ? undefined : { value: undefined })
    await this._until({ timeoutMs, operation: 'conversationId', look, late: () => undefined })
  }

  /**
   * Undoes what was broken.
   * @internal
   */
  async _mend(): Promise<void> {
    if (typeof this.#line !== 'string') await this.#line.undo()
  }

  async #break<F extends LineFault | void>(what: string, breaks: (line: GuestLine) => Promise<F>): Promise<F> {
    if (typeof this.#line === 'string') throw new GenesysError('INVALID_INPUT', this.#line, { operation: what })
    const line = this.#line
    const fault = await onceItStands(() => breaks(line))
    this.#onBroken(what, fault ?? undefined)
    return fault
  }

  #toldAt(): number | undefined {
    const closure = this.#source.closure()
    return closure?.kind === 'told' || closure?.kind === 'locked' ? closure.at : undefined
  }

  /** The vendor's SDK may be heard only later: who is not asked now may be in the end. */
  async #asked(asked: Asked): Promise<Testimony | undefined> {
    return this.#testimony.isAsked ? await this.#testimony.testify(asked) : undefined
  }
}

/** A socket that is away is waited for: the page, or a schedule, may just have lost it. */
const AWAY_MS = 5_000
const AWAY_EVERY_MS = 20

async function onceItStands<F>(breaks: () => Promise<F>): Promise<F> {
  const deadline = now() + AWAY_MS
  for (;;) {
    try {
      return await breaks()
    } catch (error) {
      if (!isGenesysError(error, 'NOT_FOUND') || now() >= deadline) throw error
    }
    await pause(AWAY_EVERY_MS)
  }
}

/** How long a page is waited for beyond the deadline. */
const GRACE_MS = 150

const NO_ANSWER: Testimony = { saw: 'nothing', detail: 'the page did not answer in time' }

const beginsAnew = ({ kind, detail }: GuestEvent): boolean => kind === 'reopened' || (kind === 'session' && detail?.['newSession'] === true)

/** What the server has taken or sent: it passes only while a conversation is open. */
const isSpoken = ({ kind, direction, acknowledged }: GuestEvent): boolean => (
  (kind === 'text' || kind === 'structured') && (direction === 'received' || acknowledged === true)
)

/** What comes before anybody has spoken. */
const isBeginning = ({ kind, direction }: GuestEvent): boolean => (kind === 'session' && direction === 'received') || (kind === 'text' && direction === 'sent')

/** Without query and fragment, which may carry anything. */
function addressOf(url: string): string {
  if (!URL.canParse(url)) return 'another page'
  const { origin, pathname, protocol } = new URL(url)
  return origin === 'null' ? protocol : `${origin}${pathname}`
}
