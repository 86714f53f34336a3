'use strict'

const { Arming } = require('./arming')
const { call, signalOf } = require('./call')
const { ConversationFinder } = require('./conversation-finder')
const { GenesysError } = require('./errors')
const { describeEvent, describeMatch, predicateOf } = require('./match')
const { checkArgument, checkOptions } = require('./options')
const { deadlineAfter, now } = require('./time')
const { Trigger } = require('./trigger')
const { Waits } = require('./waits')

/** So many events are named by an error that says what came instead. */
const EVENTS_IN_ERROR = 10

const SAID = ['text', 'structured']
const isClosure = (end) => end?.kind === 'told' || end?.kind === 'locked'

/** What can testify for a guest, in a browser or not. The base of both kinds of guests. */
class Witness {
  #source
  #client
  #timeoutMs
  #events = []
  #waits = new Waits(() => this._drain())
  #finder
  #triggers = []

  /**
   * `source` reads the guest's socket: `take()` gives new events as `[{ index, event }]`,
   * `standing()` `{ closure?, session }`, `testimony(since)` the wire witness, `messageIds()`,
   * `mayHear()` whether a closing frame may still come. `client()` gives the guest's own client, if any,
   * `timeoutMs()` the deadline of a call that has none.
   */
  constructor({ source, client, timeoutMs }) {
    this.#source = source
    this.#client = client
    this.#timeoutMs = timeoutMs
    this.#finder = new ConversationFinder(this.#waits, source, { ended: () => this.#idsUntilEnd(), own: () => this.#ownIds() })
  }

  get events() {
    return this.#events
  }

  #idsUntilEnd() {
    const end = this.#events.findLastIndex(({ kind }) => kind === 'closed')
    return new Set(this.#events.slice(0, end + 1).map(({ messageId }) => messageId))
  }

  /** Ids of the guest's own messages of this session that came back, in their order: an earlier one leads elsewhere. */
  #ownIds() {
    const ofSession = new Set(this.#source.messageIds())
    const isOwn = ({ direction, kind, messageId }) => direction === 'sent' && SAID.includes(kind) && ofSession.has(messageId)
    return this.#events.filter(isOwn).map(({ messageId }) => messageId)
  }

  conversationId(client, options) {
    return call(this.conversationId, signalOf(options), async () => {
      const { timeoutMs, signal } = this._times(checkOptions('CallOptions', options, 'conversationId'))
      return { ok: await this.#finder.find(this.#clientFor(client, 'conversationId'), { timeoutMs, signal }) }
    })
  }

  closed(options) {
    return call(this.closed, signalOf(options), async () => {
      const { timeoutMs, signal, staysForMs = 0 } = this._times(checkOptions('ClosedOptions', options, 'closed'))
      const since = now()
      const look = () => this.#settled(staysForMs) ?? this.#refuseOver()
      const late = () => { throw this.#notTold(since, staysForMs) }
      return { ok: await this._until({ timeoutMs, signal, operation: 'wait for the closing frame', look, late }) }
    })
  }

  testify(options) {
    return call(this.testify, signalOf(options), async () => {
      const checked = this._times(checkOptions('TestifyOptions', options, 'testify'))
      const { timeoutMs, signal, staysForMs = 0, serverClosedAt = now() } = checked
      const testimony = () => this.#testimony(serverClosedAt, staysForMs)
      const look = () => {
        // Frames may come between two looks at the socket: an end that is not settled yet, or one that takes it back.
        const wasOver = this.#isOver()
        const settled = this.#settled(staysForMs)
        if (settled?.again !== undefined) return settled
        if (settled === undefined && !wasOver) return undefined
        const said = testimony()
        return said.wire.saw === 'closed' || this.#isOver() ? { value: said } : undefined
      }
      return { ok: await this._until({ timeoutMs, signal, operation: 'testify', look, late: testimony }) }
    })
  }

  /** The first event from the other side, past ones included, that matches. */
  waitFor(match, options) {
    return call(this.waitFor, signalOf(options), async () => {
      const wanted = checkArgument('match', match, 'waitFor')
      const { timeoutMs, signal } = this._times(checkOptions('CallOptions', options, 'waitFor'))
      return { ok: await this.#received(wanted, { timeoutMs, signal }) }
    })
  }

  closeWhen(match, options) {
    const held = { hasMatched: false }
    const arming = new Arming(this.#finder, () => this.#ownIds())
    const onMatched = () => { held.hasMatched = true }
    const explained = (error) => { throw arming.explain(error) }
    const start = () => this.#closeWhen(match, options, { arming, onMatched }).catch(explained).finally(() => arming.end())
    held.closing = Trigger.of(call(this.closeWhen, signalOf(options), async () => ({ ok: await start() })), arming.told)
    this.#triggers.push(held)
    return held.closing
  }

  /**
   * Gives up what has not matched, and waits for what has. Resolves with what triggers failed with
   * that nobody awaited: a fixture fails its test with it.
   */
  async _settleTriggers() {
    const silent = this.#triggers.filter(({ closing }) => !closing.isAwaited)
    const closes = silent.filter(({ hasMatched }) => hasMatched).map(({ closing }) => closing)
    await Promise.allSettled(closes)
    this.#waits.giveUp()
    const outcomes = await Promise.allSettled(silent.map(({ closing }) => closing))
    return outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason)
  }

  /** What was seen until now, for whoever can wait no longer. */
  _seen() {
    this._drain()
    return this.#testimony(now(), 0)
  }

  /** When a closing frame came, from that time on; nothing where none does. */
  _toldSince(at, { timeoutMs, signal }) {
    const look = () => {
      const told = this.#events.find((event) => event.kind === 'closed' && event.at >= at)
      return told === undefined ? undefined : { value: told.at }
    }
    return this._until({ timeoutMs, signal, operation: 'testify', look, late: () => undefined })
  }

  /** Who can read this guest's conversation at once: nothing is made or looked up for it. */
  get _reader() {
    const [client, conversationId] = [this.#client(false), this.#finder.known]
    return client && conversationId && { client, conversationId }
  }

  /** Takes what the source has, and shows it to whoever waits, in order. */
  _drain() {
    const fresh = this.#source.take()
    for (const { index, event } of fresh) {
      if (event.kind === 'reopened') this.#finder.forget()
      this.#waits.notice(this.#keep(index, event))
    }
    this.#waits.check()
    const client = this.#client(false)
    if (client !== undefined) this.#finder.early(client, this.#timeoutMs())
  }

  /** An acknowledgement changes the event that stands there already. */
  #keep(index, event) {
    this.#events[index] = Object.assign(this.#events[index] ?? {}, event)
    return this.#events[index]
  }

  _until(wait) {
    this._drain()
    return this.#waits.until(wait)
  }

  /** Nothing more will come. */
  _end() {
    this._drain()
    this.#waits.end('guest')
  }

  _times({ timeoutMs = this.#timeoutMs(), ...rest }) {
    return { timeoutMs, ...rest }
  }

  #clientFor(given, operation) {
    const client = given === undefined ? this.#client(true) : checkArgument('client', given, operation)
    if (client !== undefined) return client
    throw new GenesysError('INVALID_INPUT', 'This guest has no client, and none was given.', {
      operation,
      hint: 'Give a GenesysClient, or make the guest with one: GuestSession.connect({ client, … }).',
    })
  }

  /** The closure once it has stood for the settle window; `{ again }` while it has not. */
  #settled(staysForMs) {
    const { closure } = this.#source.standing()
    if (!isClosure(closure)) return undefined
    if (staysForMs === 0) return { value: closure }
    const from = this.#couldHearSince(closure)
    if (from === undefined) return { again: staysForMs, isDeaf: true }
    const left = from + staysForMs - now()
    return left > 0 ? { again: left } : { value: closure }
  }

  /** "Stays told" counts while somebody could be heard: from the end, or from the socket's return. A lock needs no ear. */
  #couldHearSince(closure) {
    if (closure.kind === 'locked') return closure.at
    const line = this.#events.findLast(({ kind }) => kind === 'socket')
    if (line === undefined || line.detail?.phase === 'open') return Math.max(closure.at, line?.at ?? 0)
    return undefined
  }

  #isOver() {
    return this.#source.standing().closure !== undefined || !this.#source.mayHear()
  }

  #refuseOver() {
    const { closure } = this.#source.standing()
    const { detail } = this.#source.testimony(now())
    if (closure?.kind === 'expired') throw this.#over('SESSION_EXPIRED', detail)
    if (closure !== undefined && !isClosure(closure)) throw this.#over('SESSION_CLOSED', `${closure.kind}: ${detail}`)
    if (!this.#source.mayHear()) throw this.#notTold(now(), 0)
    return undefined
  }

  #over(code, detail) {
    return new GenesysError(code, `The guest was not told, and will not be: ${detail}.`, { operation: 'wait for the closing frame' })
  }

  #notTold(since, staysForMs) {
    const detail = this.#unsettled(staysForMs) ?? this.#source.testimony(since).detail
    return new GenesysError('GUEST_NOT_TOLD', `The guest was not told: ${detail}.`, { operation: 'wait for the closing frame' })
  }

  #unsettled(staysForMs) {
    const { again, isDeaf } = this.#settled(staysForMs) ?? {}
    if (again === undefined) return undefined
    if (isDeaf) return `told, but the socket was down in the settle window of ${staysForMs} ms`
    return `told, but the deadline came ${again} ms before the settle window of ${staysForMs} ms was over`
  }

  #testimony(since, staysForMs) {
    const { closure } = this.#source.standing()
    const unsettled = this.#unsettled(staysForMs)
    if (unsettled !== undefined) return { wire: { saw: 'nothing', detail: unsettled } }
    return { wire: this.#source.testimony(since), ...(isClosure(closure) && { closure }) }
  }

  async #closeWhen(match, options, { arming, onMatched }) {
    const wanted = checkArgument('match', match, 'closeWhen')
    const { direction = 'both', waitMs, client, ...close } = checkOptions('CloseWhenOptions', options, 'closeWhen')
    const closer = this.#clientFor(client, 'closeWhen')
    const { timeoutMs, signal } = this._times(close)
    const matched = this.#matched(wanted, { direction, timeoutMs: waitMs ?? timeoutMs, signal, passed: () => arming.seen() })
    arming.begin(closer, { ...close, timeoutMs }, this.#trapFor(wanted, direction, close))
    const { messageId } = await matched
    onMatched()
    // Whoever speaks after an end may have begun another conversation.
    if (messageId !== undefined && this.#idsUntilEnd().size > 0) this.#finder.forget()
    const { left } = deadlineAfter(timeoutMs)
    const how = () => ({ ...close, timeoutMs: left(), guest: this })
    const id = this.#finder.known ?? await this.#finder.find(closer, { timeoutMs: left(), signal, first: messageId })
    const { isOvertaken } = arming
    const closing = arming.close(closer, id, how())
    const report = await closing.catch((error) => error.report)
    if (report?.outcome !== 'already-closed' && !(isOvertaken && report?.armed?.used)) return closing
    const other = await this.#livesOn(closer, id, { messageId, timeoutMs: left(), signal })
    return other === undefined ? closing : closer.closeConversation(other, how())
  }

  /** What the addon can begin by itself: a part of a text, where nobody is told of steps and no end came before. */
  #trapFor(wanted, direction, { onStep }) {
    const source = this.#source
    if (typeof wanted !== 'string' || onStep !== undefined || source.trap === undefined) return undefined
    const text = { text: wanted, ...(direction !== 'both' && { direction }) }
    return (armed, id) => { if (this.#idsUntilEnd().size === 0) source.trap(armed, text, id) }
  }

  /** Where what was known had ended before: the matched message may belong to a conversation begun since. */
  async #livesOn(client, ended, { messageId, timeoutMs, signal }) {
    if (messageId === undefined) return undefined
    const id = await client.findConversation({ messageId }, { timeoutMs, ...(signal && { signal }) }).catch(() => ended)
    if (id === ended) return undefined
    this.#finder.remember(id)
    return id
  }

  /** Whether this guest can speak for a conversation; `find` looks a message id up. What is unknown is not held against it. */
  async _speaksFor(conversationId, find) {
    const { known } = this.#finder
    if (known === undefined || known === conversationId) return true
    const [newest] = this.#source.messageIds()
    const id = newest === undefined ? known : await find(newest).catch(() => known)
    if (id === conversationId) this.#finder.remember(id)
    return id === conversationId
  }

  /** The first event from now on that matches: a received one as it comes, a sent one at its echo. */
  #matched(match, { direction, timeoutMs, signal, passed }) {
    const [fits, came] = [predicateOf(match), []]
    let found
    const looksAt = ({ acknowledged, direction: way }) => (way === 'received' || acknowledged === true) && (direction === 'both' || way === direction)
    const see = (event) => {
      if (looksAt(event)) {
        came.push(event)
        if (found === undefined && fits(event)) found = { value: event }
      }
      if (found === undefined) passed()
    }
    const late = () => { throw this.#neverCame(match, came, `within ${timeoutMs} ms`, timeoutMs) }
    const never = () => this.#neverCame(match, came, 'before the test ended')
    return this._until({ timeoutMs, signal, operation: 'wait for a payload', see, look: () => found, late, never })
  }

  /** The first received event, past ones included, that matches. */
  #received(match, { timeoutMs, signal }) {
    const fits = predicateOf(match)
    const isIt = (event) => event.direction === 'received' && fits(event)
    const received = () => this.#events.filter((event) => event.direction === 'received')
    let looked = 0
    const look = () => {
      while (looked < this.#events.length) {
        const event = this.#events[looked++]
        if (isIt(event)) return { value: event }
      }
      return undefined
    }
    const late = () => { throw this.#neverCame(match, received(), `within ${timeoutMs} ms`, timeoutMs) }
    return this._until({ timeoutMs, signal, operation: 'wait for an event', look, late })
  }

  #neverCame(match, came, when, elapsedMs) {
    const last = came.slice(-EVENTS_IN_ERROR).map(describeEvent)
    const what = came.length === 0 ? 'Nothing came' : `What came (${came.length}): ${last.join(', ')}`
    return new GenesysError('TIMEOUT', `No event matched ${describeMatch(match)} ${when}. ${what}.`, {
      operation: 'wait for a payload',
      ...(elapsedMs !== undefined && { elapsedMs }),
    })
  }
}

module.exports = { Witness }
