import type { Counts } from '../boundary/addon'
import type { Cancellable } from '../boundary/call'
import { Callback } from '../boundary/callback'
import { type ErrorFields, GenesysError, isGenesysError } from '../boundary/errors'
import { Throttle } from './progress'
import { effectOf } from './report'
import { Source } from './source'
import { now } from '../boundary/time'
import type { CloseManyOptions, CloseManyReport, GenesysErrorCode, Progress } from '../types/public'

type Effect = GenesysError['effect']
type Failure = CloseManyReport['failed'][number]

const MOST_FAILURES_KEPT = 100
/** From the weakest to the strongest. */
const EFFECTS: Effect[] = ['none', 'unknown', 'done']
const COUNTED = { closed: 'closed', 'already-closed': 'alreadyClosed', 'agents-ended': 'agentsEnded' } as const

/** Several cancellations as one; those made after it was cancelled are born cancelled. */
export class Cancellations implements Cancellable {
  readonly #children = new Set<Cancellable>()
  #onCancel = () => {}
  isCancelled = false

  onCancel(run: () => void): void {
    this.#onCancel = run
  }

  add<C extends Cancellable>(child: C): C {
    this.#children.add(child)
    if (this.isCancelled) child.cancel()
    return child
  }

  delete(child: Cancellable): void {
    this.#children.delete(child)
  }

  cancel(): void {
    this.isCancelled = true
    for (const child of this.#children) child.cancel()
    this.#onCancel()
  }
}

/** The counts of one closeConversations; of the failures only the first hundred are kept. */
class Tally {
  readonly #startedAt = now()
  closed = 0
  alreadyClosed = 0
  agentsEnded = 0
  failedTotal = 0
  readonly failed: Failure[] = []
  requests = 0
  effect: Effect = 'none'

  add(report: Counts): void {
    this.saw(effectOf(report))
    this[COUNTED[report.outcome]] += 1
    this.requests += report.requests
  }

  /** The strongest effect of all closes that were begun. */
  saw(effect: Effect = 'unknown'): void {
    if (EFFECTS.indexOf(effect) > EFFECTS.indexOf(this.effect)) this.effect = effect
  }

  fail(failure: Failure): void {
    this.failedTotal += 1
    this.requests += failure.error.report?.requests ?? 0
    if (this.failed.length < MOST_FAILURES_KEPT) this.failed.push(failure)
  }

  progress(conversationId: string, total: number | undefined): Progress {
    const { closed, alreadyClosed, agentsEnded, failedTotal: failed } = this
    const counts = { done: closed + alreadyClosed + agentsEnded + failed, closed, alreadyClosed, agentsEnded, failed }
    return { ...counts, ...(total === undefined ? {} : { total }), conversationId }
  }

  report(): CloseManyReport {
    const { closed, alreadyClosed, agentsEnded, failedTotal, failed, requests } = this
    return { closed, alreadyClosed, agentsEnded, failedTotal, failed, requests, elapsedMs: Math.round(now() - this.#startedAt) }
  }

  /** The error of a run that did not come to its end. */
  broken(code: GenesysErrorCode, what: string, fields: ErrorFields): GenesysError {
    const { closed, alreadyClosed, agentsEnded, failedTotal } = this
    const others = agentsEnded === 0 ? '' : `${agentsEnded} with their agents ended, `
    const message = `${what} after ${closed} closed, ${alreadyClosed} already closed, ${others}${failedTotal} failed.`
    return new GenesysError(code, message, { ...fields, effect: this.effect })
  }
}

/** How each is closed, and who hears of it. */
interface Way extends Pick<CloseManyOptions, 'onProgress' | 'onFailed'> {
  cancellations: Cancellations
  closeOne(id: unknown): Promise<Counts>
}

/** One run over many ids, in several lanes. */
class Run {
  readonly #tally = new Tally()
  readonly source: Source
  readonly cancellations: Cancellations
  readonly closeOne: Way['closeOne']
  /** Where somebody wants to know. */
  readonly progress: Throttle<Progress> | undefined
  readonly onFailed: Callback<Failure>

  constructor({ source, cancellations, closeOne, onProgress, onFailed }: Way & { source: Source }) {
    this.source = source
    this.cancellations = cancellations
    this.closeOne = closeOne
    this.progress = onProgress && new Throttle(new Callback('onProgress', onProgress))
    this.onFailed = new Callback('onFailed', onFailed)
  }

  async lane(): Promise<void> {
    for (;;) {
      const { done, value } = await this.source.next()
      if (done || this.cancellations.isCancelled) return
      // What is no id is refused by its close.
      await this.#closeNext(value as string)
    }
  }

  async #closeNext(conversationId: string): Promise<void> {
    try {
      this.#tally.add(await this.closeOne(conversationId))
    } catch (caught) {
      // Whatever fails here fails as an error of ours.
      const error = caught as GenesysError
      this.#tally.saw(error.effect)
      if (this.cancellations.isCancelled && isGenesysError(error, 'ABORTED')) return
      const failure = { conversationId, error }
      this.#tally.fail(failure)
      this.onFailed.call(failure)
    }
    this.progress?.offer(this.#tally.progress(conversationId, this.source.total))
  }

  async finish(lanes: Promise<void>[], operation: string): Promise<CloseManyReport> {
    try {
      const ends = await Promise.allSettled(lanes)
      if (this.cancellations.isCancelled) throw this.#tally.broken('ABORTED', 'The call was aborted', { operation })
      const broken = ends.find((end) => end.status === 'rejected')
      if (broken !== undefined) {
        throw this.#tally.broken('INVALID_INPUT', 'The ids could not be read on: their iterator failed', { operation, cause: broken.reason })
      }
      return this.#tally.report()
    } finally {
      this.progress?.end()
      this.onFailed.end()
    }
  }
}

interface Many extends Way { ids: unknown; concurrency: number; operation: string }

/**
 * Closes every conversation that `ids` yields and never stops at a failure; rejects only when it
 * is cancelled or the ids cannot be read. `closeOne(id)` closes one of them.
 */
export function closeMany({ ids, concurrency, operation, cancellations, ...rest }: Many): Promise<CloseManyReport> {
  const source = new Source(ids, operation)
  cancellations.onCancel(() => source.stop())
  const run = new Run({ source, cancellations, ...rest })
  return run.finish(Array.from({ length: concurrency }, () => run.lane()), operation)
}
