'use strict'

const { isGenesysError } = require('../errors')

/** So many ids of one guest are asked for at the same time. */
const MOST_AT_ONCE = 8

/** Mostly the record has been there for long; then every id has its answer in this time. */
const QUICK_MS = 1_000

/** Once one message has led somewhere, the others have at least this long: ids of events may lead nowhere for ever. */
const GRACE_MS = 500

/** Answers that more patience may mend. */
const mayComeLater = (error) => error.retryable || isGenesysError(error, 'TIMEOUT')

/** What messages lead to: conversations, nowhere, or an error. */
class Findings {
  found = new Map()
  missing = []
  errors = new Map()

  lead(messageId, conversationId) {
    this.found.set(conversationId, [...(this.found.get(conversationId) ?? []), messageId])
  }

  add({ found, missing, errors }) {
    for (const [conversationId, ids] of found) for (const id of ids) this.lead(id, conversationId)
    this.missing.push(...missing)
    for (const [id, error] of errors) this.errors.set(id, error)
  }

  /** The same without what is said of these ids: they are asked for again. */
  without(ids) {
    const rest = new Findings()
    const errors = [...this.errors].filter(([id]) => !ids.includes(id))
    rest.add({ found: this.found, missing: this.missing.filter((id) => !ids.includes(id)), errors })
    return rest
  }
}

/** Look-ups at the same time. With `endsEarly` their patience ends soon after the first one led somewhere. */
class Search {
  #client
  #options
  #endsEarly
  #stop = new AbortController()
  #startedAt = performance.now()
  #grace
  findings = new Findings()

  constructor(client, { timeoutMs, signal, endsEarly }) {
    this.#client = client
    this.#endsEarly = endsEarly
    this.#options = { signal: AbortSignal.any([signal, this.#stop.signal]), ...(timeoutMs && { timeoutMs }) }
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
      this.findings.lead(messageId, await this.#client.findConversation({ messageId }, this.#options))
      if (this.#endsEarly) this.#grace ??= setTimeout(() => this.#stop.abort(), Math.max(GRACE_MS, performance.now() - this.#startedAt))
    } catch (error) {
      const isNowhere = this.#stop.signal.aborted || isGenesysError(error, 'NOT_FOUND')
      if (isNowhere) this.findings.missing.push(messageId)
      else this.findings.errors.set(messageId, error)
    }
  }
}

async function askAll(client, messageIds, options) {
  const all = new Findings()
  for (let start = 0; start < messageIds.length; start += MOST_AT_ONCE) {
    const search = new Search(client, options)
    await search.ask(messageIds.slice(start, start + MOST_AT_ONCE))
    all.add(search.findings)
  }
  return all
}

/** Which ids deserve the whole patience: those without an answer, and where nothing was found, the newest. */
function again({ found, errors }, messageIds) {
  const late = [...errors].filter(([, error]) => mayComeLater(error)).map(([id]) => id)
  const isLost = found.size === 0 && late.length === errors.size
  return { ids: isLost ? [...new Set([...messageIds.slice(-MOST_AT_ONCE), ...late])] : late, endsEarly: isLost && late.length === 0 }
}

/**
 * Where the messages of one guest lead: `{ found, missing, errors }`, `found` a map from
 * conversation to messages, `errors` from messages whose look-up broke.
 */
async function lookUp(client, messageIds, { timeoutMs = Infinity, signal }) {
  const quick = await askAll(client, messageIds, { timeoutMs: Math.min(timeoutMs, QUICK_MS), signal })
  const { ids, endsEarly } = again(quick, messageIds)
  if (timeoutMs <= QUICK_MS || ids.length === 0 || signal.aborted) return quick
  const all = quick.without(ids)
  all.add(await askAll(client, ids, { ...(timeoutMs < Infinity && { timeoutMs }), signal, endsEarly }))
  return all
}

module.exports = { lookUp }
