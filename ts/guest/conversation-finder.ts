import { GenesysError, isGenesysError } from '../boundary/errors'
import { firstOf } from '../boundary/signals'
import { deadlineAfter, now } from '../boundary/time'
import type { ConversationCloser } from '../types/public'
import type { GuestSource } from './source'
import type { Found, Waits } from './waits'

/**
 * So many of the guest's own messages are looked up in one search, and so many of others': each is asked for
 * until the deadline, and others write as much as they like.
 */
const MOST_IDS = 3

/** How long an early look-up is waited for before another one is begun beside it. */
const EARLY_HEAD_START_MS = 250

/** Failures that another id may mend. */
const OTHER_ID_MAY_HELP = ['NOT_FOUND', 'TIMEOUT'] as const

const UNECHOED = 'What the guest has written did not come back'

type Asked = Pick<ConversationCloser, 'findConversation'>

/** `first` is an id to be tried before the others: that of the message in question. */
interface Wanted { timeoutMs: number; signal?: AbortSignal | undefined; first?: string | undefined }

type Source = Pick<GuestSource, 'session' | 'messageIds' | 'testimony' | 'over'>

/**
 * `ended()` gives the message ids up to the last closing frame, `own()` those of the guest's own messages; `isUnechoed()`
 * says whether the last of these has not come back.
 */
interface Seen { ended(): Set<string>; own(): string[]; isUnechoed(): boolean }

/** Leads from the message ids that a guest has seen to the conversation; remembers it for the session. */
export class ConversationFinder {
  #waits: Waits
  #source: Source
  #ended: Seen['ended']
  #own: Seen['own']
  #isUnechoed: Seen['isUnechoed']
  /** `by`: the message that was the last one then. */
  #found: { session: number; id: string; by: string | undefined } | undefined
  /** The last early look-up: in which session, and after which message of the guest's own. */
  #early: { session: number; by: string | undefined } | undefined
  #wasForgotten = false
  #earlySince: number | undefined

  constructor(waits: Waits, source: Source, { ended, own, isUnechoed }: Seen) {
    this.#waits = waits
    this.#source = source
    this.#ended = ended
    this.#own = own
    this.#isUnechoed = isUnechoed
  }

  /** The conversation of the present session, if it is known. */
  get known(): string | undefined {
    return this.#found?.session === this.#source.session() ? this.#found.id : undefined
  }

  /** The message that led to it. */
  get by(): string | undefined {
    return this.#found?.by
  }

  /** The guest speaks in another conversation now, or may: what was found says nothing any more. */
  forget(): void {
    this.#found = undefined
    this.#wasForgotten = true
  }

  /** What led to it came before an end: whoever speaks since may be in another conversation. */
  get isOfEnded(): boolean {
    const [ended, by] = [this.#ended(), this.#found?.by]
    return by === undefined ? ended.size > 0 : ended.has(by)
  }

  remember(id: string, by: string | undefined = this.#own().at(-1)): void {
    this.#found = { session: this.#source.session(), id, by }
  }

  /** What is known, unless the guest has written since: where nobody told of an end, that may be elsewhere. */
  get #stillKnown(): string | undefined {
    return this.#found?.by === this.#own().at(-1) ? this.known : undefined
  }

  /** Whether the guest has written since the last early look-up, and what that had found was forgotten. */
  get #writesOn(): boolean {
    return this.#wasForgotten && this.#early?.by !== this.#own().at(-1)
  }

  /**
   * Looks the conversation up as soon as it can be, so that nobody has to wait for it: once for each session, and where
   * the guest writes on after an end.
   */
  early(client: Asked, timeoutMs: number): void {
    const session = this.#source.session()
    if ((this.#early?.session === session && !this.#writesOn) || this.#source.messageIds().length === 0) return
    this.#early = { session, by: this.#own().at(-1) }
    this.#wasForgotten = false
    this.#earlySince = now()
    this.#search(client, { timeoutMs }).catch(() => {}).finally(() => {
      this.#earlySince = undefined
      this.#waits.check()
    })
  }

  /** What is known once an early look-up is over, if anything. */
  foundEarly({ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<string | undefined> {
    const look = (): Found<string | undefined> => (this.known !== undefined || this.#earlySince === undefined ? { value: this.known } : undefined)
    return this.#waits.until<string | undefined>({ timeoutMs, signal, operation: 'conversationId', look, late: () => undefined })
  }

  find(client: Asked, { timeoutMs, signal, first }: Wanted): Promise<string> {
    return this.#search(client, { timeoutMs, signal, first, patienceMs: Math.min(EARLY_HEAD_START_MS, timeoutMs / 4) })
  }

  /** How long an early look-up still has before whoever waits for it asks too. */
  #headStart(patienceMs: number): number {
    return this.#earlySince === undefined ? 0 : this.#earlySince + patienceMs - now()
  }

  async #search(client: Asked, { timeoutMs, signal, first, patienceMs = 0 }: Wanted & { patienceMs?: number }): Promise<string> {
    if (this.#stillKnown !== undefined) return this.#stillKnown
    const [session, before] = [this.#source.session(), this.#own().at(-1)]
    const search = new Search(client, { timeoutMs, signal, onProgress: () => this.#waits.check() })
    try {
      const id = await this.#waits.until<string>({
        timeoutMs,
        signal,
        operation: 'conversationId',
        look: () => {
          if (this.#stillKnown !== undefined) return { value: this.#stillKnown }
          const headStart = this.#headStart(patienceMs)
          if (headStart > 0) return { again: headStart }
          this.#begin(search, first)
          return search.outcome() ?? this.#refuseEnd(search)
        },
        late: async () => (search.hasBegun ? await search.last() : this.#refuseSilence()),
      })
      // What the guest has written meanwhile may be elsewhere.
      if (this.#source.session() === session) this.remember(id, this.#own().find((each) => each === search.by) ?? before)
      return id
    } finally {
      search.stop()
    }
  }

  /** A guest that can write no more begins no conversation. */
  #refuseEnd({ hasBegun }: Search): undefined {
    const over = hasBegun ? undefined : this.#source.over()
    const why = this.#isUnechoed() ? `${UNECHOED}: no conversation is known` : 'The guest has not written: no conversation has begun'
    if (over !== undefined) throw new GenesysError(over.code, `${why}. ${over.message}`, { operation: 'conversationId', hint: over.hint })
  }

  /** Where the socket could carry nothing, it says why. */
  #refuseSilence(): never {
    const { saw, detail } = this.#source.testimony(now())
    const wrote = this.#isUnechoed() ? UNECHOED : 'The guest has not written yet'
    throw new GenesysError('TIMEOUT', `${wrote}: no message was seen that leads to a conversation${saw === 'nothing' ? `; ${detail}` : ''}.`, {
      operation: 'conversationId',
      hint: 'A conversation begins with the first message of the guest: ask after it, or give conversationId(client, { timeoutMs }) the time until then.',
    })
  }

  /** After an end, a reply may have begun another conversation: what came before leads to the old one. */
  #begin(search: Search, first: string | undefined): void {
    const [ids, ended, own] = [this.#source.messageIds(), this.#ended(), new Set(this.#own())]
    const since = ids.filter((id) => !ended.has(id))
    const candidates = since.length > 0 ? since : ids
    if (first !== undefined) search.begin(first, 'first')
    if (this.#found !== undefined) return search.begin(own.size > 0 ? [...own].at(-1) : candidates[0], 'own')
    for (const id of candidates) search.begin(id, own.has(id) ? 'own' : 'others')
  }
}

/** The look-ups of one search. */
class Search {
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

  constructor(client: Asked, { timeoutMs, signal, onProgress }: Wanted & { onProgress: () => void }) {
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
