// A client of the Web Messaging guest API as application teams write them: one socket, one session, and its own
// rules for what to do when either is lost.

const MAX_ATTEMPTS = 5

/** Where the services are: beside a region's socket, or all on one origin. */
function apiOf(guestUrl) {
  const { protocol, host, hostname } = new URL(guestUrl)
  if (hostname.startsWith('webmessaging.')) return `https://api.${hostname.slice('webmessaging.'.length)}`
  return `${protocol === 'wss:' ? 'https' : 'http'}://${host}`
}

/** The guest's token survives reloads where the browser lets a frame keep things; it never stands in an address. */
function tokenFor(deploymentId) {
  const key = `alder-chat:${deploymentId}`
  try {
    const token = localStorage.getItem(key) ?? uuid()
    localStorage.setItem(key, token)
    return token
  } catch {
    // Browsers that block third parties refuse a frame of another site even the look.
    return uuid()
  }
}

/** Also where the page is plain http and `crypto.randomUUID` is missing. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const eventOf = ({ type, events = [] }, kind) => (type === 'Event' ? events.find(({ eventType }) => eventType === kind) : undefined)

const timeOf = ({ channel }) => Date.parse(channel?.time ?? '')

const isEnd = (message) => message.direction === 'Outbound' && eventOf(message, 'Presence')?.presence.type === 'Disconnect'

/**
 * link: connecting → connected ⇄ reconnecting → failed;  connected → expired → connecting;  connected → displaced
 * closed is apart from it: whoever was told of the end stays told, on whatever socket.
 */
export class ChatClient {
  link = 'connecting'
  attempt = 0
  /** Why the conversation is closed; `undefined` while it is open. */
  closed
  isReadOnly = false
  #options
  #token
  #socket
  #timer
  #seen = new Set()
  #session = 0
  #startsNew = false
  #endedAt
  #told

  /** `told`: changed(), said(message), cleared(), refused(text), closed(reason), reopened(). */
  constructor(options, told) {
    this.#options = options
    this.#token = tokenFor(options.deploymentId)
    this.#told = told
  }

  connect() {
    const { guestUrl, deploymentId } = this.#options
    const socket = new WebSocket(`${guestUrl}?deploymentId=${encodeURIComponent(deploymentId)}`)
    this.#socket = socket
    const ifCurrent = (act) => (event) => { if (socket === this.#socket) act(event) }
    socket.addEventListener('open', ifCurrent(() => this.#configure()))
    socket.addEventListener('message', ifCurrent(({ data }) => this.#heard(JSON.parse(data))))
    socket.addEventListener('close', ifCurrent(() => this.#lost()))
  }

  /** The guest asks for it, after the attempts were used up or another window took over. */
  tryAgain() {
    this.attempt = 0
    this.#become('connecting')
    this.connect()
  }

  send(text) {
    this.#message({ type: 'Text', text })
  }

  /** A button's answer: what it says for people, and its payload for machines. */
  answer({ text, payload, type = 'QuickReply' }) {
    this.#message({ type: 'Structured', text, content: [{ contentType: 'ButtonResponse', buttonResponse: { type, text, payload } }] })
  }

  /** After a read-only end: the old session is given up on the same socket. */
  startNew() {
    this.#startsNew = true
    this.#configure()
  }

  #send(request) {
    this.#socket.send(JSON.stringify({ ...request, token: this.#token }))
  }

  #message(message) {
    this.#send({ action: 'onMessage', message, tracingId: uuid() })
  }

  #configure() {
    const startNew = this.#startsNew || undefined
    this.#send({ action: 'configureSession', deploymentId: this.#options.deploymentId, startNew })
  }

  #become(link) {
    this.link = link
    this.#told.changed()
  }

  #heard(frame) {
    const act = {
      SessionResponse: () => this.#configured(frame.body),
      StructuredMessage: () => { if (frame.type === 'message') this.#received(frame.body) },
      JwtResponse: () => this.#fetchHistory(frame.body.jwt),
      SessionExpiredEvent: () => this.#expired(),
      ConnectionClosedEvent: () => this.#displaced(),
    }[frame.class]
    if (act !== undefined) act()
    else if (frame.code >= 400) this.#refused(frame)
  }

  #configured({ newSession, readOnly }) {
    this.attempt = 0
    this.isReadOnly = readOnly === true
    if (newSession) this.#begin()
    this.#startsNew = false
    if (this.isReadOnly) this.#close('read-only')
    this.#become('connected')
    // What was missed, or said before a reload, does not come over the socket.
    if (!newSession) this.#send({ action: 'getJwt' })
  }

  #begin() {
    this.#session += 1
    this.#seen.clear()
    this.#told.cleared()
    this.#reopen()
  }

  #received(message) {
    if (eventOf(message, 'Typing') !== undefined || this.#seen.has(message.id)) return
    this.#seen.add(message.id)
    if (isEnd(message)) {
      this.#endedAt = timeOf(message)
      this.isReadOnly = message.metadata?.readOnly === 'true'
      this.#close('disconnected')
    } else if (message.type !== 'Event') {
      if (this.#isLater(message)) this.#goOn()
      this.#told.said(message)
    }
    this.#told.changed()
  }

  async #fetchHistory(jwt) {
    const address = `${apiOf(this.#options.guestUrl)}/api/v2/webmessaging/messages?pageSize=100`
    const session = this.#session
    const answer = await fetch(address, { headers: { authorization: `Bearer ${jwt}` } })
    const { entities } = answer.ok ? await answer.json() : { entities: [] }
    // What was asked for in a session that is over is nothing of the present one's.
    if (session !== this.#session) return
    const messages = entities.reverse()
    for (const message of messages.filter(({ id, type }) => type !== 'Event' && !this.#seen.has(id))) this.#told.said(message)
    for (const { id } of messages) this.#seen.add(id)
    this.#judge(messages)
  }

  /** A history without the end may be an older one than the frame that told it; a session that is locked has said so itself. */
  #judge(messages) {
    const end = messages.findLastIndex(isEnd)
    if (end === -1 || this.isReadOnly) return
    this.#endedAt = timeOf(messages[end])
    if (messages.slice(end).some(({ type }) => type !== 'Event')) this.#reopen()
    else this.#close('disconnected')
    this.#told.changed()
  }

  /** Somebody writes on after the end; what was written before it may come late: in a locked session all that the guest wrote. */
  #isLater(message) {
    if (this.#endedAt === undefined) return !(this.isReadOnly && message.direction === 'Inbound')
    return timeOf(message) > this.#endedAt
  }

  #goOn() {
    this.isReadOnly = false
    this.#reopen()
  }

  #close(reason) {
    if (this.closed !== undefined) return
    this.closed = reason
    this.#told.closed(reason)
  }

  #reopen() {
    this.#endedAt = undefined
    if (this.closed === undefined) return
    this.closed = undefined
    this.#told.reopened()
  }

  #refused({ code, body }) {
    if (code === 4006 || code === 4007) return this.#expired()
    if (code === 409) {
      this.isReadOnly = true
      this.#close('refused')
    }
    this.#told.refused(typeof body === 'string' ? body : body?.errorMessage ?? `Error ${code}`)
    this.#told.changed()
  }

  /** A hard disconnect: waits longer each time, and says which attempt comes next. */
  #lost() {
    clearTimeout(this.#timer)
    if (this.attempt === MAX_ATTEMPTS) return this.#become('failed')
    this.attempt += 1
    this.#timer = setTimeout(() => this.connect(), this.#options.backoffMs * 2 ** (this.attempt - 1))
    this.#become('reconnecting')
  }

  /** Nothing is lost for ever: after a moment in which people can read it, a new session begins. */
  #expired() {
    if (this.link === 'expired') return
    this.#become('expired')
    this.#startsNew = true
    this.#timer = setTimeout(() => this.#configure(), this.#options.renewMs)
  }

  #displaced() {
    const socket = this.#socket
    this.#socket = undefined
    clearTimeout(this.#timer)
    socket.close(1000)
    this.#become('displaced')
  }
}
