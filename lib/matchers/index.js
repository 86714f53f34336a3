'use strict'

const { toBeClosed } = require('./to-be-closed')
const { toBeOpen } = require('./to-be-open')
const { toBeWrappedUp } = require('./to-be-wrapped-up')
const { toHaveReceived, toHaveSent } = require('./to-have-events')
const { toHaveParticipantState } = require('./to-have-participant-state')

/** For expect.extend() of Playwright, Jest and Vitest: of a runner, only isNot, promise, timeout and three utils are used. */
const matchers = {
  toBeClosed(guestOrConversation, options) {
    return toBeClosed(this, guestOrConversation, options)
  },

  toBeOpen(guestOrConversation, options) {
    return toBeOpen(this, guestOrConversation, options)
  },

  toHaveSent(guest, match, options) {
    return toHaveSent(this, guest, match, options)
  },

  toHaveReceived(guest, match, options) {
    return toHaveReceived(this, guest, match, options)
  },

  toHaveParticipantState(conversation, purpose, state, options) {
    return toHaveParticipantState(this, conversation, purpose, state, options)
  },

  toBeWrappedUp(conversation, code, options) {
    return toBeWrappedUp(this, conversation, code, options)
  },
}

module.exports = { matchers }
