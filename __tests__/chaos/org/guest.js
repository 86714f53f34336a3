'use strict'

const { bend } = require('./bend')
const { clock } = require('./conversation')
const frames = require('./frames')
const { uuid } = require('./ids')

/** One guest: a token, its sockets, its chats. What left on its own line is kept with its time. */
class Guest {
  sockets = new Set()
  conversation = undefined
  /** Entities of its history, the oldest first. */
  history = []
  /** Frames that were put on an open socket: `{ at, frame }`. */
  line = []
  /** When it configured a session. */
  connects = []
  bends = []
  jwt = uuid()
  isLocked = false
  isNew = true

  constructor({ token, mode, world }) {
    this.token = token
    this.mode = mode
    this.world = world
  }

  /** Leaves what was, for another chat of the same token. */
  startAnew() {
    Object.assign(this, { isLocked: false, isNew: true, conversation: undefined })
  }

  bend(name, value, context = {}) {
    return bend(this.bends, name, value, { guest: this, ...context })
  }

  /** A frame as it is bent: none, one, or several. */
  frames(name, frame) {
    return this.bends.reduce((list, hooks) => (hooks[name] ? list.flatMap((each) => hooks[name](each, { guest: this })) : list), [frame])
  }

  /** Puts a frame on every socket of this guest. */
  put(frame, { isKept = true } = {}) {
    if (isKept && frame.type === 'message' && frame.class === 'StructuredMessage') this.history.push(frame.body)
    for (const socket of this.sockets) this.putOn(socket, frame)
  }

  putOn(socket, frame) {
    if (socket.readyState !== socket.OPEN) return
    this.line.push({ at: clock(), frame })
    socket.send(JSON.stringify(frame))
  }

  /** Its history was read: what stands there has reached it too. */
  showed(entities) {
    const at = clock()
    for (const body of entities) this.line.push({ at, isHistory: true, frame: { type: 'message', class: 'StructuredMessage', code: 200, body } })
  }

  /** Tells of the end, as the deployment has it told. */
  tell() {
    const plan = this.bend('telling', { isTold: this.mode !== 'off', delayMs: 2 })
    if (this.mode === 'ReadOnly') this.isLocked = true
    if (plan.isTold) this.world.later(plan.delayMs, () => this.tellNow())
  }

  tellNow() {
    if (this.mode === 'off') return
    for (const frame of this.frames('closing', frames.closing({ readOnly: this.mode === 'ReadOnly' }))) this.put(frame)
  }

  /** The other side says something; its messages have records too. */
  say(text) {
    for (const frame of this.frames('said', frames.said(text))) {
      if (this.conversation !== undefined) this.world.message(frame.body.id, this.conversation)
      this.put(frame)
    }
  }
}

module.exports = { Guest }
