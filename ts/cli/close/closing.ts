import { Callback } from '../../boundary/callback'
import { type GenesysError, isGenesysError } from '../../boundary/errors'
import type { GenesysClient } from '../../client/client'
import { Throttle } from '../../client/progress'
import { inLanes } from '../../reap/lanes'
import type { CallOptions, CloseManyOptions, CloseOptions } from '../../types/public'
import type { ShownProgress } from '../progress'
import type { Outcome, Result } from './outcomes'
import type { Target } from './targets'

type Found = Target & { conversationId: string }
type OnProgress = ShownProgress['show']
type Work = (target: Found) => Promise<Pick<Result, 'outcome' | 'report' | 'participants'>>

const DEFAULT_CONCURRENCY = 8
/** A close waits for its turn in the budget of requests, which is one of a minute. */
export const CLOSE_MS = 120_000

function outcomeOf(error: GenesysError): Outcome {
  if (isGenesysError(error, 'ABORTED')) return 'interrupted'
  return isGenesysError(error, 'GUARD_REFUSED') ? 'refused' : 'failed'
}

/** What became of one target where it went wrong. What the environment lacks, it lacks for all: that is thrown on. */
function broken(target: Target, error: unknown): Result {
  if (!isGenesysError(error) || isGenesysError(error, 'INVALID_INPUT')) throw error
  return { ...target, outcome: outcomeOf(error), error }
}

/** What is done with the targets, and what became of each. */
export class Closing {
  #client: GenesysClient
  #options: CloseOptions
  #lanes: number
  #signal: AbortSignal
  #patience: CallOptions

  constructor(client: GenesysClient, { concurrency = DEFAULT_CONCURRENCY, signal, ...options }: Omit<CloseManyOptions, 'onProgress' | 'onFailed' | 'signal'> & { signal: AbortSignal }) {
    this.#client = client
    this.#lanes = concurrency
    this.#signal = signal
    this.#options = { timeoutMs: CLOSE_MS, ...options, signal }
    this.#patience = { timeoutMs: options.timeoutMs, signal }
  }

  /** Leads from messages to their conversations; what leads nowhere is a result already. */
  async resolve(targets: Target[]): Promise<{ found: Found[]; results: Result[] }> {
    const found = new Map<string, Found>()
    const results: Result[] = []
    await inLanes(targets, this.#lanes, async (target) => {
      const result = await this.#find(target)
      if ('outcome' in result) results.push(result)
      else found.set(result.conversationId, { ...found.get(result.conversationId), ...result })
    })
    return { found: [...found.values()], results }
  }

  async #find(target: Target): Promise<Found | Result> {
    const { conversationId, messageId } = target
    if (conversationId !== undefined) return { ...target, conversationId }
    if (this.#signal.aborted) return { ...target, outcome: 'not-begun' }
    try {
      return { ...target, conversationId: await this.#client.findConversation({ messageId }, this.#patience) }
    } catch (error) {
      return broken(target, error)
    }
  }

  /** Closes them all, whatever becomes of one; answers in their order. */
  close(targets: Found[], onProgress?: OnProgress): Promise<Result[]> {
    return this.#each(targets, onProgress, async ({ conversationId }) => {
      const report = await this.#client.closeConversation(conversationId, this.#options)
      return { outcome: report.outcome, report }
    })
  }

  /** Reads them all, and writes nothing. */
  look(targets: Found[], onProgress?: OnProgress): Promise<Result[]> {
    return this.#each(targets, onProgress, async ({ conversationId }) => {
      const { state, participants } = await this.#client.getConversation(conversationId, this.#patience)
      return state === 'closed' ? { outcome: 'already-closed' } : { outcome: 'would-close', participants }
    })
  }

  async #each(targets: Found[], onProgress: OnProgress | undefined, work: Work): Promise<Result[]> {
    const results: Result[] = []
    const throttle = new Throttle(new Callback('onProgress', onProgress))
    const counts = { done: 0, closed: 0, alreadyClosed: 0, failed: 0, total: targets.length }
    await inLanes([...targets.entries()], this.#lanes, async ([index, target]) => {
      const result: Result = this.#signal.aborted ? { ...target, outcome: 'not-begun' } : await this.#one(target, work)
      results[index] = result
      throttle.offer({ ...add(counts, result.outcome) })
    })
    throttle.end()
    return results
  }

  async #one(target: Found, work: Work): Promise<Result> {
    try {
      return { ...target, ...await work(target) }
    } catch (error) {
      return broken(target, error)
    }
  }
}

type Counts = Parameters<OnProgress>[0]

const COUNTED: Partial<Record<Outcome, 'closed' | 'alreadyClosed' | 'failed'>> = { closed: 'closed', 'already-closed': 'alreadyClosed', 'agents-ended': 'failed', failed: 'failed', refused: 'failed' }

function add(counts: Counts, outcome: Outcome): Counts {
  const counted = COUNTED[outcome]
  if (outcome !== 'not-begun') counts.done += 1
  if (counted !== undefined) counts[counted] += 1
  return counts
}
