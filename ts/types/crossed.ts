// Made by "npm run types:make" from what Rust serialises; not edited by hand.

export type AgentReport = { participantId: ParticipantId, afterCallWork: 'none' | 'pending' | 'complete' | 'unknown', free: boolean, };

export type CloseReport = { conversationId: ConversationId, outcome: Outcome, resource: Resource, strategy: CloseWay, wrapUp: WrapUpOutcome, ended?: Ended, witnesses: Witnesses, agents: Array<AgentReport>, requests: number, elapsedMs: number, steps: Array<Step>, };

export type CloseWay = "agent" | "conversation" | "teardown" | "none";

export type Closure = { kind: End, mode?: 'ReadOnly' | 'Send', 
/**
 * Epoch milliseconds on this machine.
 */
at: number, messageId?: string, originatingEntity?: string, by: Proof, };

export type ConversationId = string;

export type DoctorFinding = { check: string, status: FindingStatus, 
/**
 * What was seen, in one line.
 */
detail: string, why: string, 
/**
 * What to do; absent where nothing has to be done.
 */
fix?: string, };

export type DoctorReport = { 
/**
 * No check has failed; there may be warnings.
 */
ok: boolean, findings: Array<DoctorFinding>, elapsedMs: number, };

export type Effect = "none" | "done" | "unknown";

export type End = "told" | "locked" | "cleared" | "expired" | "displaced" | "refused";

export type Ended = { at?: string, by?: EndedBy, disconnectType?: string, };

export type EndedBy = { participantId: ParticipantId, purpose: string, };

export type EventKind = "session" | "text" | "structured" | "presence" | "typing" | "closed" | "reopened" | "cleared" | "expired" | "displaced" | "error" | "socket" | "other";

export type FindingStatus = "ok" | "warning" | "failed" | "skipped";

export type GuestEvent = { 
/**
 * Epoch milliseconds on this machine.
 */
at: number, direction: Way, kind: EventKind, text?: string, messageId?: string, acknowledged?: boolean, injected?: boolean, detail?: Record<string, unknown>, };

export type NotNeededReason = "no-agent" | "not-required" | "already-wrapped-up";

export type Outcome = "closed" | "already-closed" | "agents-ended";

export type ParticipantId = string;

export type ParticipantSnapshot = { id: ParticipantId, purpose: string, state: string, queueId?: QueueId, wrapUp?: WrapUpSnapshot, };

export type PendingReason = "not-seen-yet" | "ended-by-others" | "refused";

export type Proof = "frame" | "session" | "refusal" | "history";

export type QueueId = string;

export type Resource = "messages" | "messaging";

export type Saw = "closed" | "open" | "nothing";

export type ServerWitness = { saw: 'closed' | 'open' | 'nothing', afterMs?: number, detail: string, };

export type Snapshot = { id: ConversationId, state: 'open' | 'closed', version?: number, participants: Array<ParticipantSnapshot>, };

export type Standing = { closure?: Closure, session: number, };

export type Step = { 
/**
 * Milliseconds since 1970, when the step began.
 */
at: number, name: string, method?: string, path?: string, status?: number, elapsedMs?: number, attempt?: number, correlationId?: string, detail?: string, };

export type Testimony = { saw: Saw, mode?: 'ReadOnly' | 'Send', 
/**
 * How long after the moment asked about the guest was told; below zero where it was told before.
 */
afterMs?: number, detail: string, };

export type Update = { index: number, event: GuestEvent, };

export type Way = "sent" | "received";

export type Witnesses = { server: ServerWitness, };

export type WrapUpOutcome = { "status": "applied", id: string, name?: string, notes?: string, } | { "status": "pending", reason: PendingReason, detail: string, } | { "status": "system" } | { "status": "not-needed", reason: NotNeededReason, };

export type WrapUpSnapshot = { id: string, };
