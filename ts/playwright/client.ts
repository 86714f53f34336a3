import type { ArmedClose, CloseToArm } from '../client/armed-close'
import { GenesysClient } from '../client/client'
import type { Handle } from '../matchers/subject'
import type { CallOptions, CloseManyOptions, CloseManyReport, CloseOptions, CloseReport, ConnectionOptions, Conversation, ConversationHandle, DoctorReport } from '../types/public'
import type { Recorder } from './record'
import { boxed, short } from './step'

/** What a guest, or a clean-up, needs of a client. */
export interface Closer extends Pick<GenesysClient, 'findConversation' | 'closeConversation' | 'conversation'> {
  /** @internal */
  _arm(options: CloseToArm): ArmedClose
  /** @internal */
  _disconnectSetting: GenesysClient['_disconnectSetting']
}

/** What was prepared, its close standing in something. */
function around(armed: ArmedClose, stand: (id: string, close: () => Promise<CloseReport>) => Promise<CloseReport>): ArmedClose {
  return { ...armed, close: (id, options) => stand(id, () => armed.close(id, options)) }
}

/** A client whose calls are steps of the test, and stand in its report. */
export class TestClient extends GenesysClient {
  #recorder: Recorder

  constructor(options: ConnectionOptions, recorder: Recorder) {
    super(options)
    this.#recorder = recorder
  }

  override async closeConversation(conversationId: string, options?: CloseOptions): Promise<CloseReport> {
    return await boxed(`Close conversation ${short(String(conversationId))}`, () => this._close(conversationId, options), { conversationId: String(conversationId) })
  }

  override async closeConversations(ids: Iterable<string> | AsyncIterable<string>, options?: CloseManyOptions): Promise<CloseManyReport> {
    return await boxed('Close conversations', () => super.closeConversations(ids, options))
  }

  override async getConversation(conversationId: string, options?: CallOptions): Promise<Conversation> {
    return await boxed(`Read conversation ${short(String(conversationId))}`, () => this._read(conversationId, options), { conversationId: String(conversationId) })
  }

  override async findConversation(by: { messageId: string }, options?: CallOptions): Promise<string> {
    return await boxed('Find a conversation by a message id', () => super.findConversation(by, options))
  }

  override async listWrapUpCodes(...[of, options]: Parameters<GenesysClient['listWrapUpCodes']>): Promise<{ id: string; name: string }[]> {
    return await boxed('List wrap-up codes', () => super.listWrapUpCodes(of, options))
  }

  override async doctor(...[of, options]: Parameters<GenesysClient['doctor']>): Promise<DoctorReport> {
    return await boxed('Examine the set-up', () => super.doctor(of, options))
  }

  override conversation(conversationId: string): ConversationHandle {
    return new TestConversation(super.conversation(conversationId), this)
  }

  /** The same client for those who work on behalf of a test: no steps of their own. */
  readonly quiet: Closer = {
    findConversation: (by, options) => super.findConversation(by, options),
    closeConversation: (conversationId, options) => this._close(conversationId, options),
    conversation: (conversationId) => this.conversation(conversationId),
    _arm: (options) => around(super._arm(options), (_id, close) => this.#recorded(close)),
    _disconnectSetting: (options) => super._disconnectSetting(options),
  }

  /**
   * What a trigger prepares; its close is a step of the test.
   * @internal
   */
  override _arm(options: CloseToArm): ArmedClose {
    return around(super._arm(options), (id, close) => boxed(`Close conversation ${short(id)}`, () => this.#recorded(close), { conversationId: id }))
  }

  /**
   * Closes without a step of its own.
   * @internal
   */
  async _close(conversationId: string, options?: CloseOptions): Promise<CloseReport> {
    return await this.#recorded(() => super.closeConversation(conversationId, options))
  }

  async #recorded(close: () => Promise<CloseReport>): Promise<CloseReport> {
    const record = this.#recorder.current
    try {
      return record.closed(await close())
    } catch (error) {
      record.failed(error)
      throw error
    }
  }

  /**
   * Closes what a test left behind: not a step, and no close of the test.
   * @internal
   */
  async _tidy(conversationId: string, options: CloseOptions): Promise<CloseReport> {
    const { cleanUp } = this.#recorder.current
    return await super.closeConversation(conversationId, { ...options, onStep: (step) => cleanUp.push(step) })
  }

  /**
   * Ends what a test has running when its time is up: what was seen until then stands in its report.
   * @internal
   */
  async _endAll(): Promise<void> {
    await this._cutOff()
  }

  /**
   * Reads without a step: matchers poll.
   * @internal
   */
  async _read(conversationId: string, options?: CallOptions): Promise<Conversation> {
    const record = this.#recorder.current
    return record.read(await super.getConversation(conversationId, options))
  }
}

/** A handle of one conversation, bound to a test's client. */
class TestConversation implements ConversationHandle {
  readonly id: string
  #handle: Handle
  #client: TestClient

  constructor(handle: Handle, client: TestClient) {
    this.id = handle.id
    this.#handle = handle
    this.#client = client
  }

  /**
   * What matchers look names up with.
   * @internal
   */
  get _wrapUpCodes(): Handle['_wrapUpCodes'] {
    return this.#handle._wrapUpCodes?.bind(this.#handle)
  }

  get(options?: CallOptions): Promise<Conversation> {
    return this.#client._read(this.id, options)
  }

  async close(options?: CloseOptions): Promise<CloseReport> {
    return await boxed(`Close conversation ${short(this.id)}`, () => this.#client._close(this.id, options), { conversationId: this.id })
  }
}
