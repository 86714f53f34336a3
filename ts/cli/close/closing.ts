import { Callback } from '../../boundary/callback'
import { isGenesysError } from '../../boundary/errors'
import { Throttle } from '../../client/progress'
import { inLanes } from '../../reap/plan'

const DEFAULT_CONCURRENCY = 8
/** A close waits for its turn in the budget of requests, which is one of a minute. */
const CLOSE_MS = 120_000

function outcomeOf(error) {
  if (isGenesysError(error, 'ABORTED')) return 'interrupted'
  return isGenesysError(error, 'GUARD_REFUSED') ? 'refused' : 'failed'
}

/** What became of one target where it went wrong. What the environment lacks, it lacks for all: that is thrown on. */
function broken(target, error) {
  if (!isGenesysError(error) || isGenesysError(error, 'INVALID_INPUT')) throw error
  return { ...target, outcome: outcomeOf(error), error }
}

/** What is done with the targets, and what became of each. */
class Closing {
  #client
  #options
  #lanes
  #signal
  #patience

  constructor(client, { concurrency = DEFAULT_CONCURRENCY, signal, ...options }) {
    this.#client = client
    this.#lanes = concurrency
    this.#signal = signal
    this.#options = { timeoutMs: CLOSE_MS, ...options, signal }
    this.#patience = { timeoutMs: options.timeoutMs, signal }
  }

  /** Leads from messages to their conversations; what leads nowhere is a result already. */
  async resolve(targets) {
    const [found, results] = [new Map(), []]
    await inLanes(targets, this.#lanes, async (target) => {
      const result = await this.#find(target)
      if (result.conversationId === undefined) results.push(result)
      else found.set(result.conversationId, { ...found.get(result.conversationId), ...result })
    })
    return { found: [...found.values()], results }
  }

  async #find(target) {
    if (target.conversationId !== undefined) return target
    if (this.#signal.aborted) return { ...target, outcome: 'not-begun' }
    try {
      return { ...target, conversationId: await this.#client.findConversation(target, this.#patience) }
    } catch (error) {
      return broken(target, error)
    }
  }

  /** Closes them all, whatever becomes of one; answers in their order. */
  close(targets, onProgress) {
    return this.#each(targets, onProgress, async ({ conversationId }) => {
      const report = await this.#client.closeConversation(conversationId, this.#options)
      return { outcome: report.outcome, report }
    })
  }

  /** Reads them all, and writes nothing. */
  look(targets, onProgress) {
    return this.#each(targets, onProgress, async ({ conversationId }) => {
      const { state, participants } = await this.#client.getConversation(conversationId, this.#patience)
      return state === 'closed' ? { outcome: 'already-closed' } : { outcome: 'would-close', participants }
    })
  }

  async #each(targets, onProgress, work) {
    const results = new Array(targets.length)
    const throttle = new Throttle(new Callback('onProgress', onProgress))
    const counts = { done: 0, closed: 0, alreadyClosed: 0, failed: 0, total: targets.length }
    await inLanes([...targets.entries()], this.#lanes, async ([index, target]) => {
      results[index] = this.#signal.aborted ? { ...target, outcome: 'not-begun' } : await this.#one(target, work)
      throttle.offer({ ...add(counts, results[index].outcome) })
    })
    throttle.end()
    return results
  }

  async #one(target, work) {
    try {
      return { ...target, ...await work(target) }
    } catch (error) {
      return broken(target, error)
    }
  }
}

const COUNTED = { closed: 'closed', 'already-closed': 'alreadyClosed', 'agents-ended': 'failed', failed: 'failed', refused: 'failed' }

function add(counts, outcome) {
  if (outcome !== 'not-begun') counts.done += 1
  if (COUNTED[outcome] !== undefined) counts[COUNTED[outcome]] += 1
  return counts
}

export { CLOSE_MS, Closing }
