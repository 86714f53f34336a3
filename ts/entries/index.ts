/**
 * playwright-genesys: close a Genesys Cloud web-messaging conversation from a test, and prove that
 * the guest was told.
 *
 * Rules for all of it:
 *
 * - Options are checked before any I/O; what cannot work is `INVALID_INPUT`, naming the field, what
 *   came and what is accepted. `undefined` means absent, `null` is refused.
 * - Functions that return a promise always reject and never throw. Constructors and functions that
 *   answer at once throw the same error.
 * - Explicit options beat the environment as a group: once `accessToken`, `clientId` or
 *   `clientSecret` is given, no credential is taken from the environment. Credentials and a host are
 *   needed at the first request that wants them, not in a constructor.
 * - Callbacks run in order on the JavaScript thread, before the promise settles and never after. An
 *   exception in one becomes a process warning.
 * - All times are milliseconds. docs/options.md lists ranges, defaults and environment names.
 */

/* ---------------------------------------------------------------- connection */

export type { ConnectionOptions, RetryOptions, Guard } from '../types/public'

/* --------------------------------------------------------------------- close */

export type { WrapUp, CallOptions, CloseOptions, CloseReport, Witness, Step } from '../types/public'
export { closeConversation } from '../client/client'
export type { CloseManyOptions, Progress, CloseManyReport } from '../types/public'
export { GenesysClient } from '../client/client'
export type { Conversation, ConversationHandle, ConversationParticipant } from '../types/public'

/* -------------------------------------------------------------------- doctor */

export type { DoctorTarget, DoctorOptions, DoctorReport, DoctorFinding } from '../types/public'

/* ---------------------------------------------------------------------- reap */

export type { ReapOptions, ReapedConversation, ReapReport } from '../types/public'
export { reap } from '../reap'

/* --------------------------------------------------------------------- guest */

export type {
  Match, EventLike, SessionState, GuestEvent, GuestClosure, ClosedOptions, TestifyOptions, SendOptions, CloseWhenOptions, Closing, ArmedState, ConversationCloser, GuestTestifier,
  GuestWitness, GuestConnectOptions,
} from '../types/public'
export { GuestSession } from '../guest/guest'

/* ------------------------------------------------------------------ matchers */

export type { MatcherOptions, ToBeOpenOptions, ToBeClosedOptions } from '../types/public'

/* ----------------------------------------------------------------- simulator */

export type {
  SimulatorOptions, AttachOptions, OpenConversationOptions, TransferOptions, MessengerUrlOptions, RequestFilter, FaultRule, Course, CoursePoint,
} from '../types/public'
export { Simulator } from '../simulator/simulator'

/* -------------------------------------------------------------------- errors */

export type { GenesysErrorCode } from '../types/public'
export { GenesysError } from '../boundary/errors'
export { isGenesysError } from '../boundary/errors'
