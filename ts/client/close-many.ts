import { Callback } from '../boundary/callback'
import { GenesysError, isGenesysError } from '../boundary/errors'
import { Throttle } from './progress'
import { effectOf } from './report'
import { Source } from '../guest/source'
import { now } from '../boundary/time'

const MOST_FAILURES_KEPT = 100
/** From the weakest to the strongest. */
const EFFECTS = ['none', 'unknown', 'done']
const COUNTED = { closed: 'closed', 'already-closed': 'alreadyClosed', 'agents-ended': 'agentsEnded' }

/** Several cancellations as one; those made after it was cancelled are born cancelled. */
class Cancellations {
  #children = new Set()
  #onCancel = () => {}
  isCancelled = false

  onCancel(run) {
    this.#onCancel = run
  }

  add(child) {
    this.#children.add(child)
    if (this.isCancelled) child.cancel()
    return child
  }

  delete(child) {
    this.#children.delete(child)
  }

  cancel() {
    this.isCancelled = true
    for (const child of this.#children) child.cancel()
    this.#onCancel()
  }
}

/** The counts of one closeConversations; of the failures only the first hundred are kept. */
class Tally {
  #startedAt = now()
  closed = 0
  alreadyClosed = 0
  agentsEnded = 0
  failedTotal = 0
  failed = []
  requests = 0
  effect = 'none'

  add(report) {
    this.saw(effectOf(report))
    this[COUNTED[report.outcome]] += 1
    this.requests += report.requests
  }

  /** The strongest effect of all closes that were begun. */
  saw(effect = 'unknown') {
    if (EFFECTS.indexOf(effect) > EFFECTS.indexOf(this.effect)) this.effect = effect
  }

  fail(failure) {
    this.failedTotal += 1
    this.requests += failure.error.report?.requests ?? 0
    if (this.failed.length < MOST_FAILURES_KEPT) this.failed.push(failure)
  }

  progress(conversationId, total) {
    const { closed, alreadyClosed, agentsEnded, failedTotal: failed } = this
    const counts = { done: closed + alreadyClosed + agentsEnded + failed, closed, alreadyClosed, agentsEnded, failed }
    return { ...counts, ...(total === undefined ? {} : { total }), conversationId }
  }

  report() {
    const { closed, alreadyClosed, agentsEnded, failedTotal, failed, requests } = this
    return { closed, alreadyClosed, agentsEnded, failedTotal, failed, requests, elapsedMs: Math.round(now() - this.#startedAt) }
  }

  /** The error of a run that did not come to its end. */
  broken(code, what, fields) {
    const { closed, alreadyClosed, agentsEnded, failedTotal } = this
    const others = agentsEnded === 0 ? '' : `${agentsEnded} with their agents ended, `
    const message = `${what} after ${closed} closed, ${alreadyClosed} already closed, ${others}${failedTotal} failed.`
    return new GenesysError(code, message, { ...fields, effect: this.effect })
  }
}

/** One run over many ids, in several lanes. */
class Run {
  #tally = new Tally()

  constructor({ source, cancellations, closeOne, onProgress, onFailed }) {
    this.source = source
    this.cancellations = cancellations
    this.closeOne = closeOne
    this.progress = new Throttle(new Callback('onProgress', onProgress))
    this.onFailed = new Callback('onFailed', onFailed)
  }

  async lane() {
    for (;;) {
      const { done, value } = await this.source.next()
      if (done || this.cancellations.isCancelled) return
      await this.#closeNext(value)
    }
  }

  async #closeNext(conversationId) {
    try {
      this.#tally.add(await this.closeOne(conversationId))
    } catch (error) {
      this.#tally.saw(error.effect)
      if (this.cancellations.isCancelled && isGenesysError(error, 'ABORTED')) return
      const failure = { conversationId, error }
      this.#tally.fail(failure)
      this.onFailed.call(failure)
    }
    this.progress.offer(this.#tally.progress(conversationId, this.source.total))
  }

  async finish(lanes, operation) {
    try {
      const ends = await Promise.allSettled(lanes)
      if (this.cancellations.isCancelled) throw this.#tally.broken('ABORTED', 'The call was aborted', { operation })
      const broken = ends.find(({ status }) => status === 'rejected')
      if (broken !== undefined) {
        throw this.#tally.broken('INVALID_INPUT', 'The ids could not be read on: their iterator failed', { operation, cause: broken.reason })
      }
      return this.#tally.report()
    } finally {
      this.progress.end()
      this.onFailed.end()
    }
  }
}

/**
 * Closes every conversation that `ids` yields and never stops at a failure; rejects only when it
 * is cancelled or the ids cannot be read. `closeOne(id)` closes one of them.
 */
function closeMany({ ids, concurrency, operation, cancellations, ...rest }) {
  const source = new Source(ids, operation)
  cancellations.onCancel(() => source.stop())
  const run = new Run({ source, cancellations, ...rest })
  return run.finish(Array.from({ length: concurrency }, () => run.lane()), operation)
}

export { Cancellations, closeMany }
