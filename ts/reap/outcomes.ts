import { type GenesysError, isGenesysError } from '../boundary/errors'
import type { ReapReport, ReapedConversation } from '../types/public'
import type { Entry, Selection } from './select'

type Outcome = ReapedConversation['outcome']

const MOST_FAILURES_KEPT = 100

/** What became of is told of this. */
export type Told = Pick<Entry, 'run' | 'worker' | 'at'> & { conversationId?: string | undefined; messageIds: string[] }

const iso = (at: number) => new Date(at).toISOString()

function asOutcome({ conversationId, messageIds, run, worker, at }: Told, fields: Pick<ReapedConversation, 'outcome' | 'at' | 'code' | 'reason'>): ReapedConversation {
  const ids = { ...(conversationId !== undefined && { conversationId }), messageIds }
  return { ...ids, run, worker, openedAt: iso(at), ...fields }
}

/** What became of each conversation; the report and the receipt are made of it. */
export class Outcomes {
  conversations: ReapedConversation[] = []
  #failures: ReapReport['failed'] = []

  #add(entry: Told, outcome: Outcome, fields?: Pick<ReapedConversation, 'code' | 'reason'>): void {
    this.conversations.push(asOutcome(entry, { outcome, at: iso(Date.now()), ...fields }))
  }

  ended(entry: Told, outcome: Outcome): void {
    this.#add(entry, outcome)
  }

  /** The conversation's id may be unknown; then the message stands for it. */
  broke(entry: Told, error: GenesysError): void {
    const outcome = isGenesysError(error, 'GUARD_REFUSED') ? 'refused' : 'failed'
    this.#add(entry, outcome, { code: error.code })
    if (outcome === 'failed') this.#failures.push({ conversationId: entry.conversationId ?? entry.messageIds[0] ?? '', error })
  }

  /** `nothing-came-back`: the message may never have arrived. `leads-nowhere`: it did, and no conversation has it. */
  unknown(entry: Omit<Told, 'messageIds'> & Partial<Told>, reason: NonNullable<ReapedConversation['reason']>): void {
    this.#add({ messageIds: [], ...entry }, 'unknown', { reason })
  }

  count(outcome: Outcome): number {
    return this.conversations.filter((each) => each.outcome === outcome).length
  }

  /** The counts of all, with what the closes cost. */
  report({ requests, elapsedMs }: Pick<ReapReport, 'requests' | 'elapsedMs'>, { leftAlone, damaged, foreign }: Pick<Selection, 'leftAlone' | 'damaged' | 'foreign'>): ReapReport {
    return {
      closed: this.count('closed'),
      alreadyClosed: this.count('already-closed'),
      agentsEnded: 0,
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
