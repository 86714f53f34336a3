import { GenesysError, isGenesysError } from '../boundary/errors'
import { now } from '../boundary/time'
import type { LookUp, ToldElsewhere } from '../client/asked-guest'
import type { GuestEvent } from '../types/public'
import { isSaid, isUnechoed } from './said'
import { type Asked, Search } from './search'
import type { GuestSource } from './source'
import type { Found, Waits } from './waits'

/** How long an early look-up is waited for before another one is begun beside it. */
const EARLY_HEAD_START_MS = 250

const UNECHOED = 'What the guest has written did not come back'

/** `first` is an id to be tried before the others: that of the message in question. */
interface Wanted { timeoutMs: number; signal?: AbortSignal | undefined; first?: string | undefined }

type Source = Pick<GuestSource, 'session' | 'messageIds' | 'testimony' | 'over'>

/** A closing frame, in which session it came, and which of the guest's own messages had come back by then. */
interface End { at: number; session: number; said: readonly string[] }

/** Leads from the message ids that a guest has seen to the conversation; remembers it for the session. */
export class ConversationFinder {
  #waits: Waits
  #source: Source
  #events: () => readonly GuestEvent[]
  /** `by`: the message that was the last one then. */
  #found: { session: number; id: string; by: string | undefined } | undefined
  /** The last early look-up: in which session, and after which message of the guest's own. */
  #early: { session: number; by: string | undefined } | undefined
  #wasForgotten = false
  #ends: End[] = []
  #earlySince: number | undefined

  /** `events()` gives what the guest has seen, in order. */
  constructor(waits: Waits, source: Source, events: () => readonly GuestEvent[]) {
    this.#waits = waits
    this.#source = source
    this.#events = events
  }

  /** Ids of the guest's own messages of this session that came back, in their order: an earlier one leads elsewhere. */
  own(): string[] {
    const ofSession = new Set(this.#source.messageIds())
    const said = this.#events().filter((event) => event.direction === 'sent' && isSaid(event))
    return said.flatMap(({ messageId }) => messageId ?? []).filter((id) => ofSession.has(id))
  }

  /** Message ids up to the last closing frame. */
  #ended(): Set<string> {
    const end = this.#events().findLastIndex(({ kind }) => kind === 'closed')
    return new Set(this.#events().slice(0, end + 1).flatMap(({ messageId }) => messageId ?? []))
  }

  /** The conversation of the present session, if it is known. */
  get known(): string | undefined {
    return this.#found?.session === this.#source.session() ? this.#found.id : undefined
  }

  /** The same, unless the guest has written since an end that came after what led to it: that may be in another one. */
  get present(): string | undefined {
    const [by, events] = [this.#found?.by, this.#events()]
    const led = by === undefined ? -1 : events.findIndex(({ messageId }) => messageId === by)
    const end = events.findIndex(({ kind }, index) => index > led && kind === 'closed')
    const own = this.own()
    const writesOn = end >= 0 && events.slice(end).some(({ messageId }) => messageId !== undefined && own.includes(messageId))
    return writesOn ? undefined : this.known
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

  remember(id: string, by: string | undefined = this.own().at(-1)): void {
    this.#found = { session: this.#source.session(), id, by }
  }

  /** What is known, unless the guest has written since: where nobody told of an end, that may be elsewhere. */
  get #stillKnown(): string | undefined {
    return this.#found?.by === this.own().at(-1) ? this.known : undefined
  }

  /** Whether the guest has written since the last early look-up, and what that had found was forgotten. */
  get #writesOn(): boolean {
    return this.#wasForgotten && this.#early?.by !== this.own().at(-1)
  }

  /**
   * Looks the conversation up as soon as it can be, so that nobody has to wait for it: once for each session, and where
   * the guest writes on after an end.
   */
  early(client: Asked, timeoutMs: number): void {
    const session = this.#source.session()
    if ((this.#early?.session === session && !this.#writesOn) || this.#source.messageIds().length === 0) return
    this.#early = { session, by: this.own().at(-1) }
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

  /** Whether the guest can speak for a conversation. What is unknown is not held against it. */
  async speaksFor(conversationId: string, find: LookUp): Promise<boolean> {
    const { known } = this
    if (known === undefined || known === conversationId) return true
    const [newest] = this.#source.messageIds()
    const id = newest === undefined ? known : await find(newest).catch(() => known)
    if (id === conversationId) this.remember(id)
    return id === conversationId
  }

  /** Whether the guest's newest message is one of that conversation, as far as it can be looked up. */
  async livesIn(conversationId: string, find: LookUp): Promise<boolean> {
    const newest = this.own().at(-1)
    return newest === undefined || this.#found?.by === newest || await find(newest).catch(() => conversationId) === conversationId
  }

  /** A closing frame came. */
  heardEnd(at: number): void {
    this.#ends.push({ at, session: this.#source.session(), said: this.own() })
  }

  /** For a close that begins now. */
  mark(): ToldElsewhere {
    const session = this.#events().some(({ kind }) => kind === 'session') ? this.#source.session() : undefined
    const before = new Set(this.own())
    return async (conversationId, since, find) => {
      const end = this.#ends.find(({ at }) => since !== undefined && at >= since) ?? this.#ends.at(-1)
      if (end === undefined) return undefined
      if (session !== undefined && end.session !== session) return 'the closing frame came in another session, begun since'
      const newest = end.said.findLast((id) => since === undefined || !before.has(id))
      if (newest === undefined || (newest === this.#found?.by && this.known === conversationId)) return undefined
      // Who may not look it up is not told that it is elsewhere; nor is whoever has found it ended.
      const id = await find(newest).catch((error: unknown) => (since === undefined || isGenesysError(error, 'FORBIDDEN') ? conversationId : undefined))
      if (id === conversationId) return undefined
      const where = id === undefined ? 'may speak in another conversation, which was not found' : 'speaks in another conversation'
      return `the guest has written since, and ${where}: the closing frame proves no end of this one`
    }
  }

  /** The conversation of what the guest has seen, once it is known; looked up where nobody else looks. */
  async whose(find: LookUp, asked: { timeoutMs: number; signal: AbortSignal }): Promise<string | undefined> {
    const early = await this.foundEarly(asked)
    const [newest] = this.#source.messageIds()
    if (early !== undefined || newest === undefined) return early
    const id = await find(newest)
    this.remember(id)
    return id
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
    const [session, before] = [this.#source.session(), this.own().at(-1)]
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
      if (this.#source.session() === session) this.remember(id, this.own().find((each) => each === search.by) ?? before)
      return id
    } finally {
      search.stop()
    }
  }

  /** A guest that can write no more begins no conversation. */
  #refuseEnd({ hasBegun }: Search): undefined {
    const over = hasBegun ? undefined : this.#source.over()
    const why = isUnechoed(this.#events()) ? `${UNECHOED}: no conversation is known` : 'The guest has not written: no conversation has begun'
    if (over !== undefined) throw new GenesysError(over.code, `${why}. ${over.message}`, { operation: 'conversationId', hint: over.hint })
  }

  /** Where the socket could carry nothing, it says why. */
  #refuseSilence(): never {
    const { saw, detail } = this.#source.testimony(now())
    const wrote = isUnechoed(this.#events()) ? UNECHOED : 'The guest has not written yet'
    throw new GenesysError('TIMEOUT', `${wrote}: no message was seen that leads to a conversation${saw === 'nothing' ? `; ${detail}` : ''}.`, {
      operation: 'conversationId',
      hint: 'A conversation begins with the first message of the guest: ask after it, or give conversationId(client, { timeoutMs }) the time until then.',
    })
  }

  /** After an end, a reply may have begun another conversation: what came before leads to the old one. */
  #begin(search: Search, first: string | undefined): void {
    const [ids, ended, own] = [this.#source.messageIds(), this.#ended(), new Set(this.own())]
    const since = ids.filter((id) => !ended.has(id))
    const candidates = since.length > 0 ? since : ids
    if (first !== undefined) search.begin(first, 'first')
    if (this.#found !== undefined) return search.begin(own.size > 0 ? [...own].at(-1) : candidates[0], 'own')
    for (const id of candidates) search.begin(id, own.has(id) ? 'own' : 'others')
  }
}
