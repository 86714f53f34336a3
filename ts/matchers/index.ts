import { stoppable } from './stop'
import { toBeClosed } from './to-be-closed'
import { toBeOpen } from './to-be-open'
import { toBeWrappedUp } from './to-be-wrapped-up'
import { toHaveReceived, toHaveSent } from './to-have-events'
import { toHaveParticipantState } from './to-have-participant-state'
import type { Matchers } from '../types/matchers'

export type * from '../types/matchers'

/** For expect.extend() of Playwright, Jest and Vitest: of a runner, only isNot, promise, timeout and three utils are used. */
export const matchers: Matchers = {
  toBeClosed(guestOrConversation, options) {
    return stoppable(this, options, toBeClosed, guestOrConversation, options)
  },

  toBeOpen(guestOrConversation, options) {
    return stoppable(this, options, toBeOpen, guestOrConversation, options)
  },

  toHaveSent(guest, match, options) {
    return stoppable(this, options, toHaveSent, guest, match, options)
  },

  toHaveReceived(guest, match, options) {
    return stoppable(this, options, toHaveReceived, guest, match, options)
  },

  toHaveParticipantState(conversation, purpose, state, options) {
    return stoppable(this, options, toHaveParticipantState, conversation, purpose, state, options)
  },

  toBeWrappedUp(conversation, code, options) {
    return stoppable(this, options, toBeWrappedUp, conversation, code, options)
  },
}
