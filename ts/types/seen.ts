// Made by "npm run types:make" from ts/types/crossing.ts, which is made from Rust; not edited by hand.

/** What was done and seen. It says "closed" only where that was seen, never because of a 200. */
export interface CloseReport {
  conversationId: string
  /**
   * `'already-closed'`: it had ended before, which more than one read shows, and nothing was written. `'agents-ended'`, only
   * under `strategy: 'agent'`: every agent has left, and somebody else is still there; the server's witness says who.
   */
  outcome: 'closed' | 'already-closed' | 'agents-ended'
  /** The close resource that was used. */
  resource: 'messages' | 'messaging'
  /** What was disconnected; `'none'` where nothing was written. */
  strategy: 'agent' | 'conversation' | 'teardown' | 'none'
  /** What became of the wrap-up: seen on a read, not seen yet and why, the system's own code, or none was needed and why. */
  wrapUp:
    | { status: 'applied'; id: string; name?: string; notes?: string }
    | { status: 'pending'; reason: 'not-seen-yet' | 'ended-by-others' | 'refused'; detail: string }
    | { status: 'system' }
    | { status: 'not-needed'; reason: 'no-agent' | 'not-required' | 'already-wrapped-up' }
  /** Who ended it and when, as far as the reads say. `at` is ISO 8601. */
  ended?: { at?: string; by?: { participantId: string; purpose: string }; disconnectType?: string }
  /** What each witness saw; `wire` and `page` only where a guest was asked. */
  witnesses: { server: Witness; wire?: Witness; page?: Witness }
  /** Of this conversation only; derived from the same reads. */
  agents: { participantId: string; afterCallWork: 'none' | 'pending' | 'complete' | 'unknown'; free: boolean }[]
  /**
   * Where a trigger closed: whether its first write was planned before the payload, on a read how old, and what preparing
   * cost: requests, which do not count as the close's, and how often the conversation was read anew.
   */
  armed?: { used: boolean; readAgeMs?: number; requests: number; reReads: number }
  /** API requests spent by this close; those for a token and for the channel of notifications are not counted. */
  requests: number
  /** From the call to its end. */
  elapsedMs: number
  /** Everything that was done, in order. */
  steps: Step[]
}

/** One independent observation that the conversation is closed. */
export interface Witness {
  /** `'nothing'`: it could not see, which is no word against it. */
  saw: 'closed' | 'open' | 'nothing'
  /** How the guest was told; absent for the server, and where it was not told. */
  mode?: 'ReadOnly' | 'Send'
  /** How long after the write it was seen; below zero where the guest was told before. */
  afterMs?: number
  /** What was seen, or why nothing was, in one sentence. */
  detail: string
}

/** One thing that was done: a request, or a decision. `at` is in milliseconds since 1970, like every other `at`. */
export interface Step {
  /** When it began. */
  at: number
  /** In words, such as `read the conversation`. */
  name: string
  /** Of a request; absent for a decision. */
  method?: string
  /** Path and query of a request; no host. */
  path?: string
  /** HTTP status; absent where nothing was answered. */
  status?: number
  /** How long the answer took. */
  elapsedMs?: number
  /** Which attempt it was, where the request was tried more than once. */
  attempt?: number
  /** `ININ-Correlation-Id`: what the vendor's support asks for. */
  correlationId?: string
  /** What was concluded, or what was chosen. */
  detail?: string
}

export interface DoctorReport {
  /** No check has failed; there may be warnings. */
  ok: boolean
  /** One for each check, always in the same order; docs/doctor.md lists them. */
  findings: DoctorFinding[]
  /** How long all checks took together. */
  elapsedMs: number
}

export interface DoctorFinding {
  /** Its name, such as `guest-told`. */
  check: string
  /** `'skipped'`: not asked for, or it only follows from another finding, which is named. */
  status: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was seen, in one line. */
  detail: string
  /** Why it matters to who writes tests. */
  why: string
  /** What to do; absent where nothing has to be done. */
  fix?: string
}

/** One thing that happened at the guest. */
export interface GuestEvent {
  /** When it was seen here, in milliseconds since 1970. */
  at: number
  /** Sent by the guest, or received from the other side. */
  direction: 'sent' | 'received'
  /** What it means; `'other'` where it means nothing to a test. */
  kind:
    | 'session'
    | 'text'
    | 'structured'
    | 'presence'
    | 'typing'
    | 'closed'
    | 'reopened'
    | 'cleared'
    | 'expired'
    | 'displaced'
    | 'error'
    | 'socket'
    | 'other'
  /** Of a message; absent where it has none. */
  text?: string
  /** The vendor's id, which leads to the conversation; of a sent message known from its echo on. */
  messageId?: string
  /** The server's echo of a sent message is merged into it; it is not `'received'`. */
  acknowledged?: boolean
  /** Put there by a fault of ours, not by the server. */
  injected?: boolean
  /** kind `'socket'`: `{ phase: 'open' | 'refused' | 'closed', code?, wasClean?, attempt }`. */
  detail?: Record<string, unknown>
}

/** How the guest learnt of the end. */
export interface Closure {
  /** `'told'`: the guest may write on. `'locked'`: its session is read-only. */
  kind: 'told' | 'locked' | 'cleared' | 'expired' | 'displaced' | 'refused'
  /** The deployment's way of telling, as far as it could be seen. */
  mode?: 'ReadOnly' | 'Send'
  /** When it was seen here, in milliseconds since 1970. */
  at: number
  /** The id of the frame that told it; absent where it was no message. */
  messageId?: string
  /** The vendor's word for who ended it: `Human`, `Bot`; absent for the system. */
  originatingEntity?: string
  /** How it became known: by a frame, by what the session said of itself, by the refusal of what the guest sent, by its history. */
  by: 'frame' | 'session' | 'refusal' | 'history'
}

/** A conversation as one read showed it. */
export interface Conversation {
  id: string
  /** `'closed'` where everybody has left. */
  state: 'open' | 'closed'
  /** Only the resource `messaging` has one. */
  version?: number
  /** Everybody who is or was in it. */
  participants: ConversationParticipant[]
  /** Only of `Simulator.conversation`: the server's own count of what took effect. */
  effects?: { participantDisconnects: number; conversationDisconnects: number; wrapUps: number; ends: number }
}

/** One party in a conversation. What only the server knows is only of `Simulator.conversation`. */
export interface ConversationParticipant {
  id: string
  /** The vendor's word: customer, agent, acd, workflow, … */
  purpose: string
  state: string
  /** Only of `Simulator.conversation`; absent from `getConversation`. */
  communicationId?: string
  queueId?: string
  /** `name` only of `Simulator.conversation`; absent from `getConversation`. */
  wrapUp?: { id: string; name?: string }
  /** Only of `Simulator.conversation`; absent from `getConversation`. */
  afterCallWork?: 'notApplicable' | 'pending' | 'complete'
}

/** The course that things took under a schedule; it holds no texts, ids or times. */
export interface Course {
  /** Its word. */
  schedule: string
  /** Every point that was met, in order. */
  points: CoursePoint[]
  /** What happened, in its order: `closing.1`, `history.2 as of text.1`, `drop`. */
  events: string[]
  /** The deviations that were not met, as written. */
  unmet: string[]
  /** Each deviation that was met, as a sentence. */
  told: string[]
}

/** A place where the order could have been another. */
export interface CoursePoint {
  guest: number
  kind: string
  /** Which one of its kind for that guest, from 1; 0 for `drop` and `clock`, whose choices are whole deviations. */
  count: number
  /** How many events were before it. */
  at: number
  /** What could have been met in this course. */
  choices: string[]
}

/** docs/errors.md says of each who produced it, whether it may have taken effect, and what to do. */
export type GenesysErrorCode =
  | 'INVALID_INPUT'
  | 'CREDENTIALS_REJECTED'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'REJECTED'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'TRANSPORT'
  | 'DECODE'
  | 'WRAP_UP_REQUIRED'
  | 'WRAP_UP_NOT_FOUND'
  | 'GUARD_REFUSED'
  | 'NOT_CLOSED'
  | 'GUEST_NOT_TOLD'
  | 'GUEST_UI_OPEN'
  | 'SESSION_REFUSED'
  | 'SESSION_EXPIRED'
  | 'SESSION_CLOSED'
  | 'BINDING_NOT_FOUND'
  | 'ABORTED'
