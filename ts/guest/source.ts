import type { Ending, Update, Wanted } from '../boundary/addon'
import type { GenesysError } from '../boundary/errors'
import type { ArmedClose } from '../client/armed-close'
import type { Witness } from '../types/public'

/** Where a witness reads a guest's socket. */
export interface GuestSource {
  /** The events since the last time, in order. */
  take(): Update[]
  closure(): Ending | undefined
  /** Counts the guest's sessions; another number means another conversation. */
  session(): number
  /** The wire witness. */
  testimony(since: number): Witness
  messageIds(): string[]
  /** Has the addon begin a close by itself. */
  trap?(armed: ArmedClose, wanted: Wanted, conversationId: string): void
  /** Why nothing more can come over it; nothing where something may. */
  over(): Over | undefined
}

/** What a session that is over answers to all. */
export type Over = Pick<GenesysError, 'code' | 'message'> & { hint?: string | undefined }
