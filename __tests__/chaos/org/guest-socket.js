'use strict'

const { clock } = require('./conversation')
const frames = require('./frames')
const { messageId } = require('./ids')

const ANSWERS = {
  configureSession(guest, socket, frame) {
    if (frame.startNew) guest.startAnew()
    const { isNew } = guest
    guest.isNew = false
    guest.sockets.add(socket)
    guest.connects.push(clock())
    const answer = frames.session({ newSession: isNew, readOnly: guest.isLocked }, frame.tracingId)
    for (const each of guest.frames('session', answer)) guest.putOn(socket, each)
    guest.bend('configured', undefined, { socket })
  },

  onMessage(guest, socket, frame) {
    if (guest.isLocked) return guest.putOn(socket, frames.readOnlyRefusal(frame.tracingId))
    const { type, text, events } = frame.message ?? {}
    const id = messageId()
    if (type === 'Text') guest.world.spoke(guest, id)
    const echo = frames.echo({ id, text, events }, frame.tracingId)
    for (const each of guest.frames('echo', echo)) guest.put(each, { isKept: type === 'Text' })
    if (type === 'Text') guest.bend('spoken', text)
  },

  echo(guest, socket, frame) {
    guest.putOn(socket, frames.response('StructuredMessage', { id: 'echo', type: 'Text', text: frame.message?.text, direction: 'Inbound' }, frame.tracingId))
  },

  getJwt(guest, socket, frame) {
    guest.putOn(socket, frames.response('JwtResponse', { jwt: guest.jwt, exp: Math.floor(Date.now() / 1_000) + 900 }, frame.tracingId))
  },

  closeSession(guest, socket, frame) {
    guest.putOn(socket, frames.session({ connected: false }, frame.tracingId))
    for (const other of guest.sockets) if (other !== socket) guest.putOn(other, { type: 'message', class: 'ConnectionClosedEvent', code: 200, body: {} })
  },
}

/** A socket of a guest; the first frame says whose. */
function serveGuest(world, socket, deploymentId) {
  let guest
  socket.on('error', () => {})
  socket.on('close', () => guest?.sockets.delete(socket))
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data))
    guest = world.guestOf(frame.token, deploymentId)
    ANSWERS[frame.action]?.(guest, socket, frame)
  })
}

module.exports = { serveGuest }
