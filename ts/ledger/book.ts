import type { LedgerRecord, RecordOf } from './record'

/** A message that was seen, and where it leads. */
interface Seen { own: boolean; conversationId?: string }

/** A conversation that must end, or messages that must lead to one. */
export interface OpenEntry { conversationId: string | undefined; messageIds: string[]; at: number; guest?: string }

/** What one guest did that nobody has seen ended. */
class Stay {
  /** Messages of its own that have not come back. */
  unechoed = 0
  messages = new Map<string, Seen>()

  constructor(readonly guest: string, readonly at: number) {}

  get isEmpty(): boolean {
    return this.unechoed === 0 && this.messages.size === 0
  }

  /**
   * A message of the guest's own leads to its conversation for certain, and its echo settles it. Ids of the other side and
   * of events count only for as long as there is no better one: they may lead nowhere.
   */
  take(messageId: string, own: boolean): boolean {
    if (own) this.unechoed = Math.max(0, this.unechoed - 1)
    const hasOwn = [...this.messages.values()].some((message) => message.own)
    if (!own && hasOwn) return false
    if (own && !hasOwn) this.messages.clear()
    this.messages.set(messageId, { own })
    return true
  }

  /** Ids by conversation; those that were not looked up yet stand together. */
  groups(): OpenEntry[] {
    const groups = new Map<string | undefined, string[]>()
    for (const [messageId, { conversationId }] of this.messages) {
      groups.set(conversationId, [...(groups.get(conversationId) ?? []), messageId])
    }
    return [...groups].map(([conversationId, messageIds]) => ({ conversationId, messageIds, guest: this.guest, at: this.at }))
  }
}

/** Guests have names without slashes. */
const guestless = (conversationId: string) => `/${conversationId}`

/** What is open according to the records so far. The same for who writes them and who reads them. */
export class Book {
  #stays = new Map<string, Stay>()
  #tracked = new Map<string, number>()
  /** Every message id ever met, with its guest: a late repetition opens nothing anew. */
  #met = new Map<string, string>()

  /** Takes one record; `false` where it says nothing new. */
  apply(record: LedgerRecord): boolean {
    switch (record.type) {
      case 'sent': return this.#sent(record)
      case 'opened': return this.#opened(record)
      case 'tracked': return this.#track(record)
      case 'resolved': return this.#resolved(record)
      case 'ended': return this.#ended(record)
      case 'done': return this.#done(record)
      default: return true
    }
  }

  #sent({ guest, at }: RecordOf<'sent'>): boolean {
    this.#stay(guest, at).unechoed += 1
    return true
  }

  #opened({ guest, messageId, at, own = true }: Omit<RecordOf<'opened'>, 'type'>): boolean {
    if (this.#met.has(messageId)) return false
    this.#met.set(messageId, guest)
    return this.#stay(guest, at).take(messageId, own)
  }

  #track({ conversationId, at }: RecordOf<'tracked'>): boolean {
    if (this.#tracked.has(conversationId)) return false
    this.#tracked.set(conversationId, at)
    return true
  }

  /** The first word counts: another conversation for the same message would be a lie of somebody. */
  #resolved({ messageId, conversationId, at }: RecordOf<'resolved'>): boolean {
    this.#opened({ guest: guestless(conversationId), messageId, at })
    const message = this.#messageOf(messageId)
    if (message === undefined || message.conversationId !== undefined) return false
    message.conversationId = conversationId
    return true
  }

  /** The conversation, with what is known to have led to it. Of a message that led nowhere yet, that message alone. */
  #ended({ conversationId, messageId }: RecordOf<'ended'>): boolean {
    const ids = messageId === undefined ? [] : [messageId]
    return this.#forget(conversationId ?? ids.map((id) => this.#messageOf(id)?.conversationId).at(0), ids)
  }

  /** Exactly these, whatever else the guest has; with `guest` also what it sent and never saw come back. */
  #done({ conversationId, messageIds = [], guest }: RecordOf<'done'>): boolean {
    const stay = guest === undefined ? undefined : this.#stays.get(guest)
    if (stay !== undefined) stay.unechoed = 0
    this.#forget(conversationId, messageIds)
    return true
  }

  #stay(guest: string, at: number): Stay {
    const stay = this.#stays.get(guest) ?? new Stay(guest, at)
    this.#stays.set(guest, stay)
    return stay
  }

  #messageOf(messageId: string): Seen | undefined {
    const guest = this.#met.get(messageId)
    return guest === undefined ? undefined : this.#stays.get(guest)?.messages.get(messageId)
  }

  #forget(conversationId: string | undefined, messageIds: string[]): boolean {
    const wasTracked = conversationId !== undefined && this.#tracked.delete(conversationId)
    const isMeant = (id: string, message: Seen) => messageIds.includes(id) || (conversationId !== undefined && message.conversationId === conversationId)
    let count = 0
    for (const { messages } of this.#stays.values()) {
      for (const [id, message] of messages) if (isMeant(id, message) && messages.delete(id)) count += 1
    }
    for (const stay of this.#stays.values()) if (stay.isEmpty) this.#stays.delete(stay.guest)
    return wasTracked || count > 0
  }

  /** What must end, each conversation once as far as it is known. */
  open(): OpenEntry[] {
    const tracked = [...this.#tracked].map(([conversationId, at]): OpenEntry => ({ conversationId, messageIds: [], at }))
    const known = new Map<string, OpenEntry>()
    const unknown: OpenEntry[] = []
    for (const entry of [...[...this.#stays.values()].flatMap((stay) => stay.groups()), ...tracked]) {
      const { conversationId } = entry
      const same = conversationId === undefined ? undefined : known.get(conversationId)
      if (conversationId === undefined) unknown.push(entry)
      else if (same === undefined) known.set(conversationId, entry)
      else Object.assign(same, { messageIds: [...same.messageIds, ...entry.messageIds], at: Math.min(same.at, entry.at) })
    }
    return [...known.values(), ...unknown]
  }

  /** Of these ids, those that are open still. */
  openOf(messageIds: string[]): string[] {
    return messageIds.filter((id) => this.#messageOf(id) !== undefined)
  }

  /** Guests that sent something and never saw it come back. */
  neverEchoed(): { guest: string; at: number }[] {
    return [...this.#stays.values()].filter(({ unechoed }) => unechoed > 0).map(({ guest, at }) => ({ guest, at }))
  }

  get isEmpty(): boolean {
    return this.#stays.size === 0 && this.#tracked.size === 0
  }
}
