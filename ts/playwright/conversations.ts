import { isUnechoed } from '../guest/said'
import type { CallOptions, CloseOptions, CloseReport, Conversation, ConversationHandle, GuestWitness } from '../types/public'
import type { TestClient } from './client'
import { staysOf } from './message-ids'
import type { PageGuest } from './page-guest'
import { boxed } from './step'

/** What a test says it has opened: an id, a message id seen on its own guest's socket, or the guest. */
export type Tracked = string | { messageId: string } | GuestWitness

/** What may be open: a conversation, or messages that lead to one or more. */
export interface Claim {
  conversationId?: string | undefined
  messageIds: string[]
  /** Where one of the messages leads somewhere, nothing is missing if the others do not. */
  mayLeadNowhere?: boolean
}

/** What a guest did. Where a message of its own has come back, no other id is asked for. */
function claimsOf(guest: Pick<GuestWitness, 'events'>): Claim[] {
  return staysOf(guest.events).flatMap(({ own, others }): Claim[] => (
    own.length > 0 ? own.map((messageId) => ({ messageIds: [messageId] })) : [{ messageIds: others, mayLeadNowhere: true }]
  ))
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

  async #known({ timeoutMs, signal }: CallOptions = {}): Promise<string> {
    this.#id ??= await this.#resolve({ ...(timeoutMs !== undefined && { timeoutMs }), ...(signal !== undefined && { signal }) })
    return this.#id
  }
}

/** What the test opened, and what its end closes. */
export class Conversations {
  #client: TestClient
  #tracked: TrackedConversation[] = []
  #witnesses: GuestWitness[] = []
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

  /**
   * The guest's conversations are closed at the test's end, whichever they are then.
   * @internal
   */
  _watch(guest: PageGuest): void {
    this.#guests.push(guest)
  }

  /**
   * Everything that may be open still, as far as it is known by now.
   * @internal
   */
  _claims(): Claim[] {
    const tracked = this.#tracked.filter(({ id, messageId }) => id !== undefined || messageId !== undefined)
    const ofTracked = tracked.map(({ id, messageId }) => ({ conversationId: id, messageIds: messageId === undefined ? [] : [messageId] }))
    for (const guest of this.#witnesses) this.#note(guest)
    return [...ofTracked, ...[...this.#witnesses, ...this.#guests].flatMap(claimsOf)]
  }

  /**
   * Tracked guests of whose last message nobody knows whether it arrived; those at pages are asked themselves.
   * @internal
   */
  get _unechoed(): number {
    return this.#witnesses.filter(({ events }) => isUnechoed(events)).length
  }

  #note(guest: GuestWitness): void {
    for (const { messageIds } of claimsOf(guest)) for (const messageId of messageIds) this.#onTracked({ messageId })
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
    this.#witnesses.push(what)
    this.#note(what)
    return new TrackedConversation(this.#client, { resolve: (options) => what.conversationId(this.#client, options) })
  }

  #byMessage(messageId: string): TrackedConversation {
    const resolve: Resolve = (options) => this.#client.quiet.findConversation({ messageId }, options)
    return new TrackedConversation(this.#client, { messageId, resolve })
  }
}
