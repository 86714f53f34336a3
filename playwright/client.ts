import {
  GenesysClient, type CallOptions, type CloseManyOptions, type CloseManyReport, type CloseOptions, type CloseReport, type ConnectionOptions,
  type Conversation, type ConversationHandle, type DoctorReport,
} from '../index'
import type { ArmedClose } from '../lib/internal'
import type { Recorder } from './record'
import { boxed, short } from './step'

/** What a guest, or a clean-up, needs of a client. */
export type Closer = Pick<GenesysClient, 'findConversation' | 'closeConversation' | 'conversation'> & {
  _disconnectSetting?(options: CallOptions): unknown
  _arm?(options: CloseOptions): ArmedClose
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
    _disconnectSetting: (options) => disconnectSettingOf(this)?.(options),
    _arm: (options) => armOf(this, options, (_id, close) => this.#recorded(close)),
  }

  /** What a trigger prepares; its close is a step of the test. */
  _arm(options: CloseOptions): ArmedClose {
    return armOf(this, options, (id, close) => boxed(`Close conversation ${short(id)}`, () => this.#recorded(close), { conversationId: id }))
  }

  /** Closes without a step of its own. */
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

  /** Closes what a test left behind: not a step, and no close of the test. */
  async _tidy(conversationId: string, options: CloseOptions): Promise<CloseReport> {
    const { cleanUp } = this.#recorder.current
    return await super.closeConversation(conversationId, { ...options, onStep: (step) => cleanUp.push(step) })
  }

  /** Ends what a test has running when its time is up: what was seen until then stands in its report. */
  async _endAll(): Promise<void> {
    await (this as GenesysClient & { _cutOff?: () => Promise<void> })._cutOff?.()
  }

  /** Reads without a step: matchers poll. */
  async _read(conversationId: string, options?: CallOptions): Promise<Conversation> {
    const record = this.#recorder.current
    return record.read(await super.getConversation(conversationId, options))
  }
}

/** A handle of one conversation, bound to a test's client. */
class TestConversation implements ConversationHandle {
  readonly id: string
  #handle: ConversationHandle
  #client: TestClient

  constructor(handle: ConversationHandle, client: TestClient) {
    this.id = handle.id
    this.#handle = handle
    this.#client = client
  }

  /** What matchers look names up with. */
  get _wrapUpCodes(): unknown {
    return wrapUpCodesOf(this.#handle)
  }

  get(options?: CallOptions): Promise<Conversation> {
    return this.#client._read(this.id, options)
  }

  async close(options?: CloseOptions): Promise<CloseReport> {
    return await boxed(`Close conversation ${short(this.id)}`, () => this.#client._close(this.id, options), { conversationId: this.id })
  }
}

/** A function of the core's own handle, which wants that handle as `this`. */
function wrapUpCodesOf(handle: ConversationHandle & { _wrapUpCodes?: (...args: unknown[]) => unknown }): unknown {
  return handle._wrapUpCodes?.bind(handle)
}

/** What the core prepares for a client of a test; `around` is what the close then stands in. */
function armOf(client: TestClient, options: CloseOptions, around: (id: string, close: () => Promise<CloseReport>) => Promise<CloseReport>): ArmedClose {
  const { _arm } = GenesysClient.prototype as unknown as { _arm(options: CloseOptions): ArmedClose }
  const armed = _arm.call(client, options)
  return { ...armed, close: (id, close) => around(id, () => armed.close(id, close)) }
}

/** What a matcher asks to explain why nobody was told. */
function disconnectSettingOf(client: GenesysClient & { _disconnectSetting?: (options: CallOptions) => unknown }): ((options: CallOptions) => unknown) | undefined {
  return client._disconnectSetting?.bind(client)
}
