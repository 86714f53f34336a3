'use strict'

const { isGenesysError } = require('../errors')

/** So many ids of one guest are asked for at the same time. */
const MOST_AT_ONCE = 8

/** Once one message has led somewhere, the others have at least this long: ids of events may lead nowhere for ever. */
const GRACE_MS = 500

/** Look-ups of one guest, whose patience ends soon after the first one led somewhere. */
class Search {
  #client
  #timeoutMs
  #stop = new AbortController()
  #signal
  #startedAt = performance.now()
  #grace
  found = new Map()
  missing = []
  error

  constructor(client, { timeoutMs, signal }) {
    this.#client = client
    this.#timeoutMs = timeoutMs
    this.#signal = AbortSignal.any([signal, this.#stop.signal])
  }

  async ask(messageIds) {
    try {
      await Promise.all(messageIds.map((id) => this.#askOne(id)))
    } finally {
      clearTimeout(this.#grace)
    }
  }

  async #askOne(messageId) {
    try {
      const options = { signal: this.#signal, ...(this.#timeoutMs && { timeoutMs: this.#timeoutMs }) }
      this.#lead(messageId, await this.#client.findConversation({ messageId }, options))
    } catch (error) {
      this.missing.push(messageId)
      if (!this.#stop.signal.aborted && !isGenesysError(error, 'NOT_FOUND')) this.error ??= error
    }
  }

  #lead(messageId, conversationId) {
    this.found.set(conversationId, [...(this.found.get(conversationId) ?? []), messageId])
    this.#grace ??= setTimeout(() => this.#stop.abort(), Math.max(GRACE_MS, performance.now() - this.#startedAt))
  }
}

/**
 * Where the messages of one guest lead: `{ found, missing, error? }`, `found` a map from
 * conversation to messages. `error` is set only where some look-up broke and is not "not found".
 */
async function lookUp(client, messageIds, options) {
  const total = { found: new Map(), missing: [], error: undefined }
  for (let start = 0; start < messageIds.length; start += MOST_AT_ONCE) {
    const search = new Search(client, options)
    await search.ask(messageIds.slice(start, start + MOST_AT_ONCE))
    for (const [id, ids] of search.found) total.found.set(id, [...(total.found.get(id) ?? []), ...ids])
    total.missing.push(...search.missing)
    total.error ??= search.error
  }
  return total
}

module.exports = { lookUp }
