// What the addon takes and gives where binding.d.ts, which is made from its Rust, says nothing of it.

import type * as made from '../../binding'
import type {
  ArmedState, CloseOptions, CloseReport, ConnectionOptions, Conversation, DoctorTarget, EventLike, SessionState, Witness, WrapUp,
} from '../types/public'
import type * as crossing from '../types/crossing'
import type { ErrorFields, GenesysError } from './errors'

export type Cancellation = made.Cancellation
export type Wake = made.Wake

/** What a call came to: the value, or the error with what is known of it. */
export type Answer<T> = { ok: T; error?: undefined } | { ok?: undefined; error: Pick<GenesysError, 'code' | 'message'> & ErrorFields }
type Later<T> = Promise<Answer<T>>

export interface NativeTimes { timeoutMs?: number | undefined }
export type NativeClose = NativeTimes & Pick<CloseOptions, 'strategy' | 'guard'> & { wrapUp?: WrapUp }

/** A close's report without its method. */
export type NativeReport = Omit<CloseReport, 'summary'>
export type Counts = crossing.Counts
export interface Settled { number: number; result: Answer<Counts> }
export interface Named { id: string; name?: string | null }
/** Whose token it is. */
export interface Owner { organization?: Named | null; client?: Named | null }
/** What the deployment says about telling guests. */
export type DisconnectSetting = crossing.ConversationDisconnect

export interface Evidence extends Partial<Record<keyof CloseReport['witnesses'], Witness | undefined>> {
  agentsEnded?: boolean
  setting?: DisconnectSetting | undefined
}

/** What a trigger prepares, as the addon holds it. */
export interface NativeArmed { isDue(): boolean; hasBegun(): boolean; stop(): void }

/** What the addon can match by itself. */
export type Wanted = ({ text: string } | { pattern: { source: string; flags: string } } | { like: EventLike }) & { direction?: 'sent' | 'received' }

interface Traps {
  /** Begins the close natively when that comes. */
  setTrap(wanted: Wanted, client: NativeClient, conversationId: string, options: NativeClose, armed: NativeArmed): void
}

export interface NativeClient {
  /** Why such a close is never armed; null where it may be. */
  whyNeverArmed(options: NativeClose): string | null
  /** Without a conversation, it only gets a token. */
  prepare(id: string | undefined, options: NativeClose, armed: NativeArmed, cancellation: Cancellation): Later<ArmedState>
  dispose(): void
  closeConversation(id: string, options: NativeClose, cancellation: Cancellation, onStep?: (step: crossing.Step) => void, wake?: Wake, armed?: NativeArmed): Later<crossing.CloseReport>
  /** One among many: of its report only the counts. */
  closeOneOfMany(id: string, options: NativeClose, cancellation: Cancellation): Later<Counts>
  /** `onEnded` is called whenever there is something to take. */
  closeMany(options: NativeClose, onEnded: () => void): NativeMany
  getConversation(id: string, options: NativeTimes, cancellation: Cancellation): Later<crossing.Conversation>
  findConversation(messageId: string, options: NativeTimes, cancellation: Cancellation): Later<crossing.LookUp>
  /** Null where no deployment was named. */
  conversationDisconnect(options: NativeTimes, cancellation: Cancellation): Later<DisconnectSetting | null>
  listWrapUpCodes(of: object, options: NativeTimes, cancellation: Cancellation): Later<{ id: string; name: string }[]>
  doctor(asked: DoctorTarget & { probeWrites: boolean }, options: NativeTimes, cancellation: Cancellation): Later<crossing.DoctorReport>
  owner(options: NativeTimes, cancellation: Cancellation): Later<Owner>
  /** The status that the org gives to it. */
  probe(asked: crossing.Probe, options: NativeTimes, cancellation: Cancellation): Later<number>
}

/** Many closes of one call. It keeps Node.js alive while some are under way. */
export interface NativeMany extends Pick<made.NativeMany, 'close' | 'cancel'> {
  /** All that have ended since it was last asked. */
  take(): Settled[]
}

/** How a guest's session ended: told, locked, or without a word on the conversation. */
export type Ending = crossing.Closure
export type Update = crossing.EventUpdate
export type GuestLook = made.GuestLook & { state: SessionState }

export interface NativeGuest extends Traps, Pick<made.NativeGuest, 'messageIds' | 'testimony'> {
  look(): GuestLook
  /** Why a session that is over does nothing more. */
  over(): Answer<null>
  connect(connection: object, options: NativeTimes, onEvents: () => void, cancellation: Cancellation): Later<null>
  /** Gives the index of the sent event once its echo has come. */
  send(text: string, options: NativeTimes & { attributes?: Record<string, string> | undefined }, cancellation: Cancellation): Later<number>
  history(options: NativeTimes, cancellation: Cancellation): Later<crossing.GuestEvent[]>
  clear(options: NativeTimes, cancellation: Cancellation): Later<null>
  startNew(options: NativeTimes, cancellation: Cancellation): Later<null>
  dropSocket(cancellation: Cancellation): Later<null>
  dispose(cancellation: Cancellation): Later<null>
}

/** Which hosts are a guest's own; a service that is not named may be anywhere. */
export interface GuestHosts extends Partial<Record<'region' | 'apiUrl' | 'guestUrl' | 'configUrl' | 'deploymentId', string | undefined>> {
  /** Every region's hosts are led to those of the connection. */
  allRegions?: boolean
}

type OfPage = 'takeEvents' | 'closure' | 'session' | 'testimony' | 'connecting' | 'isOwnHistory' | 'isOwnConfig' | 'observeHistory' | 'observeDeployment' | 'renew' | 'end' | 'hasTwoGuests' | 'messageIds' | 'undo'

/** The guest at a page, read by a door, or told what a browser tells of it. */
export interface NativePageGuest extends Traps, Pick<made.NativePageGuest, OfPage> {
  /** Sets a fault on the page's line and gives its id. */
  fault(fault: object): Answer<number>
  hits(fault: number): Answer<number>
  /** Has the page's frames come in the order of a schedule; its points are counted anew. */
  schedule(word: string): Answer<null>
  /** Null where no schedule was begun. */
  course(): crossing.Course | null
  silence(): Answer<null>
  dropSocket(cancellation: Cancellation): Later<null>
  expireSession(cancellation: Cancellation): Later<null>
  displace(cancellation: Cancellation): Later<null>
}

/** A running door. It does not keep Node.js alive, and ends when it is collected. */
export interface NativeDoor extends Pick<made.NativeDoor, 'hosts' | 'close' | 'stop'> {
  keyHash(): Answer<string>
  open(gate: object, cancellation: Cancellation): Later<number>
  follow(port: number, guest: NativePageGuest, isBlank: boolean): void
  claim(document: string, guest: NativePageGuest, isBlank: boolean): void
  leave(guest: NativePageGuest): void
}

/** Fits into the client's options; what is none of these goes beside them. */
export type NativeConnection = { queueId?: string; budgetWindowMs?: number; requestsPerMinute: number | 'unlimited' }
  & Record<'apiUrl' | 'loginUrl' | 'guestUrl' | 'configUrl' | 'deploymentId' | 'clientId' | 'clientSecret', string> & Pick<ConnectionOptions, 'caFile'>

/** What each command of a simulator gives. */
export interface Commands {
  openConversation: { conversationId: string; messageId: string }
  conversation: Conversation
  agent: null
  guest: null
  fault: number
  hits: number
  removeFault: null
  sabotage: null
  advance: null
  requests: { method: string; path: string; status: number; body?: unknown; client?: string; at: number }[]
  connections: number
  schedule: null
  course: crossing.Course | null
  reset: null
}
export interface Command<D extends keyof Commands = keyof Commands> { do: D; [field: string]: unknown }

/** A running org, in this process or in another one. */
export interface NativeSimulator {
  start(options: object): Answer<NativeConnection>
  attach(url: string, caFile: string | undefined, cancellation: Cancellation): Later<NativeConnection>
  execute<D extends keyof Commands>(command: Command<D>): Answer<Commands[D]>
  executeLater<D extends keyof Commands>(command: Command<D>, cancellation: Cancellation): Later<Commands[D]>
  stop(cancellation: Cancellation): Later<null>
}

/** A recording that is played. */
export interface NativeReplay {
  start(recording: string, options: { port?: number; pace?: boolean }): Answer<{ url: string; deploymentId: string }>
  stop(cancellation: Cancellation): Later<null>
}

type Told = 'Alarm' | 'Cancellation' | 'Wake' | 'endRecording' | 'endRecordingAtExit' | 'errorCodes' | 'isLocked' | 'isSameName' | 'makeLocked' | 'now' | 'panicWith' | 'regions' | 'version'

/** The addon. */
export interface Addon extends Pick<typeof made, Told> {
  Armed: new () => NativeArmed
  NativeClient: new (connection: object) => NativeClient
  NativeDoor: new (config: object) => NativeDoor
  NativeGuest: new () => NativeGuest
  NativePageGuest: new (tag: string, hosts: GuestHosts, onEvents: () => void) => NativePageGuest
  NativeReplay: new () => NativeReplay
  NativeSimulator: new () => NativeSimulator
  beginRecording(folder: string): Answer<boolean>
  chooseCode(codes: object[], name: string): Answer<{ id: string; name: string }>
  scheduleKinds(): crossing.ScheduleKind[]
  makeAuthority(): Answer<{ pem: string; key: string }>
  makeRecording(folder: string, texts: boolean): Answer<null>
  drift(recording: string, options: object | undefined, cancellation: Cancellation): Later<crossing.DriftReport>
  mergeRecording(folder: string, output: string): Answer<crossing.MergedRecording>
  /** The one verdict from all witnesses. */
  verdict(evidence: Evidence): Answer<null>
}
