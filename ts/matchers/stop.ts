import { abortedBy, signalOf } from '../boundary/call'
import { firstOf } from '../boundary/signals'
import { untilAborted } from '../client/testimony'

/**
 * Runs a matcher until a signal fires: that of the call, or that of whoever runs the test (`context._stop`). Then it rejects
 * at once, and looks no more.
 */
async function stoppable(context, options, matcher) {
  const either = firstOf(signalOf(options), context._stop)
  const { aborted, done } = untilAborted(either.signal)
  try {
    return await Promise.race([matcher(Object.create(context, { _signal: { value: either.signal } })), aborted])
  } catch (error) {
    throw either.signal.aborted ? abortedBy(either.signal) : error
  } finally {
    done()
    either.release()
  }
}

export { stoppable }
