import type { NativeGuest, NativePageGuest, Wanted } from '../boundary/addon'
import type { CheckedOptions } from '../options/checked'
import type { ArmedState, CloseReport } from '../types/public'

/** The options of a close, as a trigger has checked them. */
export type CloseToArm = CheckedOptions<'CloseOptions'>

/** What a trigger prepares of its close before the payload. */
export interface ArmedClose {
  /** Why such a close is never armed. */
  readonly whyNever: string | undefined
  /** Whether it is time to read anew. */
  isDue(): boolean
  prepare(conversationId: string | undefined, options?: { signal?: AbortSignal }): Promise<ArmedState>
  close(conversationId: string, options: CloseToArm): Promise<CloseReport>
  /** Begins the close without JavaScript when that comes to the guest. */
  trap(guest: NativeGuest | NativePageGuest, wanted: Wanted, conversationId: string): void
  hasBegun(): boolean
  readonly clientIsGone: AbortSignal
  stop(): void
}
