// Generated from src/crossing by `npm run types:make`. Do not edit.

export type AgentReport = { participantId: ParticipantId, afterCallWork: "none" | "pending" | "complete" | "unknown", free: boolean, };

/**
 * What preparing has come to, as a close's report tells it.
 */
export type ArmedReport = {
/**
 * Whether the first write was planned before the payload came.
 */
used: boolean,
/**
 * How old its read was then.
 */
readAgeMs?: number,
/**
 * API requests before the payload.
 */
requests: number,
/**
 * How often the conversation was read anew.
 */
reReads: number, };

/**
 * Of every call that only reads.
 */
export type CallOptions = {
/**
 * Deadline of this call; default: that of the connection.
 */
timeoutMs?: number, };

export type CloseOptions = { wrapUp?: WrapUpChoice, strategy?: Strategy, guard?: Guard, timeoutMs?: number, };

/**
 * What was done and seen. It says "closed" only where that was seen, never because of a 200.
 */
export type CloseReport = { conversationId: ConversationId,
/**
 * `'already-closed'`: it had ended before, which more than one read shows, and nothing was written. `'agents-ended'`, only
 * under `strategy: 'agent'`: every agent has left, and somebody else is still there; the server's witness says who.
 */
outcome: Outcome,
/**
 * The close resource that was used.
 */
resource: Resource,
/**
 * What was disconnected; `'none'` where nothing was written.
 */
strategy: CloseWay,
/**
 * What became of the wrap-up: seen on a read, not seen yet and why, the system's own code, or none was needed and why.
 */
wrapUp: WrapUpOutcome,
/**
 * Who ended it and when, as far as the reads say. `at` is ISO 8601.
 */
ended?: Ended,
/**
 * What each witness saw; `wire` and `page` only where a guest was asked.
 */
witnesses: { server: Witness, wire?: Witness, page?: Witness },
/**
 * Of this conversation only; derived from the same reads.
 */
agents: Array<AgentReport>,
/**
 * Where a trigger closed: whether its first write was planned before the payload, on a read how old, and what preparing
 * cost: requests, which do not count as the close's, and how often the conversation was read anew.
 */
armed?: ArmedReport,
/**
 * API requests spent by this close; those for a token and for the channel of notifications are not counted.
 */
requests: number,
/**
 * From the call to its end.
 */
elapsedMs: number,
/**
 * Everything that was done, in order.
 */
steps: Array<Step>, };

/**
 * The way that was taken first.
 */
export type CloseWay = "agent" | "conversation" | "teardown" | "none";

/**
 * How the guest learnt of the end.
 */
export type Closure = {
/**
 * `'told'`: the guest may write on. `'locked'`: its session is read-only.
 */
kind: EndOfView,
/**
 * The deployment's way of telling, as far as it could be seen.
 */
mode?: "ReadOnly" | "Send",
/**
 * When it was seen here, in milliseconds since 1970.
 */
at: number,
/**
 * The id of the frame that told it; absent where it was no message.
 */
messageId?: string,
/**
 * The vendor's word for who ended it: `Human`, `Bot`; absent for the system.
 */
originatingEntity?: string,
/**
 * How it became known: by a frame, by what the session said of itself, by the refusal of what the guest sent, by its history.
 */
by: Proof, };

/**
 * Whose wrap-up codes are asked for; of nobody in particular: those of the org.
 */
export type CodesOf = { conversationId?: ConversationId, participantId?: ParticipantId, queueId?: QueueId, };

/**
 * One media session of a participant.
 */
export type CommunicationId = string;

/**
 * A conversation as one read showed it.
 */
export type Conversation = { id: ConversationId,
/**
 * `'closed'` where everybody has left.
 */
state: "open" | "closed",
/**
 * Only the resource `messaging` has one.
 */
version?: number,
/**
 * Everybody who is or was in it.
 */
participants: Array<ConversationParticipant>,
/**
 * Only of `Simulator.conversation`: the server's own count of what took effect.
 */
effects?: Effects, };

/**
 * What a configuration says about telling guests of an end.
 */
export type ConversationDisconnect = "off" | "Send" | "ReadOnly" | "other" | "unknown";

/**
 * The whole interaction.
 */
export type ConversationId = string;

/**
 * One party in a conversation. What only the server knows is only of `Simulator.conversation`.
 */
export type ConversationParticipant = { id: ParticipantId,
/**
 * The vendor's word: customer, agent, acd, workflow, …
 */
purpose: string, state: string,
/**
 * Only of `Simulator.conversation`; absent from `getConversation`.
 */
communicationId?: CommunicationId, queueId?: QueueId,
/**
 * `name` only of `Simulator.conversation`; absent from `getConversation`.
 */
wrapUp?: WrapUpSnapshot,
/**
 * Only of `Simulator.conversation`; absent from `getConversation`.
 */
afterCallWork?: "notApplicable" | "pending" | "complete", };

/**
 * What crosses of one close among thousands: only what is counted, since every value that crosses
 * takes time of the JavaScript thread.
 */
export type Counts = { outcome: Outcome, strategy: CloseWay, requests: number, };

/**
 * The course that things took under a schedule; it holds no texts, ids or times.
 */
export type Course = {
/**
 * Its word.
 */
schedule: string,
/**
 * Every point that was met, in order.
 */
points: Array<CoursePoint>,
/**
 * What happened, in its order: `closing.1`, `history.2 as of text.1`, `drop`.
 */
events: Array<string>,
/**
 * The deviations that were not met, as written.
 */
unmet: Array<string>,
/**
 * Each deviation that was met, as a sentence.
 */
told: Array<string>, };

/**
 * A place where the order could have been another.
 */
export type CoursePoint = { guest: number, kind: string,
/**
 * Which one of its kind for that guest, from 1; 0 for `drop` and `clock`, whose choices are whole deviations.
 */
count: number,
/**
 * How many events were before it.
 */
at: number,
/**
 * What could have been met in this course.
 */
choices: Array<string>, };

/**
 * A value, or why there is none.
 */
export type Crossed<T> = { "ok": T } | { "error": Failure };

/**
 * In which way they differ; the heaviest first.
 */
export type Differs = "status" | "frame-more" | "frame-missing" | "frame-twice" | "frame-late" | "order" | "value" | "kind" | "field-missing" | "null" | "identity" | "header" | "field-more";

export type Direction = "sent" | "received";

export type DoctorFinding = {
/**
 * Its name, such as `guest-told`.
 */
check: string,
/**
 * `'skipped'`: not asked for, or it only follows from another finding, which is named.
 */
status: FindingStatus,
/**
 * What was seen, in one line.
 */
detail: string,
/**
 * Why it matters to who writes tests.
 */
why: string,
/**
 * What to do; absent where nothing has to be done.
 */
fix?: string, };

export type DoctorReport = {
/**
 * No check has failed; there may be warnings.
 */
ok: boolean,
/**
 * One for each check, always in the same order; docs/doctor.md lists them.
 */
findings: Array<DoctorFinding>,
/**
 * How long all checks took together.
 */
elapsedMs: number, };

export type DriftConfirmed = {
/**
 * Words of the row of docs/simulator.md.
 */
row: string, count: number, };

/**
 * One difference, and how often it was met.
 */
export type DriftDifference = { differs: Differs,
/**
 * Method and path, or the frame.
 */
of: string,
/**
 * A JSON pointer into the body or frame.
 */
pointer: string,
/**
 * What the org said, as a shape.
 */
org: string,
/**
 * What the simulator says.
 */
simulator: string,
/**
 * Words of the row of docs/simulator.md that it touches.
 */
row: string, mark: SimulatorMark,
/**
 * When it was first met, in milliseconds since the recording began.
 */
at: number, count: number, };

export type DriftNotCompared = { what: string, count: number, };

/**
 * A recording beside the simulator.
 */
export type DriftReport = {
/**
 * Who recorded.
 */
by: Array<RecordedBy>,
/**
 * `simulator` or `live`.
 */
mode: string,
/**
 * How many lines of the recording were compared.
 */
events: number,
/**
 * How many lines could not be read: what they say may differ.
 */
unread: number,
/**
 * The first difference in the order of the recording, then the others by weight. Empty: none.
 */
differences: Array<DriftDifference>,
/**
 * How many more there were than can be told.
 */
leftOut: number,
/**
 * What agreed and was only assumed before.
 */
confirmed: Array<DriftConfirmed>,
/**
 * What could not be compared, and why.
 */
notCompared: Array<DriftNotCompared>,
/**
 * Options with which the simulator was like this org, where they are not the simulator's own.
 */
adopted: Record<string, unknown>,
/**
 * How long accepted changes took until the org showed them.
 */
settling?: DriftSettling, };

/**
 * Milliseconds from an accepted write to the first read that showed its effect.
 */
export type DriftSettling = { count: number, leastMs: number, medianMs: number, mostMs: number, };

/**
 * Whether a write may have landed.
 */
export type Effect = "none" | "done" | "unknown";

/**
 * How often a write changed something, as the server counts it.
 */
export type Effects = {
/**
 * Participants' disconnects asked for through the API that were not disconnected before.
 */
participantDisconnects: number,
/**
 * Conversation-wide disconnects that ended somebody.
 */
conversationDisconnects: number,
/**
 * Wrap-ups that were not there before in just this form.
 */
wrapUps: number,
/**
 * How often the conversation came to its end.
 */
ends: number, };

/**
 * Why the guest's conversation is over for the guest.
 */
export type EndOfView = "told" | "locked" | "cleared" | "expired" | "displaced" | "refused";

export type Ended = { at?: string, by?: EndedBy, disconnectType?: string, };

export type EndedBy = { participantId: ParticipantId, purpose: string, };

export type EventKind = "session" | "text" | "structured" | "presence" | "typing" | "closed" | "reopened" | "cleared" | "expired" | "displaced" | "error" | "socket" | "other";

/**
 * An event with its place in the list: new, or changed by its acknowledgement.
 */
export type EventUpdate = { index: number, event: GuestEvent, };

/**
 * An error as it crosses.
 */
export type Failure = {
/**
 * Which failure it is.
 */
code: GenesysErrorCode, message: string,
/**
 * Whether the same call may succeed later without anything being changed by hand.
 */
retryable: boolean,
/**
 * Whether the write may have landed.
 */
effect: Effect,
/**
 * The call that failed, such as `closeConversation`.
 */
operation: string,
/**
 * How often the request that failed was tried; of a verdict, how many were made.
 */
attempts: number,
/**
 * From the call to its end.
 */
elapsedMs: number,
/**
 * HTTP status of the last answer; absent where nothing was answered.
 */
status?: number,
/**
 * The vendor's own code, such as `missing.any.permissions`.
 */
genesysCode?: string,
/**
 * `ININ-Correlation-Id` of the last answer: what the vendor's support asks for.
 */
correlationId?: string,
/**
 * The conversation that was asked about; absent where none was known.
 */
conversationId?: string,
/**
 * What the server asked to wait.
 */
retryAfterMs?: number,
/**
 * The permissions or scopes that are missing.
 */
permissions?: Array<string>,
/**
 * The real choices, where a choice was wrong (wrap-up codes, regions, option names).
 */
choices?: Array<string>,
/**
 * What to do; also the last line of the message.
 */
hint?: string,
/**
 * What was done and seen until then.
 */
report?: Partial<CloseReport>, };

export type FindingStatus = "ok" | "warning" | "failed" | "skipped";

/**
 * docs/errors.md says of each who produced it, whether it may have taken effect, and what to do.
 */
export type GenesysErrorCode =
  | "INVALID_INPUT"
  | "CREDENTIALS_REJECTED"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "REJECTED"
  | "UNAVAILABLE"
  | "TIMEOUT"
  | "TRANSPORT"
  | "DECODE"
  | "WRAP_UP_REQUIRED"
  | "WRAP_UP_NOT_FOUND"
  | "GUARD_REFUSED"
  | "NOT_CLOSED"
  | "GUEST_NOT_TOLD"
  | "GUEST_UI_OPEN"
  | "SESSION_REFUSED"
  | "SESSION_EXPIRED"
  | "SESSION_CLOSED"
  | "BINDING_NOT_FOUND"
  | "ABORTED";

/**
 * What a conversation must show before anything may end it. Clauses are ANDed.
 */
export type Guard = { messageIds?: Array<MessageId>, organizationId?: string, queueIds?: Array<QueueId>, attributes?: { [key in string]: string }, startedWithinMs?: number, };

/**
 * One thing that happened at the guest.
 */
export type GuestEvent = {
/**
 * When it was seen here, in milliseconds since 1970.
 */
at: number,
/**
 * Sent by the guest, or received from the other side.
 */
direction: Direction,
/**
 * What it means; `'other'` where it means nothing to a test.
 */
kind: EventKind,
/**
 * Of a message; absent where it has none.
 */
text?: string,
/**
 * The vendor's id, which leads to the conversation; of a sent message known from its echo on.
 */
messageId?: string,
/**
 * The server's echo of a sent message is merged into it; it is not `'received'`.
 */
acknowledged?: boolean,
/**
 * Put there by a fault of ours, not by the server.
 */
injected?: boolean,
/**
 * kind `'socket'`: `{ phase: 'open' | 'refused' | 'closed', code?, wasClean?, attempt }`.
 */
detail?: Record<string, unknown>, };

/**
 * Which conversation a message is of, and how often that was asked.
 */
export type LookUp = { conversationId: ConversationId, looks: number, };

/**
 * What a recording is of.
 */
export type MergedRecording = {
/**
 * What crossed, in lines.
 */
entries: number,
/**
 * Who recorded: `client`, `guest`, `door`.
 */
by: Array<string>,
/**
 * `simulator`, or `live` where anything left this machine.
 */
mode: string,
/**
 * Why it ended before the run did, where it did.
 */
ended?: string, };

/**
 * A message id as guests see it: 32 hexadecimal digits, or a UUID.
 */
export type MessageId = string;

export type NotNeededReason = "no-agent" | "not-required" | "already-wrapped-up";

export type Outcome = "closed" | "already-closed" | "agents-ended";

/**
 * One party in a conversation.
 */
export type ParticipantId = string;

export type PendingReason = "not-seen-yet" | "ended-by-others" | "refused";

export type PickCode = "first";

/**
 * What is written to which participant, and what his conversation must show first.
 */
export type Probe = { conversationId: ConversationId, participantId: ParticipantId, disconnects: boolean, wrapUpCode?: string, guard: Guard, };

/**
 * How an end became known.
 */
export type Proof = "frame" | "session" | "refusal" | "history";

/**
 * A routing queue.
 */
export type QueueId = string;

/**
 * Who saw it.
 */
export type RecordedBy = "client" | "guest" | "door";

/**
 * Which resource a conversation was found on.
 */
export type Resource = "messages" | "messaging";

/**
 * One kind, as it is told: what may become of it, and who says that this can happen.
 */
export type ScheduleKind = { kind: string,
/**
 * The forms of its choices.
 */
choices: Array<string>, allowedBy: Array<string>, says: string, };

/**
 * The end of one close among thousands, under the number that it was begun with.
 */
export type Settled = { number: number, result: Crossed<Counts>, };

/**
 * Fits into the client's `ConnectionOptions`, names included.
 */
export type SimulatorConnection = { apiUrl: string, loginUrl: string, guestUrl: string, configUrl: string, deploymentId: string,
/**
 * No option of a client; `None`: of an older simulator.
 */
queueId?: string, clientId: string, clientSecret: string, caFile?: string,
/**
 * A number, or `"unlimited"`.
 */
requestsPerMinute: number | "unlimited",
/**
 * Where the window of the budget is no minute.
 */
budgetWindowMs?: number, };

/**
 * How the simulator's behaviour is known.
 */
export type SimulatorMark = "assumed" | "documented" | "measured" | "reported" | "ours";

/**
 * One request; of its headers only what the client calls itself is kept.
 */
export type SimulatorRequest = { method: string,
/**
 * With its query.
 */
path: string,
/**
 * 0 while there is no answer, and for good where none was given.
 */
status: number, body?: unknown,
/**
 * Its `User-Agent`, cut.
 */
client?: string,
/**
 * Real milliseconds since the Unix epoch, as `Date.now()`.
 */
at: number, };

/**
 * One thing that was done: a request, or a decision. `at` is in milliseconds since 1970, like every other `at`.
 */
export type Step = {
/**
 * When it began.
 */
at: number,
/**
 * In words, such as `read the conversation`.
 */
name: string,
/**
 * Of a request; absent for a decision.
 */
method?: string,
/**
 * Path and query of a request; no host.
 */
path?: string,
/**
 * HTTP status; absent where nothing was answered.
 */
status?: number,
/**
 * How long the answer took.
 */
elapsedMs?: number,
/**
 * Which attempt it was, where the request was tried more than once.
 */
attempt?: number,
/**
 * `ININ-Correlation-Id`: what the vendor's support asks for.
 */
correlationId?: string,
/**
 * What was concluded, or what was chosen.
 */
detail?: string, };

export type Strategy = "auto" | "agent" | "conversation" | "teardown";

export type WireSaw = "closed" | "open" | "nothing";

/**
 * One independent observation that the conversation is closed.
 */
export type Witness = {
/**
 * `'nothing'`: it could not see, which is no word against it.
 */
saw: WireSaw,
/**
 * How the guest was told; absent for the server, and where it was not told.
 */
mode?: "ReadOnly" | "Send",
/**
 * How long after the write it was seen; below zero where the guest was told before.
 */
afterMs?: number,
/**
 * What was seen, or why nothing was, in one sentence.
 */
detail: string, };

/**
 * A wrap-up code by id, by name, or the first of the list.
 */
export type WrapUpChoice = { notes?: string, tags?: Array<string>, } & ({ "id": string } | { "name": string } | { "pick": PickCode });

/**
 * One without an id is of no use; one without a name can still be given by its id.
 */
export type WrapUpCode = { id: string, name: string, };

/**
 * What the report says of the wrap-up.
 */
export type WrapUpOutcome = { "status": "applied", id: string, name?: string, notes?: string, } | { "status": "pending", reason: PendingReason, detail: string, } | { "status": "system" } | { "status": "not-needed", reason: NotNeededReason, };

export type WrapUpSnapshot = { id: string, name?: string, };
