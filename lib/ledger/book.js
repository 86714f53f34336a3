'use strict'

/** What one guest did since its last end. */
class Stay {
  isEchoed = false
  /** Message id to conversation id, `undefined` while nobody has looked it up. */
  messages = new Map()

  constructor(guest, at) {
    this.guest = guest
    this.at = at
  }

  get conversations() {
    return [...new Set(this.messages.values())].filter(Boolean)
  }

  get isEmpty() {
    return this.isEchoed && this.messages.size === 0
  }

  /** Ids by conversation; those that were not looked up yet stand together. */
  groups() {
    const groups = new Map()
    for (const [messageId, conversationId] of this.messages) {
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
    const isNews = this.#stays.get(guest)?.isEchoed !== false
    this.#stay(guest, at).isEchoed = false
    return isNews
  }

  _opened({ guest, messageId, at }) {
    if (this.#met.has(messageId)) return false
    this.#met.set(messageId, guest)
    const stay = this.#stay(guest, at)
    stay.isEchoed = true
    stay.messages.set(messageId, undefined)
    return true
  }

  _tracked({ conversationId, at }) {
    if (this.#tracked.has(conversationId)) return false
    this.#tracked.set(conversationId, at)
    return true
  }

  /** The first word counts: another conversation for the same message would be a lie of somebody. */
  _resolved({ messageId, conversationId, at }) {
    this._opened({ guest: guestless(conversationId), messageId, at })
    const { messages } = this.#stays.get(this.#met.get(messageId)) ?? {}
    if (!messages?.has(messageId) || messages.get(messageId) !== undefined) return false
    messages.set(messageId, conversationId)
    return true
  }

  _ended({ conversationId, messageId, guest }) {
    const ended = [
      conversationId !== undefined && this.#endConversation(conversationId),
      messageId !== undefined && this.#endMessage(messageId),
      guest !== undefined && this.#endStay(this.#stays.get(guest)),
    ]
    return ended.includes(true)
  }

  /** Exactly these, whatever else the guest has. */
  _done({ conversationId, messageIds = [], guest }) {
    this.#tracked.delete(conversationId)
    for (const stay of this.#stays.values()) for (const id of messageIds) stay.messages.delete(id)
    if (this.#stays.get(guest)?.isEchoed === false) this.#stays.delete(guest)
    this.#sweep()
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

  #endMessage(messageId) {
    const stay = this.#stays.get(this.#met.get(messageId))
    const conversationId = stay?.messages.get(messageId)
    if (conversationId !== undefined) return this.#endConversation(conversationId)
    return stay?.messages.has(messageId) === true && this.#endStay(stay)
  }

  #endStay(stay) {
    if (stay === undefined) return false
    this.#stays.delete(stay.guest)
    for (const conversationId of stay.conversations) this.#endConversation(conversationId)
    return true
  }

  /** Its messages end, and so do those that were not looked up, where their guest was in no other conversation. */
  #endConversation(conversationId) {
    const wasTracked = this.#tracked.delete(conversationId)
    const stays = [...this.#stays.values()].filter(({ conversations }) => conversations.includes(conversationId))
    for (const stay of stays) {
      const isOnlyOne = stay.conversations.length === 1
      for (const [id, of] of stay.messages) if (of === conversationId || (of === undefined && isOnlyOne)) stay.messages.delete(id)
    }
    this.#sweep()
    return wasTracked || stays.length > 0
  }

  #sweep() {
    for (const stay of this.#stays.values()) if (stay.isEmpty) this.#stays.delete(stay.guest)
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

  /** Guests that sent something and never saw it come back. */
  neverEchoed() {
    return [...this.#stays.values()].filter(({ isEchoed }) => !isEchoed).map(({ guest, at }) => ({ guest, at }))
  }

  get isEmpty() {
    return this.#stays.size === 0 && this.#tracked.size === 0
  }
}

module.exports = { Book }
