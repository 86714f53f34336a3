import { lookUp } from './look-up'

const HOUR_MS = 3_600_000
const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS
/** Each message that the guard checks is a request. */
const MOST_PROOFS = 20

/** One conversation that is to be ended, and the entries of the ledger that say so. */
class Target {
  claims = []
  #claimed = []
  #found = []

  constructor(conversationId) {
    this.conversationId = conversationId
  }

  /** `isFound`: the org itself has just led from these messages here; otherwise the ledger says so. */
  add(entry, { messageIds, isFound }) {
    this.claims.push({ file: entry.file, messageIds, run: entry.run, worker: entry.worker, at: entry.at })
    ;(isFound ? this.#found : this.#claimed).push(...messageIds)
  }

  get messageIds() {
    return [...new Set([...this.#claimed, ...this.#found])]
  }

  /** Messages that must lead here before anything is written. */
  get proofs() {
    const claimed = [...new Set(this.#claimed)].slice(0, MOST_PROOFS)
    return claimed.length > 0 ? claimed : this.#found.slice(0, 1)
  }

  get at() {
    return Math.min(...this.claims.map(({ at }) => at))
  }

  /** Proof by messages; without any, the connection's guard, or else an age that fits the ledger's entry. */
  guard(connectionGuard) {
    if (this.proofs.length > 0) return { messageIds: this.proofs }
    if (connectionGuard !== undefined) return undefined
    return { startedWithinMs: Math.min(THIRTY_DAYS_MS, Math.max(0, Date.now() - this.at) + HOUR_MS) }
  }
}

/** Runs over items in several lanes. */
async function inLanes(items, lanes, work) {
  const rest = [...items]
  const lane = async () => {
    while (rest.length > 0) await work(rest.shift())
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** From entries to conversations: which there are, which messages lead nowhere, which look-ups failed. */
class Plan {
  #targets = new Map()
  nowhere = []
  failed = []

  constructor(selection) {
    this.selection = selection
  }

  static async make(client, selection, { lanes, ...options }) {
    const plan = new Plan(selection)
    for (const entry of selection.entries.filter(({ conversationId }) => conversationId !== undefined)) {
      plan.#add(entry.conversationId, entry, { messageIds: entry.messageIds, isFound: false })
    }
    const unresolved = selection.entries.filter(({ conversationId }) => conversationId === undefined)
    await inLanes(unresolved, lanes, async (entry) => plan.#found(entry, await lookUp(client, entry.messageIds, options)))
    return plan
  }

  get targets() {
    return [...this.#targets.values()]
  }

  #add(conversationId, entry, which) {
    if (!this.#targets.has(conversationId)) this.#targets.set(conversationId, new Target(conversationId))
    this.#targets.get(conversationId).add(entry, which)
  }

  #found(entry, { found, missing, errors }) {
    for (const [conversationId, messageIds] of found) this.#add(conversationId, entry, { messageIds, isFound: true })
    for (const [messageId, error] of errors) this.failed.push({ ...entry, messageIds: [messageId], error })
    if (missing.length > 0) this.nowhere.push({ ...entry, messageIds: missing })
  }
}

export { Plan, inLanes }
