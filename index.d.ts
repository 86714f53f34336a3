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
/// <reference lib="esnext.disposable" />
/// <reference types="node" />

/* ---------------------------------------------------------------- connection */

/** How to reach one org; everything may come from the environment. */
export interface ConnectionOptions {
  /**
   * AWS-style name (`eu-west-1`), domain (`mypurecloud.ie`, `usw2.pure.cloud`), or any other domain:
   * the list of regions ages. Environment: `GENESYSCLOUD_REGION`, then `GENESYS_REGION`. Not needed
   * where the addresses are given.
   */
  region?: string
  /**
   * OAuth client for the client credentials grant, together with `clientSecret`. Environment:
   * `GENESYSCLOUD_OAUTHCLIENT_ID`, then `GENESYS_CLIENT_ID`.
   */
  clientId?: string
  /** Environment: `GENESYSCLOUD_OAUTHCLIENT_SECRET`, then `GENESYS_CLIENT_SECRET`. Never shown anywhere. */
  clientSecret?: string
  /** A bearer token from elsewhere, used as it is and never renewed. Environment: `GENESYSCLOUD_ACCESS_TOKEN`. */
  accessToken?: string
  /**
   * Address of the Platform API, for gateways and the simulator. https only, except on loopback.
   * Environment: `PLAYWRIGHT_GENESYS_API_URL`. The four addresses of the environment count only
   * where no option names a region or an address.
   */
  apiUrl?: string
  /** Address of the OAuth host. https only, except on loopback. Environment: `PLAYWRIGHT_GENESYS_LOGIN_URL`. */
  loginUrl?: string
  /** Address of the Web Messaging socket. wss only, except on loopback. Environment: `PLAYWRIGHT_GENESYS_GUEST_URL`. */
  guestUrl?: string
  /** Address of the public Messenger configuration. https only, except on loopback. Environment: `PLAYWRIGHT_GENESYS_CONFIG_URL`. */
  configUrl?: string
  /**
   * The Messenger deployment: lets a close read whether guests are told at all. Environment:
   * `GENESYS_DEPLOYMENT_ID`.
   */
  deploymentId?: string
  /** Which close resource the org speaks. `'auto'`, the default, finds out once per client. */
  resource?: 'auto' | 'messages' | 'messaging'
  /** Deadline of one operation, everything included, token and waiting for budget too. 1 to 3 600 000; default 30 000. */
  timeoutMs?: number
  /** Repeats of one request; `false` makes a single attempt. */
  retry?: RetryOptions | false
  /**
   * Budget of this OAuth client: at most so many requests in any 60 seconds. Default 300, the
   * published limit. `Simulator.connection` carries the simulator's own.
   */
  requestsPerMinute?: number | 'unlimited'
  /**
   * A folder where processes on this machine share one budget and one token. Made where it is missing; one that
   * others can write or read is refused with `INVALID_INPUT`. Default `false`; the fixtures of Playwright share in
   * live mode, in the user's cache folder. What it guarantees: docs/sharing.md.
   */
  sharedState?: string | false
  /**
   * Whether the org's notifications may wake a close's verifying read early. One channel serves
   * all closes of a client; an event is never a proof. Default `false`.
   */
  notifications?: boolean
  /** An HTTP proxy, never used for loopback. Environment: `HTTPS_PROXY`, then `ALL_PROXY`, with `NO_PROXY`. */
  proxy?: string
  /**
   * A PEM file with further certificate authorities, beside `NODE_EXTRA_CA_CERTS` and those of the
   * system. Environment: `PLAYWRIGHT_GENESYS_CA_FILE`.
   */
  caFile?: string
  /** What a conversation must show before anything may end it. */
  guard?: Guard
}

export interface RetryOptions {
  /** Attempts of one request, the first included: 1 to 100, default 5. */
  maxAttempts?: number
  /** First pause between attempts; it doubles, with jitter. Default 200. */
  baseDelayMs?: number
  /** Longest pause between attempts. Default 5 000. */
  maxDelayMs?: number
}

/** Clauses are ANDed; what cannot be read counts as not proved. An empty guard is `INVALID_INPUT`. */
export interface Guard {
  /** The conversation must be the one of these messages, seen on the test's own guest socket. */
  messageIds?: string[]
  /** The token must belong to this organization. */
  organizationId?: string
  /** The conversation must be in one of these queues. */
  queueIds?: string[]
  /** Participant attributes that must be present with these values, such as a run marker. */
  attributes?: Record<string, string>
  /** Refuse a conversation older than this. */
  startedWithinMs?: number
}

/* --------------------------------------------------------------------- close */

/** The wrap-up code, chosen in one of three ways: by id, by its whole name in upper or lower case, or the first of the list. */
export type WrapUp = ({ id: string } | { name: string } | { pick: 'first' }) & { notes?: string; tags?: string[] }

export interface CallOptions {
  /** Deadline of this call; default: that of the connection. */
  timeoutMs?: number
  /** Aborting it stops the work itself; the promise rejects with `ABORTED`. */
  signal?: AbortSignal
}

export interface CloseOptions {
  /**
   * A name, an id, or the long form. Left out: fine where none is needed, otherwise
   * `WRAP_UP_REQUIRED` with the choices, and nothing was written.
   */
  wrapUp?: string | WrapUp
  /** What is disconnected. `'auto'`, the default, decides from what is seen; `'teardown'` is never chosen by itself. */
  strategy?: 'auto' | 'agent' | 'conversation' | 'teardown'
  /** A witness at the guest: the close resolves when the guest was told too. */
  guest?: Pick<GuestWitness, 'testify'>
  /** Holds beside the guard of the connection. */
  guard?: Guard
  /** Deadline of the close, verification included; default: that of the connection. */
  timeoutMs?: number
  /** Aborting it stops the work itself; the promise rejects with `ABORTED`. */
  signal?: AbortSignal
  /** Called with each step, in order. */
  onStep?: (step: Step) => void
  /** How long the guest must stay told before the close counts as seen there, in milliseconds. Default 0; only with `guest`. */
  staysForMs?: number
}

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
  /** API requests spent by this close, token requests not counted. */
  requests: number
  /** From the call to its end. */
  elapsedMs: number
  /** Everything that was done, in order. */
  steps: Step[]
  /** One paragraph without times and ids, fit for a snapshot. Not enumerable. */
  summary(): string
}

/** One independent observation that the conversation is closed. */
export interface Witness {
  /** `'nothing'`: it could not see, which is no word against it. */
  saw: 'closed' | 'open' | 'nothing'
  /** How the guest was told; absent for the server, and where it was not told. */
  mode?: 'ReadOnly' | 'Send'
  /** How long after the write it was seen. */
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

/**
 * The one-call form: connects, closes, verifies, lets go.
 *
 * Resolves when the conversation was seen closed, and where `guest` is given, when the guest was
 * told too. A conversation that had ended before is `outcome: 'already-closed'`, without a write. Only `strategy: 'agent'`
 * resolves with an open conversation, as `outcome: 'agents-ended'`.
 * Rejects with a {@link GenesysError} that says what was seen and what to do.
 */
export function closeConversation(conversationId: string, options?: ConnectionOptions & CloseOptions): Promise<CloseReport>

export interface CloseManyOptions extends Omit<CloseOptions, 'guest' | 'onStep' | 'staysForMs'> {
  /** How many conversations are closed at the same time: 1 to 1 000, default 8. */
  concurrency?: number
  /** Called at most 20 times a second, and with the last. */
  onProgress?: (progress: Progress) => void
  /** Called with each failure, also with those that the report no longer keeps. */
  onFailed?: (failure: { conversationId: string; error: GenesysError }) => void
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

/** At most 100 failures are kept; `failedTotal` counts all. */
export interface CloseManyReport {
  closed: number
  alreadyClosed: number
  /** Only under `strategy: 'agent'`: how many are still open, their agents ended. */
  agentsEnded: number
  /** How many failed; may be more than `failed` holds. */
  failedTotal: number
  /** The first 100 failures. */
  failed: { conversationId: string; error: GenesysError }[]
  /** API requests spent by all closes, token requests not counted. */
  requests: number
  /** From the call to its end. */
  elapsedMs: number
}

/** A connection to one org: one token, one budget, what was learnt about the org kept for its life. */
export class GenesysClient {
  /** Connects to nothing yet. Throws `INVALID_INPUT`. */
  constructor(options?: ConnectionOptions)
  /** Closes one conversation; see {@link closeConversation}. */
  closeConversation(conversationId: string, options?: CloseOptions): Promise<CloseReport>
  /**
   * Closes many. Never stops at the first failure; memory does not grow with the number of ids.
   * `timeoutMs` is per conversation, `signal` stops all.
   */
  closeConversations(ids: Iterable<string> | AsyncIterable<string>, options?: CloseManyOptions): Promise<CloseManyReport>
  /** One read. `NOT_FOUND` where there is none, or where the token cannot see it. */
  getConversation(conversationId: string, options?: CallOptions): Promise<Conversation>
  /** A handle that matchers can poll. Throws `INVALID_INPUT` for what is no id. */
  conversation(conversationId: string): ConversationHandle
  /** Message id from the guest's socket to conversation id; polls until the record exists or the deadline passes. */
  findConversation(by: { messageId: string }, options?: CallOptions): Promise<string>
  /** The codes that the agents of a conversation may choose, those of a queue, or those of the org. */
  listWrapUpCodes(
    of?: { conversationId: string; participantId?: string } | { queueId: string },
    options?: CallOptions,
  ): Promise<{ id: string; name: string }[]>
  /**
   * Looks at what would make tests fail, and why. Changes nothing, and never rejects for what it finds: only for bad
   * input, or when it is aborted. See docs/doctor.md.
   */
  doctor(of?: DoctorTarget, options?: DoctorOptions): Promise<DoctorReport>
  /** Aborts what is running and resolves when that has settled. Use after it is `INVALID_INPUT`; safe to call twice. */
  dispose(): Promise<void>
  /** The same as `dispose()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}

export interface ConversationHandle {
  readonly id: string
  /** One read; see `getConversation`. */
  get(options?: CallOptions): Promise<Conversation>
  /** Closes it; see {@link closeConversation}. */
  close(options?: CloseOptions): Promise<CloseReport>
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

/* -------------------------------------------------------------------- doctor */

/** What is looked at; what is not named is left out. */
export interface DoctorTarget {
  /** Default: that of the connection. With this alone, and a region, no credentials are needed. */
  deploymentId?: string
  /** Adds the queue's after-call work policy, and its own wrap-up codes. */
  queueId?: string
  /** Adds whether this conversation can be read; only with one is the versioned resource asked. */
  conversationId?: string
  /** The origin of the page that guests are on, such as `https://shop.example`: is it allowed? */
  origin?: string
}

export interface DoctorOptions extends CallOptions {
  /** Deadline of all checks together, which are made at the same time. Default 4 500. */
  timeoutMs?: number
  /**
   * Also tries the rights that only a write shows; without it they are `'skipped'`. Each write names a random id,
   * so that nothing can be changed. Default `false`.
   */
  probeWrites?: boolean
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

/* ---------------------------------------------------------------------- reap */

export interface ReapOptions extends ConnectionOptions {
  /** The folder of the ledger. Environment: `PLAYWRIGHT_GENESYS_LEDGER`; default `.playwright-genesys/ledger`. */
  ledger?: string
  /** Reads and tells what would be ended; writes nothing, neither to the org nor to the disk. Default `false`. */
  dryRun?: boolean
  /** Also ends what belongs to runs that are alive, or that ran elsewhere and cannot be shown to be over. Default `false`. */
  includeLive?: boolean
  /** For conversations with an agent whose wrap-up is required. */
  wrapUp?: string | WrapUp
  /** Aborting it stops the work; what was ended until then is in the ledger and in a receipt. */
  signal?: AbortSignal
  /** Called at most 20 times a second, and with the last. `failed` counts refusals too. */
  onProgress?: (progress: Progress) => void
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

/** The `conversationId` of a failure is a message id where the look-up itself failed. `requests` are those of the closes. */
export interface ReapReport extends CloseManyReport {
  /** The guard would not have it: nothing was written. */
  refused: number
  /** May be open, and nobody can tell; `conversations` says which and why. */
  unknown: number
  /** Entries that were not for this reap: of other orgs, of runs that are alive, of runs on another machine. */
  leftAlone: { otherOrg: number; alive: number; elsewhere: number }
  /** Lines of the ledger that could not be read. */
  damaged: number
  /** Files in the folder that are none of the ledger's. */
  foreign: number
  /** What became of each conversation of the ledger. */
  conversations: ReapedConversation[]
  /** The file that says what was done; absent after a dry run, and where there was nothing to do. */
  receipt?: string
}

/**
 * Ends what the ledger says this org's finished runs opened and never closed, and nothing else: the
 * messages seen on the test's own socket must lead to the conversation. See docs/reap.md.
 */
export function reap(options?: ReapOptions): Promise<ReapReport>

/* --------------------------------------------------------------------- guest */

/**
 * A string is a case-sensitive part of the text, of a button's payload, or of the message's content
 * as JSON. RegExp and predicates run in JavaScript.
 */
export type Match = string | RegExp | ((event: GuestEvent) => boolean)

/** One thing that happened at the guest. */
export interface GuestEvent {
  /** When it was seen here, in milliseconds since 1970. */
  at: number
  /** Sent by the guest, or received from the other side. */
  direction: 'sent' | 'received'
  /** What it means; `'other'` where it means nothing to a test. */
  kind:
    | 'session' | 'text' | 'structured' | 'presence' | 'typing' | 'closed' | 'reopened'
    | 'cleared' | 'expired' | 'displaced' | 'error' | 'socket' | 'other'
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
}

export interface ClosedOptions extends CallOptions {
  /** How long "closed" must stay closed. Default 0. */
  staysForMs?: number
}

export interface TestifyOptions extends CallOptions {
  /** How long "closed" must stay closed. Default 0. */
  staysForMs?: number
  /** When the server was seen closed, in milliseconds since 1970. */
  serverClosedAt?: number
}

export interface SendOptions extends CallOptions {
  /** Attributes of the customer participant. */
  attributes?: Record<string, string>
}

export interface CloseWhenOptions extends CloseOptions {
  /** Which messages are looked at. Default `'both'`. */
  direction?: 'sent' | 'received' | 'both'
  /** How long to wait for the payload (default: timeoutMs); `TIMEOUT` then lists what came. timeoutMs itself starts at the match. */
  waitMs?: number
  /** Left out where the guest was made by a client or a fixture. */
  client?: GenesysClient
}

/** What can testify for the guest, in a browser or not. */
export interface GuestWitness {
  /** Everything seen so far, in order. */
  readonly events: readonly GuestEvent[]
  /** The conversation of this guest, looked up by its message ids; waits until the record exists, `NOT_FOUND` at the deadline. */
  conversationId(client?: GenesysClient, options?: CallOptions): Promise<string>
  /**
   * Resolves with `'told'` or `'locked'`. Rejects at once with `SESSION_EXPIRED`, or `SESSION_CLOSED`
   * (cleared, displaced, refused: the message says which), when that comes first; with
   * `GUEST_NOT_TOLD` and the reason at the deadline.
   */
  closed(options?: ClosedOptions): Promise<GuestClosure>
  /** What this guest saw since it was attached and sees until the deadline. Never rejects for "not told". */
  testify(options: TestifyOptions): Promise<{ wire?: Witness; page?: Witness; closure?: GuestClosure }>
  /**
   * Ends the conversation as soon as a payload matches (a sent one at its echo). Matches once;
   * resolves with the close's report, this guest being its witness.
   */
  closeWhen(match: Match, options?: CloseWhenOptions): Closing<CloseReport>
}

/** A close that waits for its payload. */
export interface Closing<T> extends Promise<T> {
  /** How preparing it came out at the first try; never rejects. docs/guest.md says what is prepared, and when never. */
  readonly armed: Promise<ArmedState>
}

/** `isArmed`: the payload costs one write and one look, for two seconds. Else `detail` says why not. */
export type ArmedState = { isArmed: true } | { isArmed: false; detail: string }

export interface GuestConnectOptions extends ConnectionOptions {
  /**
   * The client whose connection is used, and which closes for `closeWhen`. One of another copy of the package, as
   * after `jest.resetModules()`, is one as well; one of a version that tells its connection otherwise is refused.
   */
  client?: GenesysClient
  /** Names the session; the same token returns to it. Default: a fresh one. */
  guestToken?: string
  /** Leaves a read-only conversation and starts another. */
  startNew?: boolean
  /** Attributes of the customer participant. */
  attributes?: Record<string, string>
  /** The Origin header, where the deployment restricts domains: `scheme://host[:port]`. */
  origin?: string
  /** Whether a lost socket is opened again. Default `true`. */
  reconnect?: boolean
}

/** A guest of its own, over the Web Messaging socket, without a browser. */
export class GuestSession implements GuestWitness {
  /** Opens the socket and configures a session. `SESSION_REFUSED` where the deployment, its region or the origin is not taken. */
  static connect(options: GuestConnectOptions): Promise<GuestSession>
  private constructor()
  /** Where the session stands; docs/guest.md says what each one means. */
  readonly state: 'connecting' | 'open' | 'read-only' | 'expired' | 'displaced' | 'reconnecting' | 'disposed'
  readonly events: readonly GuestEvent[]
  /** Resolves with the server's own echo, so the message id is known. */
  send(text: string, options?: SendOptions): Promise<GuestEvent>
  /** The first event from the other side that matches, past ones included; `TIMEOUT` at the deadline. */
  waitFor(match: Match, options?: CallOptions): Promise<GuestEvent>
  history(options?: CallOptions): Promise<GuestEvent[]>
  conversationId(client?: GenesysClient, options?: CallOptions): Promise<string>
  closed(options?: ClosedOptions): Promise<GuestClosure>
  testify(options: TestifyOptions): Promise<{ wire?: Witness; page?: Witness; closure?: GuestClosure }>
  closeWhen(match: Match, options?: CloseWhenOptions): Closing<CloseReport>
  /** The guest clears the conversation. */
  clear(options?: CallOptions): Promise<void>
  /** Starts anew after a read-only end. */
  startNew(options?: CallOptions): Promise<void>
  /** The socket is cut, as a lost network would cut it. */
  dropSocket(): Promise<void>
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/* ------------------------------------------------------------------ matchers */

/** What every matcher of `playwright-genesys/matchers` takes; `timeout` is the test runners' word. */
export interface MatcherOptions {
  /** Deadline of this assertion, the settle window included. Default: the runner's, else 5 000. */
  timeout?: number
  /** Ends the assertion, which then rejects with `ABORTED`. */
  signal?: AbortSignal
}

export interface ToBeOpenOptions extends MatcherOptions {
  /** How long "open" must stay open. Default 0. */
  staysForMs?: number
}

export interface ToBeClosedOptions extends MatcherOptions {
  /** How the guest was told. For a guest; default: either. */
  mode?: 'ReadOnly' | 'Send'
  /** An end of the session instead of a closing frame. For a guest, and without `mode`. */
  kind?: 'expired' | 'cleared' | 'displaced'
  /** How long "closed" must stay closed. Default 500 for a guest, 0 for a conversation. */
  staysForMs?: number
}

/* ----------------------------------------------------------------- simulator */

export interface SimulatorOptions {
  /** The port. Default: a free one. */
  port?: number
  /** The address to listen at, such as `0.0.0.0` in a container. Default `127.0.0.1`. Any other than loopback wants `letOthersIn`. */
  host?: string
  /** Says that other machines may reach this org: whoever does can read and change it, and log in with its client. Default `false`. */
  letOthersIn?: boolean
  /** Where others reach it: what it tells them of itself (sockets, uploads, config.json) leads there. Default: where it listens. */
  publicUrl?: string
  /** The OAuth client that may log in. Never a real one. Default: one of the seed. */
  clientId?: string
  /** Its secret; made up, never a real one. Default: one of the seed. */
  clientSecret?: string
  /** Names of the queues; the first gets what names no other. Default `['Web messaging']`. */
  queues?: string[]
  /** Names of the agents; each offer goes to the next of them. Default `['Sample Agent']`. */
  agents?: string[]
  /** Faults that are set from the beginning, and again by `reset()`. */
  faults?: FaultRule[]
  /** The Messenger deployment that guests connect to. */
  deployment?: {
    /** Default: one made from `seed`. */
    id?: string
    /** Whether guests may use it. Default `'Active'`. */
    status?: 'Active' | 'Inactive'
    /** What guests are told of a disconnect. Default `'ReadOnly'`; the vendor's own default is off. */
    conversationDisconnect?: 'off' | 'Send' | 'ReadOnly'
    /** Whether guests may clear the conversation. Default `true`. */
    conversationClear?: boolean
    /** Whether a new session begins the conversation by itself. Default `false`. */
    autoStart?: boolean
    /** Where pages with this deployment may be; left out: anywhere. */
    allowedDomains?: string[]
    /** MIME types of attachments. Default: all. */
    fileTypes?: string[]
  }
  /** A scripted agent: takes each conversation (the default), lets it ring, or none. */
  agent?: 'answers' | 'alerts' | 'none'
  /** Which close resource the org speaks; another one is not found. Default `'both'`. */
  resource?: 'messages' | 'messaging' | 'both'
  /** Default: Resolved, E2E Test Closure, Escalated; required. `forced`: agents have to wait for `timeoutMs`. */
  wrapUp?: { codes?: string[]; required?: boolean; timeoutMs?: number; forced?: boolean }
  /** A scripted flow that answers guests; without one they go to the queue at once. */
  bot?: { endsOn?: string; handsOverOn?: string }
  /** How long after its end a conversation can be joined again. Default 72. */
  threadingHours?: number
  /** Silence that ends a conversation, in virtual time. Default: never. */
  inactivityMs?: number
  /**
   * `'genesys'`: the published limits. Default `'none'`. `windowMs`: another window than a minute, 100 to 60 000, so that
   * tests need not wait for one; clients of `connection` know of it.
   */
  limits?: 'genesys' | 'none' | { requestsPerMinute?: number; windowMs?: number }
  /** How long after a 202 the change becomes visible, in real time. Default 20. */
  settleMs?: number
  /** How long each answer takes, in real time. Default 0. */
  latencyMs?: number
  /** Permissions of the built-in OAuth client; left out: all. */
  permissions?: string[]
  /** Scopes of the built-in OAuth client; left out: all. */
  scopes?: string[]
  /** Serve over TLS with a certificate authority made for the purpose; its file is in `connection.caFile`. */
  tls?: boolean
  /** Names that its certificate covers beside those of loopback, such as `*.mypurecloud.ie` behind a proxy. */
  tlsHosts?: string[]
  /** Whether the customer stays when the last agent leaves. Unknown on real orgs; default `false`. */
  customerStays?: boolean
  /** The HTTP status of a refused login. Unknown on real orgs; default 400. */
  invalidClientStatus?: 400 | 401
  /** Begins the org's clock at this machine's time and so much, instead of at 2026-01-05T09:00:00Z. It is virtual all the same. */
  clockSkewMs?: number
  /** Seed of ids and of everything random. Default 1. Of one seed the org's own ids and its client are the same, whatever else is set. */
  seed?: number
}

export interface AttachOptions {
  /**
   * The simulator's certificate authority, for one that serves over TLS. Environment:
   * `PLAYWRIGHT_GENESYS_CA_FILE`, then `NODE_EXTRA_CA_CERTS`.
   */
  caFile?: string
}

export interface OpenConversationOptions {
  /** The name of its queue. Default: the first. */
  queue?: string
  /** The agent of this conversation; default: as `SimulatorOptions.agent` says. */
  agent?: 'connected' | 'alerting' | 'none'
  bot?: boolean
  /** Attributes of the customer participant. */
  attributes?: Record<string, string>
}

/** Where an agent gives a conversation to. */
export interface TransferOptions {
  /** The name of a queue. Default: the one where it is. */
  queue?: string
}

export interface MessengerUrlOptions {
  /** `'messenger'`, the default: a shop with the native Messenger's stand-in. `'custom'`: a chat client in an iframe. `'desktop'`: an agent's. */
  page?: 'messenger' | 'custom' | 'desktop'
  /** Opens the chat by itself. Default `false`. */
  autoOpen?: boolean
}

export interface RequestFilter {
  /** Such as `GET`. */
  method?: string
  /** A text is the whole path, with or without its query; a RegExp, or its `source` and `flags` where only JSON goes, is tried on path and query. */
  path?: string | RegExp | { source: string; flags?: string }
}

/** Misbehaviour of one request, frame or connect. */
export interface FaultRule {
  /** What it strikes. `nth` alone: that match; `times` alone: so many from the first; both: so many from the nth; neither: all. */
  on:
    | { method?: string; path?: string | RegExp | { source: string; flags?: string }; nth?: number; times?: number }
    | { frame: 'closing' | 'any'; times?: number }
    | { connect: true; nth?: number; times?: number }
  /** Answers instead, and nothing is done. Without a body it is the vendor's error body, with a text it is HTML. */
  respond?: { status: number; body?: unknown; retryAfterSeconds?: number }
  /** In real time. */
  delayMs?: number
  /** A TCP reset. `'before'`: nothing was done. `'after'`: it was done, and the answer is lost before its first byte. */
  cut?: 'before' | 'after'
  /** No answer ever comes, and the connection stands. `'before'`: nothing was done. `'after'`: it was done. */
  stall?: 'before' | 'after'
  /** The answer to something that was done. `'too-long'`: 10 MiB of blanks follow it. */
  garble?: 'not-json' | 'truncated' | 'wrong-shape' | 'too-long'
  /** What becomes of a frame; `'delay'` and `'reorder'` hold it for `delayMs`, or 200 ms. */
  frame?: 'lose' | 'duplicate' | 'delay' | 'reorder' | 'cut'
}

/** The org in a box: REST, OAuth and the guests' socket on loopback, deterministic. */
export class Simulator {
  private constructor()
  /** Starts one on loopback, in about a millisecond. It does not keep Node.js alive. */
  static start(options?: SimulatorOptions): Promise<Simulator>
  /** One that another process started, such as `npx playwright-genesys simulate`. */
  static attach(url: string, options?: AttachOptions): Promise<Simulator>
  /** Its address, such as `http://127.0.0.1:40123`. */
  readonly url: string
  /** Spread into closeConversation, GenesysClient or GuestSession.connect. */
  readonly connection: ConnectionOptions
  /** The deployment that guests connect to. */
  readonly deploymentId: string
  /** The first queue's id; absent of an attached one of an older version. */
  readonly queueId?: string
  /** The variables with which another process reaches it, as `simulate` prints them. */
  readonly environment: Record<string, string>
  /** The address of a sample page, for a real browser. Each decides by its own code whether it shows "closed". */
  messengerUrl(options?: MessengerUrlOptions): string
  openConversation(options?: OpenConversationOptions): Promise<{ conversationId: string; messageId: string }>
  /** The agent's side: answer, type, say, leave. */
  agent(conversationId: string): {
    answer(): Promise<void>
    typing(): Promise<void>
    say(text: string): Promise<void>
    disconnect(): Promise<void>
    transfer(options?: TransferOptions): Promise<void>
  }
  /** The server's own record, with what took effect. */
  conversation(conversationId: string): Promise<Conversation>
  /** Throws `INVALID_INPUT` for a rule that can do nothing. Assert `hits`, so that a fault that never struck is noticed. */
  fault(rule: FaultRule): { readonly hits: number; remove(): void }
  /** Misbehave on purpose, so that a suite can be shown to notice. `none` undoes it: back to `PLAYWRIGHT_GENESYS_SABOTAGE`, if set. */
  sabotage(
    mode: 'accepts-but-ignores' | 'never-tells-guest' | 'wrong-read-only' | 'closes-neighbour' | 'leaves-acw-open' | 'reopens' | 'none',
  ): void
  /** The virtual clock, for life-times (session, token, ACW, inactivity): fires due timers in order; resolves when their frames have left. */
  advance(ms: number): Promise<void>
  /** How many guests' sockets are open at this moment. */
  openSockets(): number
  /** What was asked, in order; secrets in bodies are redacted. `client` is what whoever asked calls itself (`User-Agent`), no other header is kept. */
  requests(filter?: RequestFilter): { method: string; path: string; status: number; body?: unknown; client?: string; at: number }[]
  /** No conversations, faults, requests or sabotage of its own any more; port, credentials and `PLAYWRIGHT_GENESYS_SABOTAGE` stay. */
  reset(): Promise<void>
  /** Ends it; its port is free again. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/* -------------------------------------------------------------------- errors */

/** docs/errors.md says of each who produced it, whether it may have taken effect, and what to do. */
export type GenesysErrorCode =
  | 'INVALID_INPUT' | 'CREDENTIALS_REJECTED' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'RATE_LIMITED' | 'REJECTED'
  | 'UNAVAILABLE' | 'TIMEOUT' | 'TRANSPORT' | 'DECODE' | 'WRAP_UP_REQUIRED' | 'WRAP_UP_NOT_FOUND' | 'GUARD_REFUSED' | 'NOT_CLOSED'
  | 'GUEST_NOT_TOLD' | 'GUEST_UI_OPEN' | 'SESSION_REFUSED' | 'SESSION_EXPIRED' | 'SESSION_CLOSED' | 'BINDING_NOT_FOUND' | 'ABORTED'

/** Every failure. Aborting gives one with name `'AbortError'`, code `'ABORTED'`, cause `signal.reason`. */
export class GenesysError extends Error {
  constructor(code: GenesysErrorCode, message: string, fields?: object)
  /** Which failure it is. */
  readonly code: GenesysErrorCode
  /** Whether the write may have landed. */
  readonly effect: 'none' | 'done' | 'unknown'
  /** HTTP status of the last answer; absent where nothing was answered. */
  readonly status?: number
  /** The vendor's own code, such as `missing.any.permissions`. */
  readonly genesysCode?: string
  /** `ININ-Correlation-Id` of the last answer: what the vendor's support asks for. */
  readonly correlationId?: string
  /** The conversation that was asked about; absent where none was known. */
  readonly conversationId?: string
  /** The call that failed, such as `closeConversation`. */
  readonly operation: string
  /** How often the last request was tried. */
  readonly attempts: number
  /** From the call to its end. */
  readonly elapsedMs: number
  /** Whether the same call may succeed later without anything being changed by hand. */
  readonly retryable: boolean
  /** What the server asked to wait. */
  readonly retryAfterMs?: number
  /** The permissions or scopes that are missing. */
  readonly permissions?: string[]
  /** The real choices, where a choice was wrong (wrap-up codes, regions, option names). */
  readonly choices?: string[]
  /** What was done and seen until then. */
  readonly report?: Partial<CloseReport>
  /** What to do; also the last line of the message. */
  readonly hint?: string
  /** The section of docs/errors.md about this code. */
  readonly docsUrl: string
  /** Kinds, ids, times, lengths; free of secrets, message text and bodies. */
  toJSON(): object
}

/** Works across copies of the package, where `instanceof` does not (jest.resetModules). */
export function isGenesysError(error: unknown, code?: GenesysErrorCode): error is GenesysError
