import type { CallOptions, CloseOptions, CloseReport, Conversation, ConversationHandle, GuestWitness } from '../index'
import { isGenesysError } from '../index'
import type { TestClient } from './client'
import { lastMessageIds } from './message-ids'
import type { PageGuest } from './page-guest'
import { boxed, short } from './step'

/** What a test says it has opened: an id, a message id seen on its own guest's socket, or the guest. */
export type Tracked = string | { messageId: string } | GuestWitness

/** Time for closing, within the slot of the fixture that does it. */
export const CLEAN_UP_MS = 10_000

/** What became of one conversation at the end of its test. */
export interface Ended {
  conversationId?: string
  messageId?: string
  was: 'open' | 'closed' | 'unknown'
  error?: Error
}

/** Resolves an id when it is first needed, and keeps it. */
type Resolve = (options?: CallOptions) => Promise<string>

/** A conversation that the test's end closes. Its id may be known only later. */
export class TrackedConversation implements Omit<ConversationHandle, 'id'> {
  #client: TestClient
  #resolve: Resolve
  #id: string | undefined
  readonly messageId: string | undefined

  constructor(client: TestClient, { id, messageId, resolve }: { id?: string; messageId?: string | undefined; resolve: Resolve }) {
    this.#client = client
    this.#id = id
    this.messageId = messageId
    this.#resolve = resolve
  }

  /** `undefined` until `get()` or `close()` has found it. */
  get id(): string | undefined {
    return this.#id
  }

  async get(options?: CallOptions): Promise<Conversation> {
    return await this.#client._read(await this.#known(options), options)
  }

  async close(options?: CloseOptions): Promise<CloseReport> {
    return await boxed('Close a tracked conversation', async () => await this.#client._close(await this.#known(options), options))
  }

  /** Closes it for the test's end. */
  async _tidy(options: CloseOptions): Promise<CloseReport> {
    return await this.#client._tidy(await this.#known(options), options)
  }

  async #known({ timeoutMs, signal }: CallOptions = {}): Promise<string> {
    this.#id ??= await this.#resolve({ ...(timeoutMs !== undefined && { timeoutMs }), ...(signal !== undefined && { signal }) })
    return this.#id
  }
}

/** What the test opened, and what its end closes. */
export class Conversations {
  #client: TestClient
  #tracked: TrackedConversation[] = []
  #guests: PageGuest[] = []
  #onTracked: (what: { conversationId: string } | { messageId: string }) => void

  constructor(client: TestClient, onTracked: (what: { conversationId: string } | { messageId: string }) => void) {
    this.#client = client
    this.#onTracked = onTracked
  }

  /** What was tracked so far; what the guest at the page opens is closed too, and needs no tracking. */
  get opened(): readonly TrackedConversation[] {
    return this.#tracked
  }

  /** Has the test's end close this conversation too. */
  track(what: Tracked): TrackedConversation {
    const handle = this.#handleOf(what)
    this.#tracked.push(handle)
    return handle
  }

  /** The guest's conversations are closed at the test's end, whichever they are then. */
  _watch(guest: PageGuest): void {
    this.#guests.push(guest)
  }

  /** Everything that may be open still. */
  _all(): TrackedConversation[] {
    const ofGuests = this.#guests.flatMap((guest) => guest._lastMessageIds).map((messageId) => this.#byMessage(messageId))
    return [...this.#tracked, ...ofGuests]
  }

  #handleOf(what: Tracked): TrackedConversation {
    if (typeof what === 'string') {
      this.#onTracked({ conversationId: what })
      return new TrackedConversation(this.#client, { id: this.#client.conversation(what).id, resolve: () => Promise.resolve(what) })
    }
    if ('messageId' in what) {
      this.#onTracked(what)
      return this.#byMessage(what.messageId)
    }
    for (const messageId of lastMessageIds(what.events)) this.#onTracked({ messageId })
    return new TrackedConversation(this.#client, { resolve: (options) => what.conversationId(this.#client, options) })
  }

  #byMessage(messageId: string): TrackedConversation {
    const resolve: Resolve = (options) => this.#client.quiet.findConversation({ messageId }, options)
    return new TrackedConversation(this.#client, { messageId, resolve })
  }
}

/** Closes what may be open, at the same time, each in the time that is left. */
export async function closeAll(tracked: readonly TrackedConversation[], options: CloseOptions): Promise<Ended[]> {
  return await Promise.all(tracked.map((each) => closeOne(each, options)))
}

async function closeOne(tracked: TrackedConversation, options: CloseOptions): Promise<Ended> {
  const { messageId } = tracked
  const guard = messageId === undefined ? {} : { guard: { messageIds: [messageId] } }
  try {
    const { outcome, conversationId } = await tracked._tidy({ ...options, ...guard })
    return { conversationId, messageId, was: outcome === 'closed' ? 'open' : 'closed' } as Ended
  } catch (error) {
    const conversationId = tracked.id
    return { conversationId, messageId, was: isGone(error) ? 'closed' : 'unknown', ...(isGone(error) ? {} : { error: error as Error }) } as Ended
  }
}

/** A conversation that is not found any more is not left behind. */
const isGone = (error: unknown): boolean => isGenesysError(error, 'NOT_FOUND')

/** What was left behind, in one sentence. */
export function describeLeaks(ended: readonly Ended[]): string {
  const ids = ended.map(({ conversationId, messageId }) => short(conversationId ?? messageId ?? 'unknown'))
  return ids.join(', ')
}
