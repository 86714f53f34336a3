import type { ConversationCloser, GuestTestifier, OptionsOf } from '../types/options'

/** What a check passes on as it came. */
type Kept = ((...args: never[]) => unknown) | AbortSignal | RegExp | GuestTestifier | ConversationCloser

/** What a check gives: what is absent is not there, also not as `undefined`. */
export type Checked<T> = T extends Kept ? T : T extends object ? { [K in keyof T]: Checked<Exclude<T[K], undefined>> } : T

type All<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer A) => void ? A : never

/** What the tables of these names give together. */
export type CheckedOptions<N extends keyof OptionsOf> = Checked<All<OptionsOf[N]>>
