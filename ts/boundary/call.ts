import type { Answer, Cancellation } from './addon'
import { binding } from './binding'
import { type ErrorFields, GenesysError, isGenesysError } from './errors'
import { isSignal } from './signals'
import { now } from './time'

/** The public function that was called. */
export type Entry = NonNullable<Parameters<typeof Error.captureStackTrace>[1]>

/** What stops the work of one call. */
export interface Cancellable { cancel(): void }

/** Holds the stack of the caller; it is text once it is read. */
export interface CallSite { stack?: string }

/** Checks arguments, starts native work and gives its answer. */
type Start<T, C> = (cancellation: C) => Promise<Answer<T>>

/** The value of a result-shaped answer; throws what its error says. */
export function unwrap<T>(result: Answer<T>): T {
  if (result.error === undefined) return result.ok
  const { code, message, ...fields } = result.error
  throw new GenesysError(code, message, fields)
}

/**
 * Where the caller stands: native code has no JavaScript stack, so it is taken at the door. It is
 * made into text only for an error: that takes a good part of what a call does in JavaScript.
 */
export function callSite(entry: Entry): CallSite {
  const site: CallSite = {}
  Error.captureStackTrace(site, entry)
  return site
}

export function withCallSite(error: unknown, { stack = '' }: CallSite): unknown {
  const [, ...frames] = stack.split('\n')
  if (isGenesysError(error)) error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n')
  return error
}

/** Whoever knows better which call it was, and how long it took, has said so. */
export function completed(error: unknown, { name }: { readonly name: string }, elapsedMs: number): unknown {
  if (!isGenesysError(error)) return error
  return Object.assign(error, { operation: error.operation || name, elapsedMs: error.elapsedMs || elapsedMs })
}

export function abortedBy(signal: AbortSignal, known: ErrorFields & { message?: string } = {}): GenesysError {
  const told = isGenesysError(signal.reason, 'ABORTED') ? signal.reason.message : 'The call was aborted.'
  return new GenesysError('ABORTED', known.message ?? told, { ...known, cause: signal.reason })
}

/** Waits for native work; when the signal fires, the work is cancelled, and its own answer settles the promise. */
async function settle<T>(signal: AbortSignal | undefined, cancellation: Cancellable, work: Promise<Answer<T>>): Promise<T> {
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
export function signalOf(options: unknown): AbortSignal | undefined {
  try {
    const signal = (options as { signal?: unknown } | null | undefined)?.signal
    return isSignal(signal) ? signal : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs one public promise function. `start(cancellation)` checks its arguments, starts the native
 * work and returns its promise; whatever it throws becomes a rejection with the stack of `entry`'s caller.
 */
export function call<T>(entry: Entry, signal: AbortSignal | undefined, start: Start<T, Cancellation>): Promise<T> {
  return callWith(entry, signal, start, () => new binding.Cancellation())
}

/** The same with a cancellation of the caller's own. */
export async function callWith<T, C extends Cancellable>(entry: Entry, signal: AbortSignal | undefined, start: Start<T, C>, makeCancellation: () => C): Promise<T> {
  const [site, since] = [callSite(entry), now()]
  try {
    if (signal?.aborted) throw abortedBy(signal)
    const cancellation = makeCancellation()
    return await settle(signal, cancellation, start(cancellation))
  } catch (error) {
    throw withCallSite(completed(error, entry, now() - since), site)
  }
}

/** Runs one public function that answers at once; what it throws has the stack of `entry`'s caller. */
export function callSync<T>(entry: Entry, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw withCallSite(error, callSite(entry))
  }
}
