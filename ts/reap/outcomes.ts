import { isGenesysError } from '../boundary/errors'

const MOST_FAILURES_KEPT = 100

const iso = (at) => new Date(at).toISOString()

function asOutcome({ conversationId, messageIds, run, worker, at }, fields) {
  const ids = { ...(conversationId !== undefined && { conversationId }), messageIds }
  return { ...ids, run, worker, openedAt: iso(at), ...fields }
}

/** What became of each conversation; the report and the receipt are made of it. */
class Outcomes {
  conversations = []
  #failures = []

  #add(entry, outcome, fields) {
    this.conversations.push(asOutcome(entry, { outcome, at: iso(Date.now()), ...fields }))
  }

  ended(entry, outcome, fields) {
    this.#add(entry, outcome, fields)
  }

  /** The conversation's id may be unknown; then the message stands for it. */
  broke(entry, error) {
    const outcome = isGenesysError(error, 'GUARD_REFUSED') ? 'refused' : 'failed'
    this.#add(entry, outcome, { code: error.code })
    if (outcome === 'failed') this.#failures.push({ conversationId: entry.conversationId ?? entry.messageIds[0], error })
  }

  /** `nothing-came-back`: the message may never have arrived. `leads-nowhere`: it did, and no conversation has it. */
  unknown(entry, reason) {
    this.#add({ messageIds: [], ...entry }, 'unknown', { reason })
  }

  count(outcome) {
    return this.conversations.filter((each) => each.outcome === outcome).length
  }

  /** The counts of all, with what the closes cost. */
  report({ requests, elapsedMs }, { leftAlone, damaged, foreign }) {
    return {
      closed: this.count('closed'),
      alreadyClosed: this.count('already-closed'),
      failedTotal: this.#failures.length,
      failed: this.#failures.slice(0, MOST_FAILURES_KEPT),
      refused: this.count('refused'),
      unknown: this.count('unknown'),
      requests,
      elapsedMs,
      leftAlone,
      damaged,
      foreign,
      conversations: this.conversations,
    }
  }
}

export { Outcomes }
