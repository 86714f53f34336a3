import type { GenesysError } from '../boundary/errors'
import type { GenesysClient } from '../client/client'
import type { Guard } from '../types/public'
import { inLanes } from './lanes'
import { type LookUpOptions, type LookedUp, lookUp } from './look-up'
import type { Entry, Origin, Selection } from './select'

const HOUR_MS = 3_600_000
const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS
/** Each message that the guard checks is a request. */
const MOST_PROOFS = 20

/** Which messages, and whether the org itself has just led from them here; otherwise the ledger says so. */
interface Which { messageIds: string[]; isFound: boolean }

/** One conversation that is to be ended, and the entries of the ledger that say so. */
export class Target {
  claims: (Origin & { messageIds: string[]; at: number })[] = []
  #claimed: string[] = []
  #found: string[] = []

  constructor(readonly conversationId: string) {}

  add(entry: Entry, { messageIds, isFound }: Which): void {
    this.claims.push({ file: entry.file, messageIds, run: entry.run, worker: entry.worker, at: entry.at })
    ;(isFound ? this.#found : this.#claimed).push(...messageIds)
  }

  get messageIds(): string[] {
    return [...new Set([...this.#claimed, ...this.#found])]
  }

  /** Messages that must lead here before anything is written. */
  get proofs(): string[] {
    const claimed = [...new Set(this.#claimed)].slice(0, MOST_PROOFS)
    return claimed.length > 0 ? claimed : this.#found.slice(0, 1)
  }

  get at(): number {
    return Math.min(...this.claims.map(({ at }) => at))
  }

  /** Proof by messages; without any, the connection's guard, or else an age that fits the ledger's entry. */
  guard(connectionGuard: Guard | undefined): Guard | undefined {
    if (this.proofs.length > 0) return { messageIds: this.proofs }
    if (connectionGuard !== undefined) return undefined
    return { startedWithinMs: Math.min(THIRTY_DAYS_MS, Math.max(0, Date.now() - this.at) + HOUR_MS) }
  }
}

/** From entries to conversations: which there are, which messages lead nowhere, which look-ups failed. */
export class Plan {
  #targets = new Map<string, Target>()
  nowhere: Entry[] = []
  failed: (Entry & { error: GenesysError })[] = []

  static async make(client: GenesysClient, { entries }: Selection, { lanes, ...options }: LookUpOptions & { lanes: number }): Promise<Plan> {
    const plan = new Plan()
    for (const entry of entries) {
      if (entry.conversationId !== undefined) plan.#add(entry.conversationId, entry, { messageIds: entry.messageIds, isFound: false })
    }
    const unresolved = entries.filter(({ conversationId }) => conversationId === undefined)
    await inLanes(unresolved, lanes, async (entry) => plan.#found(entry, await lookUp(client, entry.messageIds, options)))
    return plan
  }

  get targets(): Target[] {
    return [...this.#targets.values()]
  }

  #add(conversationId: string, entry: Entry, which: Which): void {
    const target = this.#targets.get(conversationId) ?? new Target(conversationId)
    this.#targets.set(conversationId, target)
    target.add(entry, which)
  }

  #found(entry: Entry, { found, missing, errors }: LookedUp): void {
    for (const [conversationId, messageIds] of found) this.#add(conversationId, entry, { messageIds, isFound: true })
    for (const [messageId, error] of errors) this.failed.push({ ...entry, messageIds: [messageId], error })
    if (missing.length > 0) this.nowhere.push({ ...entry, messageIds: missing })
  }
}
