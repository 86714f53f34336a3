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

  /** The history takes the place of what was there, but for messages that are still on their way. */
  restored({ messages }) {
    const waiting = this.#entries.filter((entry) => entry.delivery !== undefined && !messages.some((each) => isSame(each, entry)))
    this.#entries = []
    this.#end = undefined
    for (const message of messages.toReversed()) this.#show(formattedEntry(message))
    this.#entries.push(...waiting.map((entry) => ({ ...entry, delivery: 'failed' })))
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
    if (sending !== undefined) Object.assign(sending, entry, { key: sending.key, delivery: 'sent' })
    else this.#add(entry)
    // Whoever writes after an end shows that the conversation goes on.
    this.#end = entry.kind === 'end' ? { at: entry.at, readOnly: this.#told.get(entry.at) ?? false } : undefined
  }

  #add(entry) {
    if (!this.#entries.some(({ key }) => key === entry.key)) this.#entries.push({ kind: 'message', ...entry })
  }
}

const isSame = (message, entry) => message.messageType === 'inbound' && message.text === entry.text

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
