'use strict'

const { uuid, messageId } = require('../org/ids')

const BY_MESSAGE = { kind: 'guest' }
const IN_TIME = { ...BY_MESSAGE, timeoutMs: 600 }

module.exports = {
  'late-indexing': {
    about: 'the record of a message comes late',
    scene: IN_TIME,
    make: ({ random, bite }) => {
      const lateMs = 100 + random.below(150)
      return {
        details(body, { age }) {
          if (age > lateMs) return body
          bite()
          return { status: 404, body: { message: 'no', code: 'not.found', status: 404 } }
        },
      }
    },
  },

  'record-without-conversation': {
    about: 'the record of a message is there before it names its conversation',
    scene: IN_TIME,
    make: ({ random, bite }) => {
      const [lateMs, value] = [40 + random.below(160), random.pick([undefined, null])]
      return {
        details(body, { age }) {
          if (age > lateMs) return body
          bite()
          return { ...body, conversationId: value }
        },
      }
    },
  },

  'record-of-another-message': {
    about: 'the answer is the record of another message, of a stranger\'s conversation',
    scene: BY_MESSAGE,
    make: ({ bite, stranger }) => ({
      details(body) {
        bite()
        return { ...body, id: messageId(), conversationId: stranger.id }
      },
    }),
  },

  'guard-of-another': {
    about: 'the message that must prove the conversation belongs to another one',
    scene: { guard: 'messageIds' },
    make: ({ bite }) => ({
      details(body, { entry, conversation }) {
        if (!entry.path.includes(conversation.messageId)) return body
        bite()
        return { ...body, conversationId: uuid() }
      },
    }),
  },
}
