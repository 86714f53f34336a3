import type { CallOptions, CloseOptions, CloseReport, Conversation, ConversationHandle as Handle } from '../types/public'
import type { Core } from './core'

/** A handle that matchers can poll. */
export class ConversationHandle implements Handle {
  readonly #core: Core
  declare readonly id: string

  constructor(core: Core, id: string) {
    this.#core = core
    Object.defineProperty(this, 'id', { value: id, enumerable: true })
  }

  get(options?: CallOptions): Promise<Conversation> {
    return this.#core.get(this.get, this.id, options)
  }

  close(options?: CloseOptions): Promise<CloseReport> {
    return this.#core.close(this.close, this.id, options)
  }

  /** The codes that its agents may choose, or all of the org. */
  _wrapUpCodes(whose: 'agents' | 'all', options?: CallOptions): Promise<{ id: string; name: string }[]> {
    return this.#core.listWrapUpCodes(this._wrapUpCodes, whose === 'agents' ? { conversationId: this.id } : undefined, options)
  }
}
