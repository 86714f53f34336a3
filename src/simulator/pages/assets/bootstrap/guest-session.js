'use strict'

const { AgentTyping } = require('./agent-typing')
const { Connection } = require('./connection')
const { History } = require('./history')
const { errorKey, formatted, isDisconnect, keyOf, presenceOf, readOnlyOf, typingOf } = require('./messages')
const requests = require('./requests')
const { uuid } = require('./storage')

/** Codes of a session that is over. */
const OVER = [4006, 4007]

/**
 * A guest's session, told as the vendor's MessagingService events.
 *
 * idle ─start→ connecting ─SessionResponse→ active | readOnly
 * active ─Disconnect with readOnly→ readOnly ─reset→ connecting;  readOnly ─somebody writes→ active
 * any ─SessionExpiredEvent→ expired;  ─ConnectionClosedEvent→ displaced, or idle after a clear
 * any ─socket lost→ lost ─SessionResponse→ active | readOnly;  lost ─attempts used up→ offline
 */
class GuestSession {
  phase = 'idle'
  /** Hears of phases and attempts at once, without being an event. */
  watcher = { entered() {}, retrying() {} }
  #how = {}
  #parts
  #connection
  #history
  #seen = new Set()
  #outbox = []
  #opening = []
  #asked = new Map()
  #clearing
  #isStale = false
  #agentTyping

  constructor(parts) {
    this.#parts = parts
    this.#agentTyping = new AgentTyping(parts.publish)
    this.#connection = new Connection(requests.address(parts), {
      opened: () => this.#opened(),
      frame: (frame) => this.#heard(frame),
      lost: () => this.#lost(),
      retrying: (attempt) => {
        parts.publish('reconnecting')
        this.watcher.retrying(attempt)
      },
      gaveUp: () => this.#gaveUp(),
      closed: () => this.#enter('displaced'),
    })
    this.#history = new History(parts.hosts.api, () => this.#askJwt())
  }

  get isOver() {
    return this.phase === 'readOnly'
  }

  get isLive() {
    return this.phase === 'active' || this.phase === 'readOnly'
  }

  /** Resolves when the socket is open. `how`: { restoring, startNew, joins }. */
  start(how = {}) {
    this.#how = { joins: true, startNew: this.phase === 'expired', ...how }
    if (how.restoring) this.#parts.republish('restoring')
    this.#enter('connecting')
    return new Promise((resolve) => {
      this.#opening.push(resolve)
      this.#connection.open()
    })
  }

  /** Sends now, or as soon as there is a session. */
  write(message) {
    if (this.isLive) return this.#post(message)
    this.#outbox.push(message)
    if (['idle', 'expired', 'displaced', 'offline'].includes(this.phase)) this.start()
  }

  type() {
    if (this.isLive) this.#request({ action: 'onMessage', message: requests.typing() })
  }

  join() {
    this.write(requests.presence('Join'))
  }

  /** Ends the conversation on the guest's side; resolves with the server's frame. */
  clear() {
    return new Promise((resolve) => {
      this.#clearing = resolve
      this.#post(requests.presence('Clear'))
    })
  }

  /** After a read-only end: all connections go, then the same socket begins a new session. */
  reset() {
    this.#how = { joins: true, startNew: true, resetting: true }
    this.#enter('connecting')
    this.#request({ action: 'closeSession', closeAllConnections: true })
  }

  /** Lets go of the socket and forgets what was said; the conversation goes on without us. */
  leave() {
    this.#connection.close()
    this.#forget()
    this.#enter('idle')
  }

  /** The guest does not want to wait, or the browser is online again. */
  retryNow() {
    if (this.phase === 'lost') this.#connection.retryNow()
    else if (this.phase === 'offline' || this.phase === 'displaced') this.start({ isReturning: true })
  }

  /** One page; whatever was seen before is left out. */
  async nextPage() {
    const { messages, isLast, ...page } = await this.#history.next()
    const fresh = messages.filter((body) => !this.#seen.has(keyOf(body)))
    for (const body of fresh) this.#remember(body)
    return { page: { messages: fresh.map(formatted), ...page }, isLast }
  }

  #enter(phase) {
    this.phase = phase
    this.watcher.entered(phase)
  }

  #forget() {
    this.#seen.clear()
    this.#outbox = []
    this.#history.restart()
    this.#parts.storage.remove('gcmcsessionActive')
  }

  #request(request) {
    this.#connection.send({ tracingId: uuid(), ...request, token: this.#parts.token })
  }

  #post(message) {
    const tracingId = uuid()
    this.#request({ action: 'onMessage', tracingId, message })
    this.#parts.publish('sendingMessage', { message: { ...message, tracingId } })
  }

  #askJwt() {
    const tracingId = uuid()
    return new Promise((resolve, reject) => {
      if (!this.#connection.isOpen) throw 'Unable to fetch history'
      this.#asked.set(tracingId, { resolve, reject })
      this.#request({ action: 'getJwt', tracingId })
    })
  }

  #opened() {
    const { deploymentId, token } = this.#parts
    this.#request(requests.configure(deploymentId, token, this.#how.startNew))
    for (const resolve of this.#opening.splice(0)) resolve()
  }

  #lost() {
    this.#isStale = this.isLive || this.#isStale
    this.#enter('lost')
    for (const { reject } of this.#asked.values()) reject('Unable to fetch history')
    this.#asked.clear()
    this.#parts.publish('offline')
  }

  #gaveUp() {
    this.#enter('offline')
    this.#parts.publish('error', { error: { code: 0, body: 'The connection could not be made.', errorKey: 'disconnected' } })
  }

  #heard(frame) {
    const act = {
      SessionResponse: () => this.#configured(frame),
      StructuredMessage: () => { if (frame.type === 'message') this.#message({ ...frame.body, tracingId: frame.tracingId }) },
      JwtResponse: () => this.#answered(frame),
      SessionExpiredEvent: () => this.#expired(),
      SessionClearedEvent: () => this.#cleared(frame),
      ConnectionClosedEvent: () => this.#closed(),
    }[frame.class]
    if (act !== undefined) act()
    else if (frame.code >= 400) this.#refused(frame)
  }

  #answered({ tracingId, body }) {
    this.#asked.get(tracingId)?.resolve(body.jwt)
    this.#asked.delete(tracingId)
  }

  #configured(frame) {
    const { body } = frame
    // The answer to closeSession: the socket stays, and the new session begins on it.
    if (body.connected === false) return this.#opened()
    const how = this.#how
    const isBack = this.#isStale || how.isReturning
    this.#connection.settled()
    this.#how = {}
    this.#isStale = false
    this.#announce(frame, { ...how, isBack })
    this.#enter(body.readOnly ? 'readOnly' : 'active')
    if (body.newSession && how.joins && this.#parts.autoStart && !body.readOnly) this.#post(requests.presence('Join'))
    for (const message of this.#outbox.splice(0)) this.#post(message)
    if (how.restoring || isBack) this.#restore()
  }

  /** In the order that was seen on a live org after a reload. */
  #announce(frame, { restoring, resetting, isBack }) {
    const { body } = frame
    const { durationSeconds, expirationDate, newSession, readOnly } = body
    const started = { newSession, authenticated: undefined, readOnly, durationSeconds, expirationDate }
    this.#parts.storage.set('gcmcsessionActive', true)
    if (resetting) this.#seen.clear()
    if (isBack) this.#parts.publish('reconnected')
    this.#parts.publish('sessionTimingUpdated', { durationSeconds, expirationDate })
    this.#parts.publish('allowedFileTypes', body)
    if ((restoring || isBack) && typeof readOnly === 'boolean') this.#parts.publish('readOnlyConversation', frame)
    this.#parts.republish('started', started)
    if (resetting) this.#parts.publish('conversationReset', started)
  }

  /** What was missed comes from the history, an old end included. */
  async #restore() {
    this.#seen.clear()
    this.#history.restart()
    try {
      const { page, isLast } = await this.nextPage()
      this.#parts.republish('restored', page)
      if (isLast) this.#parts.publish('historyComplete')
    } catch (error) {
      this.#parts.publish('error', { error: { body: String(error), errorKey: 'restoreFailed' } })
    }
  }

  #remember(body) {
    this.#seen.add(keyOf(body))
    if (isDisconnect(body)) this.#parts.publish('conversationDisconnected', { message: body, readOnly: readOnlyOf(body) })
  }

  #message(body) {
    const typing = typingOf(body)
    if (typing !== undefined) return this.#typing(body, typing)
    if (this.#seen.has(keyOf(body)) || (body.type === 'Event' && presenceOf(body) === undefined)) return
    this.#remember(body)
    this.#parts.publish('messagesReceived', { messages: [body] })
    this.#agentTyping.forget()
    if (isDisconnect(body)) this.#ended(body)
    // Somebody on the other side writes on: the conversation lives (assumed for read-only sessions).
    else if (body.direction === 'Outbound' && this.phase === 'readOnly') this.#enter('active')
  }

  #ended(body) {
    if (this.#parts.endsReadOnly) this.#parts.publish('readOnlyConversation', body)
    if (readOnlyOf(body)) this.#enter('readOnly')
  }

  #typing({ direction }, typing) {
    if (direction === 'Outbound') this.#agentTyping.heard(typing)
  }

  clearTypingTimeout() {
    this.#agentTyping.stop()
  }

  #expired() {
    this.#connection.close()
    this.#forget()
    this.#parts.publish('sessionExpired')
    this.#enter('expired')
  }

  #cleared(frame) {
    this.#forget()
    this.#clearing?.(frame)
    this.#clearing = undefined
    this.#how.isCleared = true
    this.#parts.publish('conversationCleared', frame)
  }

  /** Without a clear before it, another tab has taken our place; no event of the vendor's says so. */
  #closed() {
    this.#connection.close()
    this.#seen.clear()
    this.#enter(this.#how.isCleared ? 'idle' : 'displaced')
    this.#how = {}
  }

  #refused(frame) {
    const code = frame.body?.errorCode ?? frame.code
    this.#asked.get(frame.tracingId)?.reject('Unable to fetch history')
    this.#asked.delete(frame.tracingId)
    this.#parts.publish('error', { error: { ...frame, ...errorKey(code) } })
    if (OVER.includes(code)) this.#expired()
  }
}

module.exports = { GuestSession }
