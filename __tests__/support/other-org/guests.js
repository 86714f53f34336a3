'use strict'

// The guests' socket of that org.

const { WebSocketServer } = require('ws')
const { randomUUID } = require('node:crypto')
const records = require('./records')

const SESSION_SECONDS = 259_200

class Guests {
  constructor(org) {
    this.org = org
    this.sessions = new Map()
    this.jwts = new Map()
    this.server = new WebSocketServer({ noServer: true })
  }

  upgrade(request, socket, head) {
    const { pathname, searchParams } = new URL(request.url, 'http://org')
    if (pathname !== '/v1' || searchParams.get('deploymentId') !== this.org.deploymentId) return socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
    this.server.handleUpgrade(request, socket, head, (line) => {
      line.on('error', () => {})
      line.on('message', (text) => this.hear(line, JSON.parse(text)))
    })
  }

  /** A frame, as the org's plants let it go. */
  send(lines, frame) {
    for (const { frame: each, afterMs } of this.org.framed(frame)) {
      const deliver = () => lines.forEach((line) => line.send(JSON.stringify(each)))
      if (afterMs === undefined) deliver()
      else this.org.later(afterMs, deliver)
    }
  }

  respond(line, name, body, { tracingId }, code = 200) {
    this.send([line], { type: 'response', class: name, code, body, ...(tracingId && { tracingId }) })
  }

  tell(session, message, tracingId) {
    this.send(session.lines, { type: 'message', class: 'StructuredMessage', code: 200, body: records.body(message), ...(tracingId && { tracingId }) })
  }

  hear(line, frame) {
    const session = this.sessions.get(frame.token)
    if (frame.action === 'configureSession') return this.configure(line, frame)
    if (frame.action === 'getJwt') return this.giveJwt(line, frame)
    if (frame.action !== 'onMessage') return undefined
    if (frame.message.type === 'Event') return frame.message.events[0].presence?.type === 'Clear' ? this.clear(session, frame) : undefined
    if (session.readOnly) return this.respond(line, 'string', 'Session is read-only, no new messages allowed', frame, 409)
    return this.write(session, frame)
  }

  configure(line, frame) {
    const isNew = frame.startNew === true || !this.sessions.has(frame.token)
    if (isNew) this.sessions.set(frame.token, { lines: [], readOnly: false, expires: Math.floor(Date.now() / 1000) + SESSION_SECONDS })
    const session = this.sessions.get(frame.token)
    session.lines.push(line)
    line.on('close', () => { session.lines = session.lines.filter((each) => each !== line) })
    this.respond(line, 'SessionResponse', {
      connected: true, newSession: isNew, readOnly: session.readOnly, maxCustomDataBytes: 2048,
      allowedMedia: { inbound: { fileTypes: [{ type: '*/*' }], maxFileSizeKB: 10_240 } }, blockedExtensions: ['.exe', '.bat', '.js'],
      clearedExistingSession: false, durationSeconds: SESSION_SECONDS, expirationDate: session.expires,
    }, frame)
  }

  giveJwt(line, frame) {
    const jwt = `eyJ${randomUUID()}.${randomUUID()}.x`
    this.jwts.set(jwt, this.sessions.get(frame.token))
    this.respond(line, 'JwtResponse', { jwt, exp: Math.floor(Date.now() / 1000) + 300 }, frame)
  }

  write(session, frame) {
    const message = records.message({ inbound: true, text: frame.message.text })
    this.tell(session, message, frame.tracingId)
    session.talk ??= this.org.open(frame.message.channel?.metadata?.customAttributes ?? {}, session)
    session.talk.messages.push(message)
  }

  /** The order of these is known from a capture. */
  clear(session, frame) {
    const message = records.message({ inbound: true, isEvent: true, events: records.presence('Clear') })
    this.send(session.lines, { type: 'message', class: 'SessionClearedEvent', code: 200, body: {} })
    this.tell(session, message, frame.tracingId)
    this.send(session.lines, { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} })
    session.lines.forEach((line) => line.close())
    this.sessions.delete(frame.token)
    if (!session.talk) return
    // It leads to the conversation, as any message does.
    session.talk.messages.push(message)
    session.talk.participants.forEach((each) => records.end(each, 'endpoint'))
    records.endIfOver(session.talk)
  }

  says(talk, text) {
    const message = records.message({ inbound: false, text, by: 'Human' })
    talk.messages.push(message)
    this.tell(this.of(talk), message)
  }

  types(talk) {
    const typing = [{ eventType: 'Typing', typing: { type: 'On', duration: 5000 } }]
    this.tell(this.of(talk), records.message({ inbound: false, isEvent: true, events: typing, by: 'Human' }))
  }

  /** Nobody serves the guest any more. */
  ended(talk) {
    if (this.org.mode === 'off') return
    const session = this.of(talk)
    session.readOnly = this.org.mode === 'ReadOnly'
    const metadata = session.readOnly ? { readOnly: 'true' } : undefined
    const message = records.message({ inbound: false, isEvent: true, events: records.presence('Disconnect'), metadata, by: 'Human' })
    talk.messages.push(message)
    this.tell(session, message)
  }

  of(talk) {
    return [...this.sessions.values()].find((session) => session.talk === talk) ?? { lines: [] }
  }

  history(jwt) {
    return this.jwts.get(jwt)?.talk?.messages ?? []
  }
}

module.exports = { Guests }
