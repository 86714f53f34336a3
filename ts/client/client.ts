import type { Counts, DisconnectSetting, Owner } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { call, callSync } from '../boundary/call'
import { type CheckedConnection, type ResolvedConnection, connectionOf, resolveConnection } from './connection'
import { checkArgument, checkOptions, TABLES } from '../options'
import type { CheckedOptions } from '../options/checked'
import { markClients } from '../options/client-mark'
import type {
  CallOptions, CloseManyOptions, CloseManyReport, CloseOptions, CloseReport, ConnectionOptions, Conversation, ConversationHandle, DoctorOptions, DoctorReport,
  DoctorTarget,
} from '../types/public'
import type { LookUp, Probe } from '../types/crossing'
import type { ArmedClose } from './armed-close'
import type { Cancellations } from './close-many'
import type { CheckedClose, Core } from './core'

// What a client does is loaded by its first call: a process that starts pays for each file.
const handles = () => (require('./conversation-handle') as typeof import('./conversation-handle'))
const cores = () => (require('./core') as typeof import('./core'))

const connected = (connection: ResolvedConnection) => new binding.NativeClient(connection)

/** A connection to one org: one token, one budget, what was learnt about the org kept for its life. */
export class GenesysClient {
  readonly #native: ReturnType<typeof connected>
  readonly #connection: ResolvedConnection
  #calls?: Core

  static {
    markClients(this.prototype, (client) => client.#connection)
  }

  /** Connects to nothing yet. Throws `INVALID_INPUT`. */
  constructor(options?: ConnectionOptions) {
    this.#connection = callSync(new.target, () => resolveConnection(options, 'new GenesysClient'))
    this.#native = connected(this.#connection)
  }

  get #core(): Core {
    return this.#calls ??= new (cores().Core)(this.#native, this.#connection)
  }

  /** Closes one conversation; see {@link closeConversation}. */
  closeConversation(conversationId: string, options?: CloseOptions): Promise<CloseReport> {
    return this.#core.close(this.closeConversation, conversationId, options)
  }

  /**
   * Closes many. Never stops at the first failure; memory does not grow with the number of ids.
   * `timeoutMs` is per conversation, `signal` stops all.
   */
  closeConversations(ids: Iterable<string> | AsyncIterable<string>, options?: CloseManyOptions): Promise<CloseManyReport> {
    return this.#core.closeMany(this.closeConversations, ids, options)
  }

  /**
   * For reap: its time begins with its first place in the request budget.
   * @internal
   */
  _closeItem(conversationId: string, options: CloseOptions, cancellations: Cancellations): Promise<Counts> {
    return this.#core.closeItem(this._closeItem, conversationId, options, cancellations)
  }

  /** One read. `NOT_FOUND` where there is none, or where the token cannot see it. */
  getConversation(conversationId: string, options?: CallOptions): Promise<Conversation> {
    return this.#core.get(this.getConversation, conversationId, options)
  }

  /** A handle that matchers can poll. Throws `INVALID_INPUT` for what is no id. */
  conversation(conversationId: string): ConversationHandle {
    const id = callSync(this.conversation, () => checkArgument('conversationId', conversationId, 'conversation'))
    return new (handles().ConversationHandle)(this.#core, id)
  }

  /** Message id from the guest's socket to conversation id; polls until the record exists or the deadline passes. */
  findConversation(by: { messageId: string }, options?: CallOptions): Promise<string> {
    return this.#core.find(this.findConversation, by, options)
  }

  /** The codes that the agents of a conversation may choose, those of a queue, or those of the org. */
  listWrapUpCodes(
    of?: { conversationId: string; participantId?: string | undefined } | { queueId: string },
    options?: CallOptions,
  ): Promise<{ id: string; name: string }[]> {
    return this.#core.listWrapUpCodes(this.listWrapUpCodes, of, options)
  }

  /**
   * Looks at what would make tests fail, and why. Changes nothing, and never rejects for what it finds: only for bad
   * input, or when it is aborted. See docs/doctor.md.
   */
  doctor(of?: DoctorTarget, options?: DoctorOptions): Promise<DoctorReport> {
    return this.#core.doctor(this.doctor, of, options)
  }

  /** Aborts what is running and resolves when that has settled. Use after it is `INVALID_INPUT`; safe to call twice. */
  dispose(): Promise<void> {
    return this.#core.dispose()
  }

  /**
   * What a trigger prepares of a close with these options, and how it then closes.
   * @internal
   */
  _arm(options: CheckedClose): ArmedClose {
    return this.#core.arm(this._arm, options)
  }

  /**
   * Whose token this client has: organization and OAuth client.
   * @internal
   */
  _owner(options?: CallOptions): Promise<Owner> {
    return this.#core.owner(this._owner, options)
  }

  /**
   * The same as findConversation, with how often it was asked.
   * @internal
   */
  _lookUp(by: { messageId: string }, options?: CallOptions): Promise<LookUp> {
    return this.#core.lookUp(this._lookUp, by, options)
  }

  /**
   * The status that the org gives to a write on a participant which no close makes: for measure, where the guard shows
   * its own conversation.
   * @internal
   */
  _probe(asked: Probe, options?: CallOptions): Promise<number> {
    return this.#core.probe(this._probe, asked, options)
  }

  /**
   * Ends what runs, as the end of a test's time does.
   * @internal
   */
  _cutOff(): Promise<void> {
    return this.#core.cutOff()
  }

  /**
   * What the deployment says about telling guests; nothing where it is not known.
   * @internal
   */
  _disconnectSetting(options?: CallOptions): Promise<DisconnectSetting | null> {
    return this.#core.disconnectSetting(this._disconnectSetting, options)
  }

  /** The same as `dispose()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}

const only = (options: object, names: object): object => Object.fromEntries(Object.entries(options).filter(([name]) => name in names))

/** The options of the close, its guard among them, and those of its connection. */
function split(options: CheckedOptions<'ConnectionOptions' | 'CloseOptions'>): { close: CheckedClose; connection: CheckedConnection } {
  const { guard: _heldByTheClose, ...connection } = options
  return { close: only(options, TABLES.CloseOptions.fields), connection: only(connection, TABLES.ConnectionOptions.fields) }
}

/**
 * The one-call form: connects, closes, verifies, lets go.
 *
 * Resolves when the conversation was seen closed, and where `guest` is given, when the guest was
 * told too. A conversation that had ended before is `outcome: 'already-closed'`, without a write. Only `strategy: 'agent'`
 * resolves with an open conversation, as `outcome: 'agents-ended'`.
 * Rejects with a {@link GenesysError} that says what was seen and what to do.
 */
export function closeConversation(conversationId: string, options?: ConnectionOptions & CloseOptions): Promise<CloseReport> {
  return call(closeConversation, undefined, async () => {
    const operation = 'closeConversation'
    const id = checkArgument('conversationId', conversationId, operation)
    const { close, connection } = split(checkOptions(['ConnectionOptions', 'CloseOptions'], options, operation))
    const resolved = connectionOf(connection, operation)
    const core = new (cores().Core)(connected(resolved), resolved)
    return { ok: await core.closeChecked(closeConversation, id, close) }
  })
}
