import type { GuestEvent, GuestTestifier } from '../types/public'
import type { Testimony } from './testimony'

/** Looks a message id up. */
export type LookUp = (messageId: string) => Promise<string>

/**
 * Why the end that a guest was told of is not that of a conversation which it was in when this was made; nothing where
 * nothing speaks against it. `since`: when that was ended, where somebody did.
 */
export type ToldElsewhere = (conversationId: string, since: number | undefined, find: LookUp) => Promise<string | undefined>

/** A guest that testifies to a close; one of ours knows more. */
export interface AskedGuest extends GuestTestifier {
  readonly events?: readonly GuestEvent[]
  _seen?(): Testimony
  _toldSince?(at: number, options: { timeoutMs: number; signal: AbortSignal }): Promise<number | undefined>
  _speaksFor?(conversationId: string, find: LookUp): Promise<boolean>
  _livesIn?(conversationId: string, find: LookUp): Promise<boolean>
  _mark?(): ToldElsewhere
  _whose?(find: LookUp, options: { timeoutMs: number; signal: AbortSignal }): Promise<string | undefined>
}
