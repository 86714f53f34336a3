'use strict'

const { GenesysError } = require('./errors')

/** So many ids are tried at the same time: whether the id of an event leads anywhere is unknown. */
const MOST_IDS = 3

/** How long an early look-up is waited for before another one is begun beside it. */
const EARLY_HEAD_START_MS = 250

/** Failures that another id may mend. */
const OTHER_ID_MAY_HELP = ['NOT_FOUND', 'TIMEOUT']

/** Leads from the message ids that a guest has seen to the conversation; remembers it for the session. */
class ConversationFinder {
  #waits
  #source
  #ended
  #found
  #triedEarly
  #earlySince

  /** `ended()` gives the message ids up to the last closing frame. */
  constructor(waits, source, ended) {
    this.#waits = waits
    this.#source = source
    this.#ended = ended
  }

  get #session() {
    return this.#source.standing().session
  }

  /** The conversation of the present session, if it is known. */
  get known() {
    return this.#found?.session === this.#session ? this.#found.id : undefined
  }

  /** The guest speaks in another conversation now, or may: what was found says nothing any more. */
  forget() {
    this.#found = undefined
  }

  remember(id) {
    this.#found = { session: this.#session, id }
  }

  /** Looks the conversation up as soon as it can be, once for each session, so that nobody has to wait for it. */
  early(client, timeoutMs) {
    if (this.#triedEarly === this.#session || this.#source.messageIds().length === 0) return
    this.#triedEarly = this.#session
    this.#earlySince = Date.now()
    this.#search(client, { timeoutMs }).catch(() => {}).finally(() => {
      this.#earlySince = undefined
      this.#waits.check()
    })
  }

  /** `first` is an id to be tried before the others: that of the message in question. */
  find(client, { timeoutMs, signal, first }) {
    return this.#search(client, { timeoutMs, signal, first, patienceMs: Math.min(EARLY_HEAD_START_MS, timeoutMs / 4) })
  }

  /** How long an early look-up still has before whoever waits for it asks too. */
  #headStart(patienceMs) {
    return this.#earlySince === undefined ? 0 : this.#earlySince + patienceMs - Date.now()
  }

  async #search(client, { timeoutMs, signal, first, patienceMs = 0 }) {
    if (this.known !== undefined) return this.known
    const session = this.#session
    const search = new Search(client, { timeoutMs, signal, onProgress: () => this.#waits.check() })
    try {
      const id = await this.#waits.until({
        timeoutMs,
        signal,
        operation: 'conversationId',
        look: () => {
          if (this.known !== undefined) return { value: this.known }
          const headStart = this.#headStart(patienceMs)
          if (headStart > 0) return { again: headStart }
          for (const messageId of this.#candidates(first)) search.begin(messageId)
          return search.outcome()
        },
        late: () => search.last(),
      })
      if (this.#session === session) this.#found = { session, id }
      return id
    } finally {
      search.stop()
    }
  }

  /** The newest first. After an end, a reply may have begun another conversation: what came before leads to the old one. */
  #candidates(first) {
    const ids = this.#source.messageIds()
    const ended = this.#ended()
    const since = ids.filter((id) => !ended.has(id))
    const newest = [...(since.length > 0 ? since : ids)].reverse()
    return [...new Set(first === undefined ? newest : [first, ...newest])].slice(0, MOST_IDS)
  }
}

/** The look-ups of one search. */
class Search {
  #client
  #deadline
  #onProgress
  #stop = new AbortController()
  #signal
  #tried = new Map()
  #id
  #errors = []

  constructor(client, { timeoutMs, signal, onProgress }) {
    this.#client = client
    this.#deadline = Date.now() + timeoutMs
    this.#signal = signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal])
    this.#onProgress = onProgress
  }

  begin(messageId) {
    if (this.#tried.has(messageId)) return
    const options = { timeoutMs: Math.max(1, this.#deadline - Date.now()), signal: this.#signal }
    const lookUp = Promise.resolve(this.#client.findConversation({ messageId }, options)).then(
      (id) => { this.#id ??= id },
      (error) => { this.#errors.push(error) },
    )
    this.#tried.set(messageId, lookUp.then(() => this.#onProgress()))
  }

  outcome() {
    if (this.#id !== undefined) return { value: this.#id }
    const final = this.#errors.find((error) => !OTHER_ID_MAY_HELP.includes(error.code))
    if (final !== undefined) throw final
    return undefined
  }

  /** At the deadline the look-ups end too; what they say is more than that time is over. */
  async last() {
    await Promise.all(this.#tried.values())
    const outcome = this.outcome()
    if (outcome !== undefined) return outcome.value
    throw this.#errors[0] ?? new GenesysError('TIMEOUT', 'No message of the guest has led to a conversation in time.', {
      operation: 'conversationId',
      hint: 'A conversation begins with the first message of the guest.',
    })
  }

  stop() {
    this.#stop.abort()
  }
}

module.exports = { ConversationFinder }
