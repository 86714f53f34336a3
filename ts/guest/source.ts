import type { Standing, Update } from '../boundary/addon'
import type { Witness } from '../types/public'

/** Where a witness reads a guest's socket. */
export interface GuestSource {
  /** The events since the last time, in order. */
  take(): Update[]
  standing(): Standing
  /** The wire witness. */
  testimony(since: number): Witness
  messageIds(): string[]
  /** Whether a closing frame may still come. */
  mayHear(): boolean
}
