import type { Answer } from './failure'
import type { MatcherContext } from '../types/matchers'
import { abortedBy, completed, signalOf } from '../boundary/call'
import { firstOf } from '../boundary/signals'
import { now } from '../boundary/time'
import { untilAborted } from '../client/testimony'

/** What a matcher has of its runner, and the signal that ends it. */
export interface Context extends MatcherContext {
  readonly _signal: AbortSignal
  /** Vitest tells a matcher which test runs. */
  readonly task?: { readonly timeout?: number }
}

/**
 * Runs a matcher until a signal fires: that of the call, or that of whoever runs the test (`context._stop`). Then it rejects
 * at once, and looks no more.
 */
export async function stoppable<Args extends unknown[]>(
  context: MatcherContext & { _stop?: AbortSignal }, options: unknown, matcher: (context: Context, ...args: Args) => Promise<Answer>, ...args: Args
): Promise<Answer> {
  const since = now()
  const either = firstOf(signalOf(options), context._stop)
  const { aborted, done } = untilAborted(either.signal)
  try {
    return await Promise.race([matcher(Object.create(context, { _signal: { value: either.signal } }) as Context, ...args), aborted])
  } catch (error) {
    throw completed(either.signal.aborted ? abortedBy(either.signal) : error, matcher, now() - since)
  } finally {
    done()
    either.release()
  }
}
