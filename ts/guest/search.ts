import { GenesysError, isGenesysError } from '../boundary/errors'
import { firstOf } from '../boundary/signals'
import { deadlineAfter } from '../boundary/time'
import type { ConversationCloser } from '../types/public'

/**
 * So many of the guest's own messages are looked up in one search, and so many of others': each is asked for
 * until the deadline, and others write as much as they like.
 */
const MOST_IDS = 3

/** Failures that another id may mend. */
const OTHER_ID_MAY_HELP = ['NOT_FOUND', 'TIMEOUT'] as const

export type Asked = Pick<ConversationCloser, 'findConversation'>

interface Given { timeoutMs: number; signal?: AbortSignal | undefined; onProgress(): void }

/** The look-ups of one search. */
export class Search {
  #client: Asked
  #deadline: ReturnType<typeof deadlineAfter>
  #onProgress: () => void
  #stop = new AbortController()
  #either: ReturnType<typeof firstOf>
  /** The message that has led to it. */
  by: string | undefined
  #tried = new Map<string, Promise<void>>()
  #counts = { first: 0, own: 0, others: 0 }
  #id: string | undefined
  #errors: unknown[] = []

  constructor(client: Asked, { timeoutMs, signal, onProgress }: Given) {
    this.#client = client
    this.#deadline = deadlineAfter(timeoutMs)
    this.#either = firstOf(signal, this.#stop.signal)
    this.#onProgress = onProgress
  }

  /** At most so many of a kind. */
  begin(messageId: string | undefined, kind: 'first' | 'own' | 'others'): void {
    if (messageId === undefined || this.#tried.has(messageId) || this.#counts[kind] >= MOST_IDS) return
    this.#counts[kind] += 1
    const options = { timeoutMs: this.#deadline.left(), signal: this.#either.signal }
    const lookUp = Promise.resolve(this.#client.findConversation({ messageId }, options)).then(
      (id) => {
        if (this.#id !== undefined) return
        this.#id = id
        this.by = messageId
      },
      (error) => { this.#errors.push(error) },
    )
    this.#tried.set(messageId, lookUp.then(() => this.#onProgress()))
  }

  get hasBegun(): boolean {
    return this.#tried.size > 0
  }

  outcome(): { value: string } | undefined {
    if (this.#id !== undefined) return { value: this.#id }
    const final = this.#errors.find((error) => !OTHER_ID_MAY_HELP.some((code) => isGenesysError(error, code)))
    if (final !== undefined) throw final
    return undefined
  }

  /** At the deadline the look-ups end too; what they say is more than that time is over. */
  async last(): Promise<string> {
    await Promise.all(this.#tried.values())
    const outcome = this.outcome()
    if (outcome !== undefined) return outcome.value
    throw this.#errors[0] ?? new GenesysError('TIMEOUT', 'No message of the guest has led to a conversation in time.', {
      operation: 'conversationId',
      hint: 'A conversation begins with the first message of the guest.',
    })
  }

  stop(): void {
    this.#stop.abort()
    this.#either.release()
  }
}
