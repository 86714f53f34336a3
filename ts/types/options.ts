// Made by "npm run docs:make" from the tables in ts/options; not edited by hand.
import type { GenesysError } from '../boundary/errors'
import type { CloseReport, GuestClosure, GuestEvent, Progress, Step, Witness } from './results'

/** What can testify for a guest, in a browser or not. */
export interface GuestTestifier {
  /** What this guest saw since it was attached and sees until the deadline. Never rejects for "not told". */
  testify(options: TestifyOptions): Promise<{ wire?: Witness; page?: Witness; closure?: GuestClosure }>
}

/** Who closes: a `GenesysClient`, of whichever copy of the package. */
export interface ConversationCloser {
  closeConversation(conversationId: string, options?: CloseOptions): Promise<CloseReport>
  findConversation(by: { messageId: string }, options?: CallOptions): Promise<string>
}

/** How to reach one org; everything may come from the environment. */
export interface ConnectionOptions {
  /**
   * Name of the region (`eu-west-1`), its domain (`mypurecloud.ie`, `usw2.pure.cloud`), or any other domain: the list
   * of regions ages. Not needed where the addresses are given. Environment: `GENESYSCLOUD_REGION`, then
   * `GENESYS_REGION`.
   */
  region?: string | undefined
  /**
   * OAuth client for the client credentials grant, together with `clientSecret`. Environment:
   * `GENESYSCLOUD_OAUTHCLIENT_ID`, then `GENESYS_CLIENT_ID`.
   */
  clientId?: string | undefined
  /**
   * Its secret. Never shown by this package; Playwright's own reporters may write a config's `use` out, so give it by
   * the environment there. Environment: `GENESYSCLOUD_OAUTHCLIENT_SECRET`, then `GENESYS_CLIENT_SECRET`.
   */
  clientSecret?: string | undefined
  /** A bearer token from elsewhere, used as it is and never renewed. Environment: `GENESYSCLOUD_ACCESS_TOKEN`. */
  accessToken?: string | undefined
  /**
   * Address of the Platform API, for gateways and the simulator. The four addresses of the environment count only where
   * no option names a region or an address. https only, except on loopback. Default: the region's. Environment:
   * `PLAYWRIGHT_GENESYS_API_URL`.
   */
  apiUrl?: string | undefined
  /** Address of the OAuth host. https only, except on loopback. Default: the region's. Environment: `PLAYWRIGHT_GENESYS_LOGIN_URL`. */
  loginUrl?: string | undefined
  /**
   * Address of the Web Messaging socket, without its path: a socket of your own goes to `/v1?deploymentId=…` below it.
   * wss only, except on loopback. Default: the region's. Environment: `PLAYWRIGHT_GENESYS_GUEST_URL`.
   */
  guestUrl?: string | undefined
  /**
   * Address of the public Messenger configuration. https only, except on loopback. Default: the region's. Environment:
   * `PLAYWRIGHT_GENESYS_CONFIG_URL`.
   */
  configUrl?: string | undefined
  /** The Messenger deployment: lets a close read whether guests are told at all. Environment: `GENESYS_DEPLOYMENT_ID`. */
  deploymentId?: string | undefined
  /** Which close resource the org speaks; `'auto'` finds out once per client. Default `'auto'`. */
  resource?: 'auto' | 'messages' | 'messaging' | undefined
  /** Deadline of one operation, everything included, token and waiting for budget too. From 1 to 3 600 000. Default 30 000. */
  timeoutMs?: number | undefined
  /** Repeats of one request; `false` makes a single attempt. */
  retry?: false | RetryOptions | undefined
  /**
   * Budget of this OAuth client: at most so many requests in any 60 seconds. The default is the published limit;
   * `Simulator.connection` carries the simulator's own. From 1 to 1 000 000. Default 300.
   */
  requestsPerMinute?: number | 'unlimited' | undefined
  /**
   * A folder where processes on this machine share one budget and one token. Made where it is missing; one that others
   * can write or read is refused with `INVALID_INPUT`. The fixtures of Playwright share in live mode, in the user's
   * cache folder. What it guarantees: docs/sharing.md. Default `false`.
   */
  sharedState?: false | string | undefined
  /**
   * Whether the org's notifications may wake a close's verifying read early. One channel serves all closes of a client;
   * an event is never a proof. Default `false`.
   */
  notifications?: boolean | undefined
  /**
   * An HTTP proxy, never used for loopback. `NO_PROXY` belongs to a proxy from the environment. Environment:
   * `HTTPS_PROXY`, then `https_proxy`, then `ALL_PROXY`, then `all_proxy`.
   */
  proxy?: string | undefined
  /**
   * A PEM file with further certificate authorities, beside `NODE_EXTRA_CA_CERTS` and those of the system. Environment:
   * `PLAYWRIGHT_GENESYS_CA_FILE`.
   */
  caFile?: string | undefined
  /** What a conversation must show before anything may end it. */
  guard?: Guard | undefined
}

export interface RetryOptions {
  /** Attempts of one request, the first included. From 1 to 100. Default 5. */
  maxAttempts?: number | undefined
  /** First pause between attempts; it doubles, with jitter. From 1 to 3 600 000. Default 200. */
  baseDelayMs?: number | undefined
  /** Longest pause between attempts. From 1 to 3 600 000. Default 5 000. */
  maxDelayMs?: number | undefined
}

/** Clauses are ANDed; what cannot be read counts as not proved. An empty guard is `INVALID_INPUT`. */
export interface Guard {
  /** The conversation must be the one of these messages, seen on the test's own guest socket. */
  messageIds?: string[] | undefined
  /** The token must belong to this organization. */
  organizationId?: string | undefined
  /** The conversation must be in one of these queues. */
  queueIds?: string[] | undefined
  /** Attributes that the customer participant must have, with these values, such as a run marker. */
  attributes?: Record<string, string> | undefined
  /** A conversation older than this is refused. From 1 to 2 592 000 000. */
  startedWithinMs?: number | undefined
}

export interface CallOptions {
  /** Deadline of this call, everything included. From 1 to 3 600 000. Default: the client's. */
  timeoutMs?: number | undefined
  /** Aborting it stops the work itself; the promise rejects with `ABORTED`. */
  signal?: AbortSignal | undefined
}

export interface CloseOptions extends CallOptions {
  /**
   * A name, an id, or the long form. Left out: fine where none is needed, otherwise `WRAP_UP_REQUIRED` with the
   * choices, and nothing was written.
   */
  wrapUp?: string | WrapUp | undefined
  /** What is disconnected; `'auto'` decides from what is seen. `'teardown'` is never chosen by itself. Default `'auto'`. */
  strategy?: 'auto' | 'agent' | 'conversation' | 'teardown' | undefined
  /** A witness at the guest: the close resolves when the guest was told too. */
  guest?: GuestTestifier | undefined
  /** How long the guest must stay told before the close counts as seen there. Only with `guest`. From 0 to 3 600 000. Default 0. */
  staysForMs?: number | undefined
  /** What the conversation must show; holds beside the guard of the connection. */
  guard?: Guard | undefined
  /** Called with each step, in order. */
  onStep?: ((step: Step) => void) | undefined
}

/** The wrap-up code, chosen in one of three ways: by id, by its whole name, or the first of the list. */
export type WrapUp = ({
  /** The id of the code; not looked up. */
  id: string
} | {
  /** The whole name of the code, in upper or lower case. */
  name: string
} | {
  /** The first code that the agent may choose. */
  pick: 'first'
}) & {
  /** The agent's notes. */
  notes?: string | undefined
  /** Tags of the wrap-up. */
  tags?: string[] | undefined
}

export interface CloseManyOptions {
  /**
   * A name, an id, or the long form. Left out: fine where none is needed, otherwise `WRAP_UP_REQUIRED` with the
   * choices, and nothing was written.
   */
  wrapUp?: string | WrapUp | undefined
  /** What is disconnected; `'auto'` decides from what is seen. `'teardown'` is never chosen by itself. Default `'auto'`. */
  strategy?: 'auto' | 'agent' | 'conversation' | 'teardown' | undefined
  /** What the conversation must show; holds beside the guard of the connection. */
  guard?: Guard | undefined
  /**
   * Deadline of each conversation; it begins once the request budget has a place for its first request. From 1 to 3 600
   * 000. Default: the client's.
   */
  timeoutMs?: number | undefined
  /** Aborting it stops the work itself; the promise rejects with `ABORTED`. */
  signal?: AbortSignal | undefined
  /** How many conversations are closed at the same time. From 1 to 1 000. Default 8. */
  concurrency?: number | undefined
  /** Called with the counts, at most 20 times a second, and with the last. */
  onProgress?: ((progress: Progress) => void) | undefined
  /** Called with each failure, also with those that the report no longer keeps. */
  onFailed?: ((failure: { conversationId: string; error: GenesysError }) => void) | undefined
}

/** What is looked at; what is not named is left out. */
export interface DoctorTarget {
  /** The Messenger deployment. With this alone, and a region, no credentials are needed. Default: the connection's. */
  deploymentId?: string | undefined
  /** Adds the queue's after-call work policy, and its own wrap-up codes. */
  queueId?: string | undefined
  /** Adds whether this conversation can be read; only with one is the versioned resource asked. */
  conversationId?: string | undefined
  /** The origin of the page that guests are on, such as `https://shop.example`: is it allowed? Default: the host of the guest socket. */
  origin?: string | undefined
}

export interface DoctorOptions {
  /** Deadline of all checks together, which are made at the same time. From 1 to 3 600 000. Default 4 500. */
  timeoutMs?: number | undefined
  /** Aborting it stops the work itself; the promise rejects with `ABORTED`. */
  signal?: AbortSignal | undefined
  /**
   * Also tries the rights that only a write shows; without it they are `'skipped'`. Each write names a random id, so
   * that nothing can be changed. Default `false`.
   */
  probeWrites?: boolean | undefined
}

export interface ReapOptions extends ConnectionOptions {
  /** The folder of the ledger. Default: .playwright-genesys/ledger. Environment: `PLAYWRIGHT_GENESYS_LEDGER`. */
  ledger?: string | undefined
  /** Reads and tells what would be ended; writes nothing, neither to the org nor to the disk. Default `false`. */
  dryRun?: boolean | undefined
  /** Also ends what belongs to runs that are alive, or that ran elsewhere and cannot be shown to be over. Default `false`. */
  includeLive?: boolean | undefined
  /** For conversations with an agent whose wrap-up is required: a name, an id, or the long form. */
  wrapUp?: string | WrapUp | undefined
  /** Aborting it stops the work; what was ended until then is in the ledger and in a receipt. */
  signal?: AbortSignal | undefined
  /** Called at most 20 times a second, and with the last. `failed` counts refusals too. */
  onProgress?: ((progress: Progress) => void) | undefined
}

export interface GuestConnectOptions extends ConnectionOptions {
  /**
   * The client whose connection is used, and which closes for `closeWhen`. One of another copy of the package, as after
   * `jest.resetModules()`, is one as well; one of a version that tells its connection otherwise is refused.
   */
  client?: ConversationCloser | undefined
  /** Names the session; the same token returns to it. Default: a fresh one. */
  guestToken?: string | undefined
  /** Leaves a read-only conversation and starts another. Default `false`. */
  startNew?: boolean | undefined
  /** Attributes of the customer participant. */
  attributes?: Record<string, string> | undefined
  /** The Origin header, where the deployment restricts domains: `scheme://host[:port]`. Default: none. */
  origin?: string | undefined
  /** Whether a lost socket is opened again. Default `true`. */
  reconnect?: boolean | undefined
}

export interface ClosedOptions extends CallOptions {
  /** How long "closed" must stay closed. From 0 to 3 600 000. Default 0. */
  staysForMs?: number | undefined
}

export interface TestifyOptions extends ClosedOptions {
  /** When the server was seen closed, in milliseconds since 1970. */
  serverClosedAt?: number | undefined
}

export interface EventLike {
  /** What it means. */
  kind?: 'session' | 'text' | 'structured' | 'presence' | 'typing' | 'closed' | 'reopened' | 'cleared' | 'expired' | 'displaced' | 'error' | 'socket' | 'other' | undefined
  /** The whole text. */
  text?: string | undefined
  /** The vendor's id. */
  messageId?: string | undefined
  /** Put there by a fault of ours. */
  injected?: true | undefined
  /** What it holds beside, by part: objects may have more, lists may not. */
  detail?: unknown
}

export interface SendOptions extends CallOptions {
  /** Attributes of the customer participant. */
  attributes?: Record<string, string> | undefined
}

export interface CloseWhenOptions extends CloseOptions {
  /** Which messages are looked at. Default `'both'`. */
  direction?: 'sent' | 'received' | 'both' | undefined
  /**
   * How long to wait for the payload; `TIMEOUT` then lists what came. `timeoutMs` itself starts at the match. From 1 to
   * 3 600 000. Default: timeoutMs.
   */
  waitMs?: number | undefined
  /** Who closes. Left out where the guest was made by a client or a fixture. */
  client?: ConversationCloser | undefined
}

/** What every matcher of `playwright-genesys/matchers` takes; `timeout` is the test runners' word. */
export interface MatcherOptions {
  /** Deadline of this assertion, the settle window included. From 1 to 3 600 000. Default: the runner's, else 5000. */
  timeout?: number | undefined
  /** Ends the assertion, which then rejects with `ABORTED`. */
  signal?: AbortSignal | undefined
}

export interface ToBeOpenOptions extends MatcherOptions {
  /** How long "open" must stay open. From 0 to 3 600 000. Default 0. */
  staysForMs?: number | undefined
}

export interface ToBeClosedOptions extends MatcherOptions {
  /** How the guest was told. For a guest. Default: either. */
  mode?: 'ReadOnly' | 'Send' | undefined
  /** An end of the session instead of a closing frame. For a guest, and without `mode`. Default: a closing frame. */
  kind?: 'expired' | 'cleared' | 'displaced' | undefined
  /** How long "closed" must stay closed. From 0 to 3 600 000. Default: 500 for a guest, 0 for a conversation. */
  staysForMs?: number | undefined
}

export interface SimulatorOptions {
  /** The port. From 0 to 65 535. Default: a free one. */
  port?: number | undefined
  /** The address to listen at, such as `0.0.0.0` in a container. Any other than loopback wants `letOthersIn`. Default: 127.0.0.1. */
  host?: string | undefined
  /** Says that other machines may reach this org: whoever does can read and change it, and log in with its client. Default `false`. */
  letOthersIn?: boolean | undefined
  /** Where others reach it: what it tells them of itself (sockets, uploads, config.json) leads there. Default: where it listens. */
  publicUrl?: string | undefined
  /** The OAuth client that may log in, such as the one in the settings of a back-end. Never a real one. Default: one of the seed. */
  clientId?: string | undefined
  /** Its secret; made up, never a real one. Default: one of the seed. */
  clientSecret?: string | undefined
  /** Names of the queues; the first gets what names no other. Default `['Web messaging']`. */
  queues?: string[] | undefined
  /** Names of the agents; each offer goes to the next of them. Default `['Sample Agent']`. */
  agents?: string[] | undefined
  /** Faults that are set from the beginning, and again by `reset()`. Default: none. */
  faults?: FaultRule[] | undefined
  /** The Messenger deployment that guests connect to. */
  deployment?: {
    /** The deployment id. Default: one of the seed. */
    id?: string | undefined
    /** Whether guests may use it. Default `'Active'`. */
    status?: 'Active' | 'Inactive' | undefined
    /** What guests are told of a disconnect. The vendor's own default is off. Default `'ReadOnly'`. */
    conversationDisconnect?: 'off' | 'Send' | 'ReadOnly' | undefined
    /** Whether guests may clear the conversation. Default `true`. */
    conversationClear?: boolean | undefined
    /** Whether a new session begins the conversation by itself. Default `false`. */
    autoStart?: boolean | undefined
    /** Where pages with this deployment may be: origins that may open a socket. Default: all. */
    allowedDomains?: string[] | undefined
    /** MIME types of attachments that guests may send. Default `['*\/*']`. */
    fileTypes?: string[] | undefined
  } | undefined
  /** A scripted agent: takes each conversation, lets it ring, or none. Default `'answers'`. */
  agent?: 'answers' | 'alerts' | 'none' | undefined
  /** Which close resource the org speaks; another one is not found. Default `'both'`. */
  resource?: 'messages' | 'messaging' | 'both' | undefined
  /** Wrap-up codes and whether they are required. */
  wrapUp?: {
    /** Names of the wrap-up codes. Default `['Resolved', 'E2E Test Closure', 'Escalated']`. */
    codes?: string[] | undefined
    /** Whether agents must wrap up. Default `true`. */
    required?: boolean | undefined
    /** When the system wraps up for an agent, by the virtual clock. From 1 to 31 622 400 000. Default: never. */
    timeoutMs?: number | undefined
    /** Whether agents have to wait for timeoutMs, even when they have wrapped up. Default `false`. */
    forced?: boolean | undefined
  } | undefined
  /** Request limits; `'genesys'` are the published ones. Default `'none'`. */
  limits?: 'genesys' | 'none' | {
    /** Requests per minute and client. From 1 to 1 000 000. */
    requestsPerMinute?: number | undefined
    /**
     * Another window than a minute, so that tests need not wait for one; clients of `connection` know of it. From 100 to
     * 60 000. Default 60 000.
     */
    windowMs?: number | undefined
  } | undefined
  /** A scripted flow that answers guests; without one they go to the queue at once. */
  bot?: {
    /** The text or payload at which the bot ends the conversation. */
    endsOn?: string | undefined
    /** The text or payload at which it hands over to the queue. */
    handsOverOn?: string | undefined
  } | undefined
  /** How long after its end a conversation can be joined again. From 0 to 72. Default 72. */
  threadingHours?: number | undefined
  /** Silence that ends a conversation, by the virtual clock. From 1 to 31 622 400 000. Default: never. */
  inactivityMs?: number | undefined
  /** How long after a 202 the change becomes visible, in real time. From 0 to 3 600 000. Default 20. */
  settleMs?: number | undefined
  /** How long each answer takes, in real time. From 0 to 3 600 000. Default 0. */
  latencyMs?: number | undefined
  /** Permissions of the built-in OAuth client. Default: all. */
  permissions?: string[] | undefined
  /** Scopes of the built-in OAuth client. Default: all. */
  scopes?: string[] | undefined
  /** Serve over TLS with a certificate authority made for the purpose; its file is in `connection.caFile`. Default `false`. */
  tls?: boolean | undefined
  /** Names that its certificate covers beside those of loopback, such as `*.mypurecloud.ie` behind a proxy. Default: none. */
  tlsHosts?: string[] | undefined
  /** Whether the customer stays when the last agent leaves. Unknown on real orgs. Default `false`. */
  customerStays?: boolean | undefined
  /** The HTTP status of a refused login. Unknown on real orgs. Default 400. */
  invalidClientStatus?: 400 | 401 | undefined
  /**
   * Begins the org's clock at this machine's time and so much, instead of at 2026-01-05T09:00:00Z. It is virtual all
   * the same. From -31 622 400 000 to 31 622 400 000. Default: a fixed beginning.
   */
  clockSkewMs?: number | undefined
  /**
   * The order in which guests are told, such as `v1,closing.1=late1`; `v1` records the ordinary one. `course()` tells
   * what came of it. Default: the ordinary order, unrecorded. Environment: `PLAYWRIGHT_GENESYS_SCHEDULE`.
   */
  schedule?: string | undefined
  /** Seed of ids and of everything random. Of one seed the org's own ids and its client are the same, whatever else is set. Default 1. */
  seed?: number | undefined
}

export interface AttachOptions {
  /**
   * The simulator's certificate authority, for one that serves over TLS. Environment: `PLAYWRIGHT_GENESYS_CA_FILE`,
   * then `NODE_EXTRA_CA_CERTS`.
   */
  caFile?: string | undefined
}

export interface OpenConversationOptions {
  /** The name of its queue. Default: the first. */
  queue?: string | undefined
  /** The agent in the conversation. Default: as `SimulatorOptions.agent` says. */
  agent?: 'connected' | 'alerting' | 'none' | undefined
  /** Whether a bot takes part. Default `false`. */
  bot?: boolean | undefined
  /** Attributes of the customer participant. */
  attributes?: Record<string, string> | undefined
}

export interface MessengerUrlOptions {
  /**
   * Which sample page. `'messenger'`: a shop with the native Messenger's stand-in. `'custom'`: a chat client in an
   * iframe. `'desktop'`: an agent's. Default `'messenger'`.
   */
  page?: 'messenger' | 'custom' | 'desktop' | undefined
  /** Whether the chat opens by itself. Default `false`. */
  autoOpen?: boolean | undefined
}

export interface RequestFilter {
  /** The HTTP method, such as `GET`. */
  method?: string | undefined
  /**
   * A text is the whole path, with or without its query; a RegExp, or its `source` and `flags` where only JSON goes, is
   * tried on path and query.
   */
  path?: string | RegExp | {
    /** The source of a RegExp, as JSON can hold it. */
    source: string
    /** Its flags. Default: none. */
    flags?: string | undefined
  } | undefined
}

/** Where an agent gives a conversation to. */
export interface TransferOptions {
  /** The name of a queue. Default: the one where it is. */
  queue?: string | undefined
}

/** Misbehaviour of one request, frame or connect. */
export interface FaultRule {
  /** What it strikes. `nth` alone: that match; `times` alone: so many from the first; both: so many from the nth; neither: all. */
  on: ({
    /** Requests with this method. */
    method?: string | undefined
    /** Requests to this path, told as in `RequestFilter`. */
    path?: string | RegExp | {
      /** The source of a RegExp, as JSON can hold it. */
      source: string
      /** Its flags. Default: none. */
      flags?: string | undefined
    } | undefined
  } | {
    /** Frames to guests. */
    frame: 'closing' | 'any'
  } | {
    /** Upgrades of guest sockets. */
    connect: true
  }) & {
    /** Only the nth match; with `times`, from it on. From 1 to 1 000 000. Default: each. */
    nth?: number | undefined
    /** How many times; from the first, where `nth` is not said. From 1 to 1 000 000. Default: always. */
    times?: number | undefined
  }
  /** Answers instead, and nothing is done. */
  respond?: {
    /** The HTTP status. From 200 to 599. */
    status: number
    /** The body; without one it is the vendor's error body, with a text it is HTML. */
    body?: unknown
    /** The header Retry-After. From 0 to 3 600. */
    retryAfterSeconds?: number | undefined
  } | undefined
  /** Waits so long, in real time. From 0 to 3 600 000. */
  delayMs?: number | undefined
  /** A TCP reset. `'before'`: nothing was done. `'after'`: it was done, and the answer is lost before its first byte. */
  cut?: 'before' | 'after' | undefined
  /** No answer ever comes, and the connection stands. `'before'`: nothing was done. `'after'`: it was done. */
  stall?: 'before' | 'after' | undefined
  /** The answer to something that was done, spoilt. `'too-long'`: 10 MiB of blanks follow it. */
  garble?: 'not-json' | 'truncated' | 'wrong-shape' | 'too-long' | undefined
  /** What becomes of a frame. `'delay'` holds it for `delayMs`, `'reorder'` for `delayMs` or 200 ms. */
  frame?: 'lose' | 'duplicate' | 'delay' | 'reorder' | 'cut' | undefined
}

/**
 * A string is a case-sensitive part of the text, of a button's payload, or of the message's content as JSON; a RegExp
 * is tried on the same. An object is like an event that has all of it. A predicate runs in JavaScript.
 */
export type Match = string | RegExp | EventLike | ((event: GuestEvent) => boolean)

/** The options of each table. */
export interface OptionsOf {
  ConnectionOptions: ConnectionOptions
  RetryOptions: RetryOptions
  Guard: Guard
  CallOptions: CallOptions
  CloseOptions: CloseOptions
  WrapUp: WrapUp
  CloseManyOptions: CloseManyOptions
  DoctorTarget: DoctorTarget
  DoctorOptions: DoctorOptions
  ReapOptions: ReapOptions
  GuestConnectOptions: GuestConnectOptions
  ClosedOptions: ClosedOptions
  TestifyOptions: TestifyOptions
  EventLike: EventLike
  SendOptions: SendOptions
  CloseWhenOptions: CloseWhenOptions
  MatcherOptions: MatcherOptions
  ToBeOpenOptions: ToBeOpenOptions
  ToBeClosedOptions: ToBeClosedOptions
  SimulatorOptions: SimulatorOptions
  AttachOptions: AttachOptions
  OpenConversationOptions: OpenConversationOptions
  MessengerUrlOptions: MessengerUrlOptions
  RequestFilter: RequestFilter
  TransferOptions: TransferOptions
  FaultRule: FaultRule
}

/** The arguments that are no options. */
export interface ArgumentsOf {
  conversationId: string
  client: ConversationCloser
  by: {
    /** A message id from the guest's socket. */
    messageId: string
  }
  of: {
    /** The codes that the agents of this conversation may choose. */
    conversationId: string
    /** One agent of the conversation. */
    participantId?: string | undefined
  } | {
    /** The codes of this queue. */
    queueId: string
  }
  purpose: string
  state: string
  code: string
  mode: 'accepts-but-ignores' | 'never-tells-guest' | 'wrong-read-only' | 'closes-neighbour' | 'leaves-acw-open' | 'reopens' | 'none'
  ms: number
  text: string
  url: string
  rule: FaultRule
  match: Match
}
