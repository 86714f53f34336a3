/** What one guest did that nobody has seen ended. */
class Stay {
  /** Messages of its own that have not come back. */
  unechoed = 0
  /** Message id to `{ own, conversationId? }`. */
  messages = new Map()

  constructor(guest, at) {
    this.guest = guest
    this.at = at
  }

  get isEmpty() {
    return this.unechoed === 0 && this.messages.size === 0
  }

  /**
   * A message of the guest's own leads to its conversation for certain, and its echo settles it. Ids of the other side and
   * of events count only for as long as there is no better one: they may lead nowhere.
   */
  take(messageId, own) {
    if (own) this.unechoed = Math.max(0, this.unechoed - 1)
    const hasOwn = [...this.messages.values()].some((message) => message.own)
    if (!own && hasOwn) return false
    if (own && !hasOwn) this.messages.clear()
    this.messages.set(messageId, { own })
    return true
  }

  /** Ids by conversation; those that were not looked up yet stand together. */
  groups() {
    const groups = new Map()
    for (const [messageId, { conversationId }] of this.messages) {
      groups.set(conversationId, [...(groups.get(conversationId) ?? []), messageId])
    }
    return [...groups].map(([conversationId, messageIds]) => ({ conversationId, messageIds, guest: this.guest, at: this.at }))
  }
}

/** Guests have names without slashes. */
const guestless = (conversationId) => `/${conversationId}`

/** What is open according to the records so far. The same for who writes them and who reads them. */
class Book {
  #stays = new Map()
  #tracked = new Map()
  /** Every message id ever met, with its guest: a late repetition opens nothing anew. */
  #met = new Map()

  /** Takes one record; `false` where it says nothing new. */
  apply(record) {
    return this[`_${record.type}`](record)
  }

  _sent({ guest, at }) {
    this.#stay(guest, at).unechoed += 1
    return true
  }

  _opened({ guest, messageId, at, own = true }) {
    if (this.#met.has(messageId)) return false
    this.#met.set(messageId, guest)
    return this.#stay(guest, at).take(messageId, own)
  }

  _tracked({ conversationId, at }) {
    if (this.#tracked.has(conversationId)) return false
    this.#tracked.set(conversationId, at)
    return true
  }

  /** The first word counts: another conversation for the same message would be a lie of somebody. */
  _resolved({ messageId, conversationId, at }) {
    this._opened({ guest: guestless(conversationId), messageId, at })
    const message = this.#messageOf(messageId)
    if (message === undefined || message.conversationId !== undefined) return false
    message.conversationId = conversationId
    return true
  }

  /** The conversation, with what is known to have led to it. Of a message that led nowhere yet, that message alone. */
  _ended({ conversationId, messageId }) {
    const of = conversationId ?? this.#messageOf(messageId)?.conversationId
    const ids = messageId === undefined ? [] : [messageId]
    return this.#forget(of, ids)
  }

  /** Exactly these, whatever else the guest has; with `guest` also what it sent and never saw come back. */
  _done({ conversationId, messageIds = [], guest }) {
    const stay = this.#stays.get(guest)
    if (stay !== undefined) stay.unechoed = 0
    this.#forget(conversationId, messageIds)
    return true
  }

  _over() {
    return true
  }

  #stay(guest, at) {
    const stay = this.#stays.get(guest) ?? new Stay(guest, at)
    this.#stays.set(guest, stay)
    return stay
  }

  #messageOf(messageId) {
    return this.#stays.get(this.#met.get(messageId))?.messages.get(messageId)
  }

  #forget(conversationId, messageIds) {
    const wasTracked = this.#tracked.delete(conversationId)
    const isMeant = (id, message) => messageIds.includes(id) || (conversationId !== undefined && message.conversationId === conversationId)
    let count = 0
    for (const { messages } of this.#stays.values()) {
      for (const [id, message] of messages) if (isMeant(id, message) && messages.delete(id)) count += 1
    }
    for (const stay of this.#stays.values()) if (stay.isEmpty) this.#stays.delete(stay.guest)
    return wasTracked || count > 0
  }

  /** What must end, each conversation once as far as it is known. */
  open() {
    const tracked = [...this.#tracked].map(([conversationId, at]) => ({ conversationId, messageIds: [], at }))
    const known = new Map()
    const unknown = []
    for (const entry of [...[...this.#stays.values()].flatMap((stay) => stay.groups()), ...tracked]) {
      const same = known.get(entry.conversationId)
      if (entry.conversationId === undefined) unknown.push(entry)
      else if (same === undefined) known.set(entry.conversationId, entry)
      else Object.assign(same, { messageIds: [...same.messageIds, ...entry.messageIds], at: Math.min(same.at, entry.at) })
    }
    return [...known.values(), ...unknown]
  }

  /** Of these ids, those that are open still. */
  openOf(messageIds) {
    return messageIds.filter((id) => this.#messageOf(id) !== undefined)
  }

  /** Guests that sent something and never saw it come back. */
  neverEchoed() {
    return [...this.#stays.values()].filter(({ unechoed }) => unechoed > 0).map(({ guest, at }) => ({ guest, at }))
  }

  get isEmpty() {
    return this.#stays.size === 0 && this.#tracked.size === 0
  }
}

export { Book }
