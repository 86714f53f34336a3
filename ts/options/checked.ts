import type {
  AttachOptions, CallOptions, ClosedOptions, CloseManyOptions, CloseOptions, CloseWhenOptions, ConnectionOptions, DoctorOptions, DoctorTarget, FaultRule, Guard,
  GuestConnectOptions, Match, MatcherOptions, MessengerUrlOptions, OpenConversationOptions, ReapOptions, RequestFilter, RetryOptions, SendOptions,
  SimulatorOptions, TestifyOptions, ToBeClosedOptions, ToBeOpenOptions, TransferOptions, WrapUp,
} from '../types/public'

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

export interface ArgumentsOf {
  conversationId: string
  client: NonNullable<CloseWhenOptions['client']>
  by: { messageId: string }
  of: { conversationId: string; participantId?: string | undefined } | { queueId: string }
  match: Match
  purpose: string
  state: string
  code: string
  mode: 'accepts-but-ignores' | 'never-tells-guest' | 'wrong-read-only' | 'closes-neighbour' | 'leaves-acw-open' | 'reopens' | 'none'
  ms: number
  text: string
  url: string
  rule: FaultRule
}

/** What the check passes on as it came. */
type Kept = ((...args: never[]) => unknown) | AbortSignal | RegExp | readonly unknown[] | NonNullable<CloseOptions['guest'] | CloseWhenOptions['client']>

/** What a check gives: what is absent is not there, also not as `undefined`. */
export type Checked<T> = T extends Kept ? T : T extends object ? { [K in keyof T]: Checked<Exclude<T[K], undefined>> } : T

type Both<U> = (U extends unknown ? (of: U) => void : never) extends (of: infer I) => void ? I : never

/** What the tables of these names give together. */
export type CheckedOptions<N extends keyof OptionsOf> = Checked<Both<OptionsOf[N]>>
