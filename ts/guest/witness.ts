import { call, signalOf } from '../boundary/call'
import { Arming, type Closer, type Trap } from './arming'
import { ConversationFinder } from './conversation-finder'
import type { Ending } from '../boundary/addon'
import { GenesysError, isGenesysError } from '../boundary/errors'
import { describeEvent, describeMatch, predicateOf, wantedOf } from './match'
import { checkArgument, checkOptions } from '../options'
import { firstOf } from '../boundary/signals'
import { deadlineAfter, now } from '../boundary/time'
import type { GuestSource, Over } from './source'
import { Trigger } from './trigger'
import { type Found, type WaitFor, Waits } from './waits'
import type { LookUp, ToldElsewhere } from '../client/asked-guest'
import type { Testimony } from '../client/testimony'
import type {
  CallOptions, CloseReport, CloseWhenOptions, ClosedOptions, ConversationCloser, GenesysErrorCode, GuestClosure, GuestEvent, GuestWitness, Match, TestifyOptions,
} from '../types/public'

/** So many events are named by an error that says what came instead. */
const EVENTS_IN_ERROR = 10

const isClosure = (end: Ending | undefined): end is GuestClosure & Ending => end?.kind === 'told' || end?.kind === 'locked'

interface Deadline { timeoutMs: number; signal?: AbortSignal | undefined }
type Way = 'both' | GuestEvent['direction']
interface Course { arming: Arming; onMatched(): void }
/** What was waited for, and what came instead. */
interface Missed { match: Match; came(): GuestEvent[]; operation: string }
interface Held { closing: Trigger<CloseReport>; hasMatched(): boolean }

/** The closure, or when to look once more; deaf: nobody could hear it taken back. */
type Settled = { value: GuestClosure } | { again: number; isDeaf?: true }

interface Parts {
  source: GuestSource
  /** The guest's own client, if there is one; made where it is needed and can be. */
  client(needed: boolean): ConversationCloser | undefined
  /** The deadline of a call that has none. */
  timeoutMs(): number
}

/** What can testify for a guest, in a browser or not. The base of both kinds of guests. */
export class Witness implements GuestWitness {
  #source: GuestSource
  #client: Parts['client']
  #timeoutMs: () => number
  #events: GuestEvent[] = []
  #waits = new Waits(() => this._drain())
  #finder: ConversationFinder
  #triggers: Held[] = []

  /** @internal */
  constructor({ source, client, timeoutMs }: Parts) {
    this.#source = source
    this.#client = client
    this.#timeoutMs = timeoutMs
    this.#finder = new ConversationFinder(this.#waits, source, () => this.#events)
  }

  get events(): readonly GuestEvent[] {
    return this.#events
  }

  conversationId(client?: ConversationCloser, options?: CallOptions): Promise<string> {
    return call(this.conversationId, signalOf(options), async () => {
      const { timeoutMs, signal } = this._times(checkOptions('CallOptions', options, 'conversationId'))
      return { ok: await this.#finder.find(this.#clientFor(client, 'conversationId'), { timeoutMs, signal }) }
    })
  }

  closed(options?: ClosedOptions): Promise<GuestClosure> {
    return call(this.closed, signalOf(options), async () => {
      const { timeoutMs, signal, staysForMs = 0 } = this._times(checkOptions('ClosedOptions', options, 'closed'))
      const since = now()
      const look = () => {
        const settled = this.#settled(staysForMs)
        return settled !== undefined && !this.#isLost(settled) ? settled : this.#refuseOver(staysForMs)
      }
      const late = () => { throw this.#notTold(since, staysForMs) }
      return { ok: await this._until<GuestClosure>({ timeoutMs, signal, operation: 'closed', look, late }) }
    })
  }

  testify(options: TestifyOptions): Promise<Testimony> {
    return call(this.testify, signalOf(options), async () => {
      const checked = this._times(checkOptions('TestifyOptions', options, 'testify'))
      const { timeoutMs, signal, staysForMs = 0, serverClosedAt = now() } = checked
      const testimony = () => this.#testimony(serverClosedAt, staysForMs)
      const look = (): Found<Testimony> => {
        const settled = this.#settled(staysForMs)
        const isTold = settled !== undefined && 'value' in settled
        if (!isTold && !this.#isFinal(settled)) return settled
        const said = testimony()
        // A frame that takes the end back may have come since.
        return said.wire?.saw === 'closed' || !isTold ? { value: said } : undefined
      }
      return { ok: await this._until<Testimony>({ timeoutMs, signal, operation: 'testify', look, late: testimony }) }
    })
  }

  /** The first event from the other side, past ones included, that matches. */
  waitFor(match: Match, options?: CallOptions): Promise<GuestEvent> {
    return call(this.waitFor, signalOf(options), async () => {
      const wanted = checkArgument('match', match, 'waitFor')
      const { timeoutMs, signal } = this._times(checkOptions('CallOptions', options, 'waitFor'))
      return { ok: await this.#received(wanted, { timeoutMs, signal }) }
    })
  }

  closeWhen(match: Match, options?: CloseWhenOptions): Trigger<CloseReport> {
    let hasMatched = false
    const arming = new Arming(this.#finder)
    const start = async () => {
      try {
        return { ok: await this.#closeWhen(match, options, { arming, onMatched: () => { hasMatched = true } }) }
      } catch (error) {
        throw arming.explain(error)
      } finally {
        arming.end()
      }
    }
    const closing = Trigger.of(call(this.closeWhen, signalOf(options), start), arming.told)
    this.#triggers.push({ closing, hasMatched: () => hasMatched })
    return closing
  }

  /**
   * Gives up what has not matched, and waits for what has. Resolves with what triggers failed with
   * that nobody awaited: a fixture fails its test with it.
   */
  async _settleTriggers(): Promise<unknown[]> {
    const silent = this.#triggers.filter(({ closing }) => !closing.isAwaited)
    const closes = silent.filter(({ hasMatched }) => hasMatched()).map(({ closing }) => closing)
    await Promise.allSettled(closes)
    this.#waits.giveUp()
    const outcomes = await Promise.allSettled(silent.map(({ closing }) => closing))
    return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  }

  /** What was seen until now, for whoever can wait no longer. */
  _seen(): Testimony {
    this._drain()
    return this.#testimony(now(), 0)
  }

  /** When a closing frame came, from that time on; nothing where none does. */
  _toldSince(at: number, { timeoutMs, signal }: Deadline): Promise<number | undefined> {
    const look = (): Found<number> => {
      const told = this.#events.find((event) => event.kind === 'closed' && event.at >= at)
      return told === undefined ? undefined : { value: told.at }
    }
    return this._until<number | undefined>({ timeoutMs, signal, operation: 'testify', look, late: () => undefined })
  }

  /** Who can read this guest's conversation at once: nothing is made or looked up for it. */
  get _reader(): { client: ConversationCloser; conversationId: string } | undefined {
    const [client, conversationId] = [this.#client(false), this.#finder.present]
    return client && conversationId !== undefined ? { client, conversationId } : undefined
  }

  /**
   * A look-up of the conversation that is not known yet, where somebody can ask, and for something.
   * @internal
   */
  _finding(asked: { timeoutMs: number; signal: AbortSignal }): Promise<string> | undefined {
    const client = this.#client(false)
    return client === undefined || this.#source.messageIds().length === 0 ? undefined : this.#finder.find(client, asked)
  }

  /** Takes what the source has, and shows it to whoever waits, in order. */
  _drain(): void {
    const fresh = this.#source.take()
    for (const { index, event } of fresh) {
      if (event.kind === 'reopened') this.#finder.forget()
      this.#waits.notice(this.#keep(index, event))
    }
    this.#waits.check()
    const client = this.#client(false)
    // An end leads to no conversation.
    const mayLead = fresh.some(({ event }) => event.kind !== 'closed')
    if (client !== undefined && mayLead) this.#finder.early(client, this.#timeoutMs())
  }

  /** An acknowledgement changes the event that stands there already. */
  #keep(index: number, event: GuestEvent): GuestEvent {
    const known = this.#events[index]
    if (known === undefined && event.kind === 'closed' && event.detail?.['effective'] !== false) this.#finder.heardEnd(event.at)
    return (this.#events[index] = known === undefined ? event : Object.assign(known, event))
  }

  _until<T>(wait: WaitFor<T>): Promise<T> {
    this._drain()
    return this.#waits.until(wait)
  }

  /** Nothing more will come. */
  _end(): void {
    this._drain()
    this.#waits.end('guest')
  }

  _times<T extends { timeoutMs?: number | undefined }>(options: T): T & { timeoutMs: number } {
    return { ...options, timeoutMs: options.timeoutMs ?? this.#timeoutMs() }
  }

  #clientFor(given: ConversationCloser | undefined, operation: string): ConversationCloser {
    const client = given === undefined ? this.#client(true) : checkArgument('client', given, operation)
    if (client !== undefined) return client
    throw new GenesysError('INVALID_INPUT', 'This guest has no client, and none was given.', {
      operation,
      hint: 'Give a GenesysClient, or make the guest with one: GuestSession.connect({ client, … }).',
    })
  }

  /** The closure once it has stood for the settle window; `{ again }` while it has not. */
  #settled(staysForMs: number): Settled | undefined {
    const closure = this.#source.closure()
    if (!isClosure(closure)) return undefined
    if (staysForMs === 0) return { value: closure }
    const { from, to } = this.#hearing(closure)
    const left = from + staysForMs - (to ?? now())
    if (left <= 0) return { value: closure }
    return to === undefined ? { again: left } : { again: staysForMs, isDeaf: true }
  }

  /** "Stays told" counts while somebody could be heard: from the end, or the socket's return, until it went. A lock needs no ear. */
  #hearing(closure: GuestClosure): { from: number; to: number | undefined } {
    if (closure.kind === 'locked') return { from: closure.at, to: undefined }
    const line = this.#events.filter(({ kind }) => kind === 'socket')
    const opened = line.findLastIndex(({ detail }) => detail?.['phase'] === 'open')
    return { from: Math.max(closure.at, line[opened]?.at ?? 0), to: line[opened + 1]?.at }
  }

  /** Told, and nobody will ever hear whether it stays so. */
  #isLost(settled: Settled): boolean {
    return 'again' in settled && settled.isDeaf === true && this.#source.over() !== undefined
  }

  /** Whether nothing will be seen beyond this. */
  #isFinal(settled: Settled | undefined): boolean {
    if (this.#waits.isOver) return true
    if (settled !== undefined) return this.#isLost(settled)
    const closure = this.#source.closure()
    return (closure !== undefined && !isClosure(closure)) || this.#source.over() !== undefined
  }

  #refuseOver(staysForMs: number): undefined {
    const closure = this.#source.closure()
    const { detail } = this.#source.testimony(now())
    if (closure?.kind === 'expired') throw this.#over('SESSION_EXPIRED', detail)
    if (closure !== undefined && !isClosure(closure)) throw this.#over('SESSION_CLOSED', `${closure.kind}: ${detail}`)
    if (this.#source.over() !== undefined) throw this.#notTold(now(), staysForMs)
    return undefined
  }

  #over(code: GenesysErrorCode, detail: string): GenesysError {
    return new GenesysError(code, `The guest was not told, and will not be: ${detail}.`, { operation: 'closed' })
  }

  #notTold(since: number, staysForMs: number): GenesysError {
    const detail = this.#unsettled(staysForMs) ?? this.#source.testimony(since).detail
    return new GenesysError('GUEST_NOT_TOLD', `The guest was not told: ${detail}.`, { operation: 'closed' })
  }

  #unsettled(staysForMs: number): string | undefined {
    const settled = this.#settled(staysForMs)
    if (settled === undefined || 'value' in settled) return undefined
    const { again, isDeaf } = settled
    const forGood = this.#isLost(settled) ? ', and the session is over' : ''
    if (isDeaf) return `told, but the socket was down in the settle window of ${staysForMs} ms${forGood}`
    return `told, but the deadline came ${again} ms before the settle window of ${staysForMs} ms was over`
  }

  #testimony(since: number, staysForMs: number): Testimony {
    const closure = this.#source.closure()
    const unsettled = this.#unsettled(staysForMs)
    if (unsettled !== undefined) return { wire: { saw: 'nothing', detail: unsettled } }
    return { wire: this.#source.testimony(since), ...(isClosure(closure) && { closure }) }
  }

  async #closeWhen(match: Match, options: CloseWhenOptions | undefined, { arming, onMatched }: Course): Promise<CloseReport> {
    const wanted = checkArgument('match', match, 'closeWhen')
    const { direction = 'both', waitMs, client, ...close } = checkOptions('CloseWhenOptions', options, 'closeWhen')
    const closer: Closer = this.#clientFor(client, 'closeWhen')
    const { timeoutMs, signal } = this._times(close)
    const gone = arming.begin(closer, { ...close, timeoutMs }, this.#trapFor(wanted, direction, close))
    const either = firstOf(signal, gone)
    const matched = this.#matched(wanted, { direction, timeoutMs: waitMs ?? timeoutMs, signal: either.signal, passed: () => arming.seen() })
    const { messageId } = await matched.finally(either.release)
    onMatched()
    if (messageId !== undefined && this.#finder.isOfEnded) this.#finder.forget()
    const { left, elapsed } = deadlineAfter(timeoutMs)
    const how = () => ({ ...close, timeoutMs: left(), guest: this })
    const id = this.#finder.known ?? await this.#finder.find(closer, { timeoutMs: left(), signal, first: messageId })
    const { isOvertaken } = arming
    const closing = arming.close(closer, id, how())
    const report = await closing.catch((error: unknown) => (isGenesysError(error) ? error.report : undefined))
    if (report?.outcome !== 'already-closed' && !(isOvertaken && report?.armed?.used)) return closing
    const other = await this.#livesOn(closer, id, { messageId, timeoutMs: left(), signal })
    if (other === undefined) return closing
    const inAll = <T extends object>(told: T): T => Object.assign(told, { elapsedMs: elapsed() })
    return closer.closeConversation(other, how()).then(inAll, (error: unknown) => { throw isGenesysError(error) ? inAll(error) : error })
  }

  /** What the addon can begin by itself: where nobody is told of steps and no end came since what led to the conversation. */
  #trapFor(match: Match, direction: Way, { onStep }: Pick<CloseWhenOptions, 'onStep'>): Trap | undefined {
    const trap = this.#source.trap?.bind(this.#source)
    const what = wantedOf(match)
    if (what === undefined || onStep !== undefined || trap === undefined) return undefined
    const wanted = { ...what, ...(direction !== 'both' && { direction }) }
    return (armed, id) => { if (!this.#finder.isOfEnded) trap(armed, wanted, id) }
  }

  /** Where what was known had ended before: the matched message may belong to a conversation begun since. */
  async #livesOn(client: ConversationCloser, ended: string, { messageId, timeoutMs, signal }: Deadline & { messageId: string | undefined }): Promise<string | undefined> {
    if (messageId === undefined) return undefined
    const id = await client.findConversation({ messageId }, { timeoutMs, ...(signal && { signal }) }).catch(() => ended)
    if (id === ended) return undefined
    this.#finder.remember(id)
    return id
  }

  /** @internal */
  _speaksFor(conversationId: string, find: LookUp): Promise<boolean> {
    return this.#finder.speaksFor(conversationId, find)
  }

  /** @internal */
  _livesIn(conversationId: string, find: LookUp): Promise<boolean> {
    return this.#finder.livesIn(conversationId, find)
  }

  /** @internal */
  _whose(find: LookUp, asked: { timeoutMs: number; signal: AbortSignal }): Promise<string | undefined> {
    return this.#finder.whose(find, asked)
  }

  /** @internal */
  _mark(): ToldElsewhere {
    this._drain()
    return this.#finder.mark()
  }

  /** The first event from now on that matches: a received one as it comes, a sent one at its echo. */
  #matched(match: Match, { direction, timeoutMs, signal, passed }: Deadline & { direction: Way; passed(): void }): Promise<GuestEvent> {
    const [fits, came] = [predicateOf(match, 'closeWhen'), [] as GuestEvent[]]
    let found: { value: GuestEvent } | undefined
    const looksAt = ({ acknowledged, direction: way }: GuestEvent) => (way === 'received' || acknowledged === true) && (direction === 'both' || way === direction)
    const see = (event: GuestEvent) => {
      if (looksAt(event)) {
        came.push(event)
        if (found === undefined && fits(event)) found = { value: event }
      }
      if (found === undefined) passed()
    }
    const wanted = { match, came: () => came, operation: 'closeWhen' }
    const look = () => found ?? this.#refuseSilence(wanted)
    const late = () => { throw this.#neverCame(wanted, `within ${timeoutMs} ms`) }
    const never = () => this.#neverCame(wanted, 'before the test ended')
    return this._until<GuestEvent>({ timeoutMs, signal, operation: wanted.operation, see, look, late, never })
  }

  /** The first received event, past ones included, that matches. */
  #received(match: Match, { timeoutMs, signal }: Deadline): Promise<GuestEvent> {
    const fits = predicateOf(match, 'waitFor')
    const isIt = (event: GuestEvent) => event.direction === 'received' && fits(event)
    const came = () => this.#events.filter((event) => event.direction === 'received')
    const wanted = { match, came, operation: 'waitFor' }
    let looked = 0
    const look = (): Found<GuestEvent> => {
      const fresh = this.#events.slice(looked)
      looked = this.#events.length
      const event = fresh.find(isIt)
      return event === undefined ? this.#refuseSilence(wanted) : { value: event }
    }
    const late = () => { throw this.#neverCame(wanted, `within ${timeoutMs} ms`) }
    return this._until<GuestEvent>({ timeoutMs, signal, operation: wanted.operation, look, late })
  }

  /** What can come no more is not waited for. */
  #refuseSilence(missed: Missed): undefined {
    const over = this.#source.over()
    if (over !== undefined) throw this.#neverCame(missed, 'before the end', over)
  }

  #neverCame({ match, came, operation }: Missed, when: string, { code, message, hint }: Over = { code: 'TIMEOUT', message: '' }): GenesysError {
    const events = came()
    const last = events.slice(-EVENTS_IN_ERROR).map(describeEvent)
    const what = events.length === 0 ? 'Nothing came' : `What came (${events.length}): ${last.join(', ')}`
    return new GenesysError(code, `No event matched ${describeMatch(match)} ${when}. ${what}. ${message}`.trimEnd(), { operation, hint })
  }
}
