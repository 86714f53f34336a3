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
    return stoppable(this, options, (context) => toBeClosed(context, guestOrConversation, options))
  },

  toBeOpen(guestOrConversation, options) {
    return stoppable(this, options, (context) => toBeOpen(context, guestOrConversation, options))
  },

  toHaveSent(guest, match, options) {
    return stoppable(this, options, (context) => toHaveSent(context, guest, match, options))
  },

  toHaveReceived(guest, match, options) {
    return stoppable(this, options, (context) => toHaveReceived(context, guest, match, options))
  },

  toHaveParticipantState(conversation, purpose, state, options) {
    return stoppable(this, options, (context) => toHaveParticipantState(context, conversation, purpose, state, options))
  },

  toBeWrappedUp(conversation, code, options) {
    return stoppable(this, options, (context) => toBeWrappedUp(context, conversation, code, options))
  },
}
