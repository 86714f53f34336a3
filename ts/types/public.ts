// The types of what the package exports: options, results, and here what has both in it, or an error.
import type { GenesysError } from '../boundary/errors'
import type { CallOptions, ClosedOptions, CloseOptions, CloseWhenOptions, ConversationCloser, GuestTestifier, Match } from './options'
import type { ArmedState, CloseReport, Conversation, GuestClosure, GuestEvent, ReapedConversation } from './results'

export type * from './options'
export type * from './results'

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
  /** API requests spent by all closes; those for a token and for the channel of notifications are not counted. */
  requests: number
  /** From the call to its end. */
  elapsedMs: number
}

export interface ConversationHandle {
  readonly id: string
  /** One read; see `getConversation`. */
  get(options?: CallOptions): Promise<Conversation>
  /** Closes it; see {@link closeConversation}. */
  close(options?: CloseOptions): Promise<CloseReport>
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
  /** What has `.jsonl` in its name and is none of the ledger's files: a copy, a link, a folder, of another version. */
  foreign: number
  /** What became of each conversation of the ledger. */
  conversations: ReapedConversation[]
  /** The file that says what was done; absent after a dry run, where there was nothing to do, and where a warning says why it was not written. */
  receipt?: string
}

/** What can testify for the guest, in a browser or not. */
export interface GuestWitness extends GuestTestifier {
  /** Everything seen so far, in order. */
  readonly events: readonly GuestEvent[]
  /** The conversation of this guest, looked up by its message ids; waits until the record exists, `NOT_FOUND` at the deadline. */
  conversationId(client?: ConversationCloser, options?: CallOptions): Promise<string>
  /**
   * Resolves with `'told'` or `'locked'`. Rejects at once with `SESSION_EXPIRED`, or `SESSION_CLOSED`
   * (cleared, displaced, refused: the message says which), when that comes first; with
   * `GUEST_NOT_TOLD` and the reason at the deadline.
   */
  closed(options?: ClosedOptions): Promise<GuestClosure>
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
