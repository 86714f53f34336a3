'use strict'

const { presenceOf } = require('./messages')

/** What the Messenger window shows, made from MessagingService's events alone. */
class ConversationView {
  #entries = []
  #isTyping = false
  #end
  /** Ends that were told, by their time: whether each was read-only. */
  #told = new Map()
  #hasOlder = false

  /** A copy that can be posted to a frame. */
  snapshot() {
    return { entries: this.#entries, isTyping: this.#isTyping, end: this.#end, hasOlder: this.#hasOlder }
  }

  sending({ message: { type, text, tracingId, content } }) {
    if (type === 'Event') return
    this.#add({ key: `sent:${tracingId}`, tracingId, from: 'guest', text: text ?? buttonText(content), delivery: 'sending' })
  }

  received({ messages }) {
    this.#isTyping = false
    for (const body of messages) this.#show(rawEntry(body))
  }

  /** A new socket: what was sent over the old one and had no echo until now gets none any more. */
  reconnected() {
    for (const entry of this.#entries) entry.isFromBefore = true
  }

  /** The history takes the place of what was there, but for what it cannot know: what never arrived, and what is newer. */
  restored({ messages }) {
    const kept = this.#entries.filter((entry) => isUnknownToHistory(entry) && !messages.some((each) => isSame(each, entry)))
    this.#entries = []
    this.#end = undefined
    for (const message of messages.toReversed()) this.#show(formattedEntry(message))
    for (const entry of kept) this.#keep(entry)
    this.#hasOlder = true
  }

  older({ messages }) {
    const entries = messages.toReversed().map(formattedEntry).filter((entry) => entry.kind !== 'other')
    this.#entries = [...entries, ...this.#entries]
  }

  complete() {
    this.#hasOlder = false
  }

  typing(isTyping) {
    this.#isTyping = isTyping
  }

  /** The message itself follows, live or in a restored history; only then it is an end of what is shown. */
  disconnected({ message, readOnly }) {
    this.#told.set(message.channel?.time, readOnly === true)
  }

  /** It did not arrive. */
  failed({ error }) {
    const entry = this.#entries.find((each) => each.tracingId === error.tracingId && each.tracingId !== undefined)
    if (entry === undefined) return
    Object.assign(entry, { delivery: 'failed', why: typeof error.body === 'string' ? error.body : error.body?.errorMessage })
  }

  reset() {
    this.#entries = []
    this.#end = undefined
    this.#told.clear()
    this.#isTyping = false
    this.#hasOlder = false
  }

  #show(entry) {
    if (entry.kind === 'other') return
    // The echo takes the place of what was being sent.
    const sending = this.#entries.find((each) => each.tracingId !== undefined && each.tracingId === entry.tracingId)
    if (sending !== undefined) Object.assign(sending, entry, { key: sending.key, id: entry.key, delivery: 'sent', isFromBefore: false })
    else this.#add(entry)
    // Whoever writes after an end shows that the conversation goes on.
    this.#end = entry.kind === 'end' ? this.#endOf(entry) : undefined
  }

  #keep(entry) {
    this.#entries.push(entry.isFromBefore ? { ...entry, delivery: 'failed' } : entry)
    if (entry.kind === 'end') this.#end = this.#endOf(entry)
    else if (entry.at > this.#end?.at) this.#end = undefined
  }

  #endOf({ at }) {
    return { at, readOnly: this.#told.get(at) ?? false }
  }

  #add(entry) {
    if (!this.#entries.some(({ key }) => key === entry.key)) this.#entries.push({ kind: 'message', ...entry })
  }
}

/** What came or was sent since the socket is back, which the history leaves out, and what never arrived. */
const isUnknownToHistory = ({ delivery, isFromBefore }) => isFromBefore !== true || (delivery !== undefined && delivery !== 'sent')

function isSame(message, { delivery, id, key, text }) {
  const isUnechoed = delivery !== undefined && id === undefined
  return isUnechoed ? message.messageType === 'inbound' && message.text === text : message.id === (id ?? key)
}

function buttonText(content) {
  return content?.find((each) => each.contentType === 'ButtonResponse')?.buttonResponse.text
}

function rawEntry(body) {
  const { direction, channel = {}, text, content = [], originatingEntity, tracingId } = body
  const buttons = content.flatMap(buttonsOf)
  const common = { key: channel.messageId ?? body.id, at: channel.time, tracingId, from: sender(direction, originatingEntity) }
  const files = content.filter(({ attachment }) => attachment !== undefined)
  return entryOf(common, { presence: presenceOf(body), text: text ?? buttonText(content), buttons, files })
}

function formattedEntry(message) {
  const { id, time, text, quickReplies, card, presence, messageType, originatingEntity, files } = message
  const buttons = [...quickReplies.map(quickReply), ...(card.buttons ?? []).map(cardButton)]
  const common = { key: id, at: time, from: sender(messageType, originatingEntity) }
  return entryOf(common, { presence: presence?.type, text, buttons, files })
}

function entryOf(common, { presence, text, buttons, files }) {
  if (presence === 'Disconnect') return { ...common, kind: 'end' }
  if (presence !== undefined) return { kind: 'other' }
  return { ...common, kind: 'message', text: text || (files.length > 0 ? 'Attachment' : ''), buttons }
}

function sender(direction, originatingEntity) {
  if (direction.toLowerCase() === 'inbound') return 'guest'
  return originatingEntity === 'Bot' ? 'bot' : 'agent'
}

const quickReply = ({ text, payload }) => ({ type: 'quickReply', text, payload })
const cardButton = ({ text, payload }) => ({ type: 'card', text, payload })

function buttonsOf({ contentType, quickReply: reply, card }) {
  if (contentType === 'QuickReply') return [quickReply(reply)]
  return contentType === 'Card' ? (card.actions ?? []).map(cardButton) : []
}

module.exports = { ConversationView }
