'use strict'

const frames = require('../org/frames')

const LATE_MS = 200
const WITH_GUEST = { kind: 'guest' }
const at = (frame, time) => ({ ...frame, body: { ...frame.body, channel: { ...frame.body.channel, time: new Date(time).toISOString() } } })

/** Something that is no end comes while they chat, and when a write lands; nobody tells of the real one. */
const lookingLikeTheEnd = (bite, put) => ({
  telling: (plan) => ({ ...plan, isTold: false }),
  chatting(_nothing, { guest }) {
    bite()
    put(guest)
  },
  landing(plan, { conversation: { guest } }) {
    if (guest !== undefined) put(guest)
    return plan
  },
})

module.exports = {
  'never-told': {
    about: 'the guest is not told of the end',
    scene: WITH_GUEST,
    make: ({ bite }) => ({ telling(plan) { bite(); return { ...plan, isTold: false } } }),
  },

  'told-late': {
    about: 'the guest is told late',
    scene: WITH_GUEST,
    make: ({ random, bite }) => {
      const delayMs = 60 + random.below(400)
      return { telling(plan) { bite(); return { ...plan, delayMs } } }
    },
  },

  'told-before-the-end': {
    about: 'the guest is told before the end can be seen',
    scene: WITH_GUEST,
    make: ({ random, bite, world }) => {
      const earlyMs = random.below(12)
      let isTold = false
      return {
        landing(plan, { conversation }) {
          if (isTold || conversation.guest === undefined) return plan
          isTold = true
          world.later(earlyMs, () => { bite(); conversation.guest.tellNow() })
          return { ...plan, delayMs: earlyMs + 20 }
        },
        telling: (plan) => ({ ...plan, isTold: plan.isTold && !isTold }),
      }
    },
  },

  'told-before-the-close': {
    about: 'somebody told the guest of an end that was none; nobody tells of the real one',
    scene: { ...WITH_GUEST, mode: 'Send' },
    make: ({ bite }) => ({
      chatting(_nothing, { guest }) { bite(); guest.tellNow() },
      telling: (plan) => ({ ...plan, isTold: false }),
    }),
  },

  'spoken-to-after-being-told': {
    about: 'after the closing frame somebody writes on; the end comes later, and nobody tells of it',
    scene: { ...WITH_GUEST, mode: 'Send' },
    make: ({ random, bite, world }) => {
      const delayMs = 10 + random.below(40)
      let isTold = false
      return {
        landing(plan, { conversation: { guest } }) {
          if (isTold || guest === undefined) return plan
          isTold = true
          guest.tellNow()
          world.later(delayMs, () => { bite(); guest.say('anything else?') })
          return { ...plan, delayMs: 260 }
        },
        telling: (plan) => ({ ...plan, isTold: false }),
      }
    },
  },

  'overtaken-by-the-end': {
    about: 'the last text comes after the closing frame, and is older',
    scene: WITH_GUEST,
    make: ({ bite, world }) => ({
      closing(frame, { guest }) {
        const late = at(frames.said('goodbye'), Date.now() - 40)
        world.later(3, () => { bite(); guest.put(late) })
        return frame
      },
    }),
  },

  'ids-the-same': {
    about: 'a frame has the same id twice: its own, and that of its channel',
    scene: WITH_GUEST,
    make: ({ bite }) => {
      const same = (frame) => ({ ...frame, body: { ...frame.body, channel: { ...frame.body.channel, messageId: frame.body.id } } })
      return {
        closing(frame) { bite(); return same(frame) },
        said(frame) { bite(); return same(frame) },
        echo(frame) { bite(); return same(frame) },
      }
    },
  },

  'ids-reused': {
    about: 'what is said after the end has the id of the closing frame',
    scene: { ...WITH_GUEST, mode: 'Send', staysForMs: 400, timeoutMs: 900 },
    make: ({ bite, world }) => ({
      closing(frame, { guest }) {
        const said = frames.said('not over yet')
        world.later(20, () => { bite(); guest.put({ ...said, body: { ...said.body, id: frame.body.id } }) })
        return frame
      },
    }),
  },

  'frames-twice': {
    about: 'a frame is delivered twice',
    scene: WITH_GUEST,
    make: ({ bite }) => {
      const twice = (frame) => { bite(); return [frame, frame] }
      return { closing: twice, echo: twice }
    },
  },

  'disconnect-of-the-guest': {
    about: 'an Inbound Disconnect, which ends nothing; nobody tells of the real end',
    scene: WITH_GUEST,
    make: ({ bite }) => lookingLikeTheEnd(bite, (guest) => {
      const frame = frames.closing({ readOnly: true })
      guest.put({ ...frame, body: { ...frame.body, direction: 'Inbound' } })
    }),
  },

  'an-answer-that-closes': {
    about: 'a reply of the kind response, and a frame with an error code, look like the end',
    scene: WITH_GUEST,
    make: ({ bite }) => lookingLikeTheEnd(bite, (guest) => {
      guest.put({ ...frames.closing({ readOnly: true }), type: 'response' })
      guest.put({ ...frames.closing({ readOnly: true }), code: 404 }, { isKept: false })
    }),
  },

  'history-of-another-chat': {
    about: 'the history begins with an older chat that ended read-only; the socket is lost, nobody tells of the real end',
    scene: { ...WITH_GUEST, drops: true },
    make: ({ bite }) => {
      const old = Date.now() - 3_600_000
      const earlier = [at(frames.said('an older chat'), old), at(frames.closing({ readOnly: true }), old + 1_000)].map(({ body }) => body)
      return {
        history(entities) { bite(); return [...earlier, ...entities] },
        telling: (plan) => ({ ...plan, isTold: false }),
      }
    },
  },

  'socket-lost': {
    about: 'the socket is lost when the guest is told; the history knows',
    scene: WITH_GUEST,
    make: ({ bite }) => ({
      closing(frame, { guest }) {
        bite()
        for (const socket of guest.sockets) socket.terminate()
        guest.sockets.clear()
        return frame
      },
    }),
  },

  'socket-dropped-after-configure': {
    about: 'the socket is dropped after each configure',
    scene: WITH_GUEST,
    make: ({ random, bite, world }) => {
      const most = 2 + random.below(20)
      let count = 0
      return {
        configured(_nothing, { socket, guest }) {
          if (guest.conversation === undefined && count === 0) world.later(40, () => socket.terminate())
          else if (count < most) world.later(2, () => socket.terminate())
          else return
          count += 1
          bite()
        },
      }
    },
  },

  'endless-chatter': {
    about: 'the other side writes all the time, and records come late',
    scene: WITH_GUEST,
    make: ({ random, bite, world }) => {
      const every = 4 + random.below(20)
      let left = 120
      const chatter = (guest) => {
        if (left-- <= 0 || guest.isDismissed) return
        bite()
        guest.say(`line ${left}`)
        world.later(every, () => chatter(guest))
      }
      return {
        spoken(_text, { guest }) { if (left === 120) chatter(guest) },
        details: (body, { age }) => (age > LATE_MS ? body : { status: 404, body: { message: 'no', code: 'not.found', status: 404 } }),
      }
    },
  },
}
