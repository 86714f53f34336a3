// What the Playwright layer uses of the core beyond its public door; not a public surface.

import type {
  ArmedState, CallOptions, CloseOptions, CloseReport, ClosedOptions, CloseWhenOptions, Closing as ClosingTrigger, ConnectionOptions, Conversation, GenesysClient, GuestClosure, GuestEvent, Match, Simulator, Step,
  TestifyOptions, Witness as Testimony,
} from '../index'

export { GenesysError } from '../index'

/** An event that is new, or that changed, with its place in the list. */
export interface Update {
  index: number
  event: GuestEvent
}

export interface Standing {
  closure?: { kind: string; at: number; mode?: string } | null
  session: number
}

/** Which hosts are a guest's own; a service that is not named may be anywhere. */
export interface GuestHosts {
  region?: string | undefined
  apiUrl?: string | undefined
  guestUrl?: string | undefined
  configUrl?: string | undefined
  deploymentId?: string | undefined
  /** Every region's hosts are led to those of the connection. */
  allRegions?: boolean
}

/** One socket that a browser tells of. */
export interface NativePageSocket {
  opened(): void
  sent(text: string): void
  received(text: string): void
  receivedBinary(bytes: number): void
  /** It is over, or never stood: then the status says why, where it is known. */
  ended(status?: number): void
}

/** The guest at a page, read by a door, or told what a browser tells of it. */
export class NativePageGuest {
  /** `onEvents` is told, on the event loop, whenever `takeEvents` has something. */
  constructor(tag: string, hosts: GuestHosts, onEvents: () => void)
  /** A socket that a browser tells of; `null` where it is none of the guest's. */
  connecting(address: string): NativePageSocket | null
  isOwnHistory(address: string): boolean
  isOwnConfig(address: string): boolean
  observeHistory(entities: unknown[]): void
  observeDeployment(config: unknown): void
  renew(): void
  end(): void
  takeEvents(): Update[]
  standing(): Standing
  testimony(since: number): Testimony
  hasTwoGuests(): boolean
  messageIds(): string[]
}

/** Where a witness reads a guest's socket. */
export interface GuestSource {
  take(): Update[]
  standing(): Standing
  testimony(since: number): Testimony
  messageIds(): string[]
  /** Has the addon begin a close by itself. */
  trap?(armed: ArmedClose, wanted: WantedText, conversationId: string): void
  /** Whether a closing frame may still come. */
  mayHear(): boolean
}

/** What a trigger prepares of its close before the payload. */
export interface ArmedClose {
  /** Why such a close is never armed. */
  readonly whyNever?: string
  /** Whether it is time to read anew. */
  isDue(): boolean
  prepare(conversationId: string | undefined, options?: { signal?: AbortSignal }): Promise<ArmedState>
  close(conversationId: string, options: CloseOptions): Promise<CloseReport>
  /** Begins the close without JavaScript when that text comes to the guest. */
  trap(guest: NativePageGuest, wanted: WantedText, conversationId: string): void
  hasBegun(): boolean
  stop(): void
}

/** What the addon can match by itself. */
export interface WantedText {
  text: string
  direction?: 'sent' | 'received'
}

/** A promise that knows whether anybody awaits it. */
export interface Trigger<T> extends ClosingTrigger<T> {
  readonly isAwaited: boolean
  quietly(): Promise<T>
}

/** What a witness needs of a client. */
type Closer = Pick<GenesysClient, 'findConversation' | 'closeConversation'> & { _arm?(options: CloseOptions): ArmedClose }

/** The base of both kinds of guests. */
export class Witness {
  constructor(parts: { source: GuestSource; client: (needed: boolean) => Closer | undefined; timeoutMs(): number })
  get events(): readonly GuestEvent[]
  conversationId(client?: GenesysClient, options?: CallOptions): Promise<string>
  closed(options?: ClosedOptions): Promise<GuestClosure>
  testify(options: TestifyOptions): Promise<{ wire?: Testimony; page?: Testimony; closure?: GuestClosure }>
  waitFor(match: Match, options?: CallOptions): Promise<GuestEvent>
  closeWhen(match: Match, options?: CloseWhenOptions): Trigger<CloseReport>
  _drain(): void
  /** Asks `look` whenever something is seen, until it answers `{ value }`, or `late` does at the deadline. */
  _until<T>(wait: { timeoutMs: number; operation: string; look(): { value: T } | undefined; late(): T }): Promise<T>
  _end(): void
  _times<T extends { timeoutMs?: number }>(options: T): T & { timeoutMs: number }
  _settleTriggers(): Promise<Error[]>
}

export interface LineFault {
  /** How often it struck. */
  readonly hits: number
}

/** What can be broken about one page's guest socket. */
export interface GuestLine {
  dropSocket(): Promise<void>
  refuseReconnects(n: number): Promise<LineFault>
  delayConnects(n: number, ms: number): Promise<LineFault>
  silence(): Promise<void>
  expireSession(): Promise<void>
  displace(): Promise<void>
  closingFrame(fault: 'lose' | 'duplicate' | 'delay' | 'reorder', options: { times?: number; delayMs?: number }): Promise<LineFault>
  undo(): Promise<void>
}

export function simulatorLine(simulator: Simulator, witness: string): GuestLine

/** The same on the way through the door; how {@link GuestLine} says it. */
export const DoorLine: new (guest: NativePageGuest) => GuestLine

/** An authority for one run, in a folder of its owner's alone, until it is removed. */
export class AuthorityFolder {
  /** The file of its key. */
  readonly key: string
  /** A file that trusts it beside what `before` says. */
  trusting(name: string, before: string): string
  remove(): void
}

/** The certificates in a file; none where there is none. */
export function readTrusted(file: string | undefined): string

/** How what is not led is reached. */
export interface WayOut {
  proxy?: string
  noProxy?: string
}

/** Who stands behind a door: the simulator, for all hosts of the vendor's, or the guest host of a real org. */
export type Behind = { simulator: { origin: string; caFile?: string; hosts?: string[] } } | { org: object }

/** The one way of a worker's browsers. */
export class Door {
  constructor(parts: { authorityKey: string; to: Behind })
  /** The hash of its servers' public key, as Chromium takes it. */
  readonly keyHash: string
  /** One more gate; gives its port. */
  open(gate: { network?: WayOut; isTunnel?: boolean }): Promise<number>
  /** Sockets of this gate that say nothing of their documents may be this page's, unless it is blank. */
  follow(port: number, guest: NativePageGuest, isBlank: boolean): void
  /** Sockets that name this document are this page's; a blank one is there before a page goes anywhere. */
  claim(document: string, guest: NativePageGuest, isBlank: boolean): void
  /** The page has gone. */
  leave(guest: NativePageGuest): void
  close(port: number): void
  stop(): void
}

/** What one worker opened and must end, on disk before the next statement runs. */
export class Ledger {
  static open(of: { folder?: string; run: string; worker: number; org: object; deploymentId?: string | undefined }): Ledger
  readonly path: string
  sent(of: { guest: string }): void
  /** `own: false` where it is no echo of a message of the guest's: it may lead nowhere. */
  opened(of: { guest: string; messageId: string; own?: boolean }): void
  tracked(of: { conversationId: string }): void
  resolved(of: { messageId: string; conversationId: string }): void
  ended(of: { conversationId?: string | undefined; messageId?: string | undefined; how: string }): void
  done(of: { conversationId: string; messageIds: readonly string[]; how: string }): void
  settled(of: { guest: string }): void
  close(): void
}

export interface ResolvedConnection {
  apiUrl?: string
  guestUrl?: string
  configUrl?: string
  region?: string
  deploymentId?: string
  timeoutMs: number
  network: WayOut
}

/** How the environment says that other hosts are reached. */
export function environmentWayOut(): WayOut

/** Our folder among this user's caches, for what processes share; nothing where it cannot be used. */
export function ownCacheFolder(): string | undefined
export function connectionOfClient(client: GenesysClient): ResolvedConnection | undefined
export function checkOptions(table: 'TestifyOptions', options: TestifyOptions | undefined, operation: string): TestifyOptions
export function isConnectionOption(name: string): name is keyof ConnectionOptions & string

/** One test on one time axis, as a page of its own and as JSON. */
export function testReport(told: {
  title: string
  subtitle?: string
  verdict?: { tone: string; text: string }
  reports?: Partial<CloseReport>[]
  conversations?: { at: number; conversation: Conversation }[]
  guests?: { name: string; events: readonly GuestEvent[] }[]
  page?: { at: number; what: string; detail?: string }[]
  faults?: { at: number; what: string; hits?: number }[]
  matchers?: object[]
  /** What the clean-up asked. */
  cleanUp?: Step[]
  /** What the simulator was asked, by whomever. */
  asked?: { at: number; method: string; path: string; status: number; client?: string }[]
  started?: number
  ended?: number
  texts?: boolean
}): { html: string; json: string }

/** Milliseconds since 1970, on a clock that nobody sets. */
export function now(): number
/** Waits, or less long where a signal fires. */
export function pause(ms: number, signal?: AbortSignal): Promise<void>
/** What the work gives; `undefined` where that takes longer. */
export function within<T>(ms: number, work: Promise<T>): Promise<T | undefined>
/** A signal that fires with the first of these, and what lets go of them. */
export function firstOf(...signals: (AbortSignal | undefined)[]): { signal: AbortSignal; release(): void }
/** The deadline of a connection's calls that have none of their own. */
export function patienceOf(connection: { timeoutMs: number }): number
/** What is left of the running test: nothing where it has no limit. */
export function tellRest(rest: (() => number | undefined) | undefined): void
