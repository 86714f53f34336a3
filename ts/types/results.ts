import type * as seen from './seen'
import type { GenesysErrorCode } from './seen'

export type { DoctorFinding, DoctorReport, GenesysErrorCode, GuestEvent, Step, Witness } from './seen'

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

/** A conversation as one read showed it. */
export interface Conversation {
  id: string
  /** `'closed'` where everybody has left. */
  state: 'open' | 'closed'
  /** Only the resource `messaging` has one. */
  version?: number
  /** Everybody who is or was in it. `communicationId` and the name of a wrap-up only of `Simulator.conversation`. */
  participants: {
    id: string
    /** The vendor's word: customer, agent, acd, workflow, … */
    purpose: string
    state: string
    /** Only of `Simulator.conversation`; absent from `getConversation`. */
    communicationId?: string
    queueId?: string
    /** `name` only of `Simulator.conversation`; absent from `getConversation`. */
    wrapUp?: { id: string; name?: string }
  }[]
  /** Only of `Simulator.conversation`: the server's own count of what took effect. */
  effects?: { participantDisconnects: number; conversationDisconnects: number; wrapUps: number; ends: number }
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

/** `isArmed`: the payload costs one write and one look, for two seconds. Else `detail` says why not. */
export type ArmedState = { isArmed: true } | { isArmed: false; detail: string }

/** How the guest learnt of the end. */
export interface GuestClosure {
  /** `'told'`: the guest may write on. `'locked'`: its session is read-only. */
  kind: 'told' | 'locked'
  /** The deployment's way of telling, as far as it could be seen. */
  mode?: 'ReadOnly' | 'Send'
  /** When it was seen here, in milliseconds since 1970. */
  at: number
  /** The id of the frame that told it; absent where it was no message. */
  messageId?: string
  /** The vendor's word for who ended it: `Human`, `Bot`; absent for the system. */
  originatingEntity?: string
  /** How it became known: by a frame, by what the session said of itself, by the refusal of what the guest sent, by its history. */
  by?: 'frame' | 'session' | 'refusal' | 'history'
}
