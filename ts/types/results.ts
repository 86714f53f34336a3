import type * as seen from './seen'
import type { GenesysErrorCode } from './seen'

export type { Conversation, ConversationParticipant, Course, CoursePoint, DoctorFinding, DoctorReport, GenesysErrorCode, GuestEvent, Step, Witness } from './seen'

/** What was done and seen. It says "closed" only where that was seen, never because of a 200. */
export interface CloseReport extends seen.CloseReport {
  /** One paragraph without times and ids, fit for a snapshot. Not enumerable. */
  summary(): string
}

export interface Progress {
  /** How many are done, in whichever way. */
  done: number
  closed: number
  /** Of these, how many had ended before. */
  alreadyClosed: number
  /** Only under `strategy: 'agent'`: how many are still open, their agents ended. */
  agentsEnded: number
  failed: number
  /** Absent where the ids do not say how many they are. */
  total?: number
  /** The one that was done last. */
  conversationId: string
}

/** What became of one conversation of the ledger. */
export interface ReapedConversation {
  /** Absent where no message has led to one. */
  conversationId?: string
  /** What the ledger has of it: messages seen on the guest's own socket. */
  messageIds: string[]
  /** The run that opened it. */
  run: string
  /** The worker of that run. */
  worker: number
  /** When the ledger first met it, ISO 8601. */
  openedAt: string
  /** `'would-close'` only in a dry run; `'refused'`: the guard would not have it. */
  outcome: 'closed' | 'already-closed' | 'would-close' | 'failed' | 'refused' | 'unknown'
  /** When that was seen, ISO 8601. */
  at: string
  /** Of `'failed'` and `'refused'`. */
  code?: GenesysErrorCode
  /** Of `'unknown'`: a message was sent and never seen to arrive, or it arrived and no conversation has it. */
  reason?: 'nothing-came-back' | 'leads-nowhere'
}

/** Where a guest's session stands; docs/guest.md says what each one means. */
export type SessionState = 'connecting' | 'open' | 'read-only' | 'expired' | 'displaced' | 'reconnecting' | 'disposed'

/** `isArmed`: for two seconds the payload costs one write and one look, where the org shows the end at once. Else `detail` says why not. */
export type ArmedState = { isArmed: true } | { isArmed: false; detail: string }

/** How the guest learnt of the end: `'told'` lets it write on, `'locked'` does not. */
export interface GuestClosure extends seen.Closure {
  kind: 'told' | 'locked'
}
