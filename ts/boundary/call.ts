import { binding } from './binding'
import { GenesysError, isGenesysError } from './errors'
import { KINDS } from '../options/kinds'

/** The value of a result-shaped answer; throws what its error says. */
function unwrap(result) {
  if (result.error === undefined) return result.ok
  const { code, message, ...fields } = result.error
  throw new GenesysError(code, message, fields)
}

/**
 * Where the caller stands: native code has no JavaScript stack, so it is taken at the door. It is
 * made into text only for an error: that takes a good part of what a call does in JavaScript.
 */
function callSite(entry) {
  const site = {}
  Error.captureStackTrace(site, entry)
  return site
}

function withCallSite(error, site) {
  if (isGenesysError(error)) error.stack = `${error.name}: ${error.message}\n${site.stack.slice(site.stack.indexOf('\n') + 1)}`
  return error
}

function abortedBy(signal, known = {}) {
  return new GenesysError('ABORTED', known.message ?? 'The call was aborted.', { ...known, cause: signal.reason })
}

/** Waits for native work; when the signal fires, the work is cancelled, and its own answer settles the promise. */
async function settle(signal, cancellation, work) {
  const cancel = () => cancellation.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  if (signal?.aborted) cancel()
  try {
    return unwrap(await work)
  } catch (error) {
    if (signal?.aborted && isGenesysError(error, 'ABORTED')) throw abortedBy(signal, error)
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

/** The signal among options that nobody has checked yet; where reading it throws, the check says so. */
function signalOf(options) {
  try {
    const signal = options?.signal
    return KINDS.signal.fits(signal) ? signal : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs one public promise function. `start(cancellation)` checks its arguments, starts the native
 * work and returns its promise; whatever it throws becomes a rejection with the stack of `entry`'s caller.
 */
function call(entry, signal, start, makeCancellation = () => new binding.Cancellation()) {
  const site = callSite(entry)
  const run = async () => {
    if (signal?.aborted) throw abortedBy(signal)
    const cancellation = makeCancellation()
    return settle(signal, cancellation, start(cancellation))
  }
  return run().catch((error) => {
    throw withCallSite(error, site)
  })
}

/** Runs one public function that answers at once; what it throws has the stack of `entry`'s caller. */
function callSync(entry, run) {
  try {
    return run()
  } catch (error) {
    throw withCallSite(error, callSite(entry))
  }
}

export { abortedBy, call, callSite, callSync, signalOf, unwrap, withCallSite }
