/**
 * A signal that fires with the first of these, and what lets go of them. AbortSignal.any() does the
 * same, but not in every realm: jsdom has none.
 */
export function firstOf(...signals: (AbortSignal | undefined)[]): { signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const given = signals.filter((signal) => signal !== undefined)
  const release = () => given.forEach((signal) => signal.removeEventListener('abort', fire))
  const fire = ({ target }: Pick<Event, 'target'>) => {
    release()
    controller.abort((target as AbortSignal).reason)
  }
  for (const signal of given) signal.addEventListener('abort', fire)
  const fired = given.find(({ aborted }) => aborted)
  if (fired !== undefined) fire({ target: fired })
  return { signal: controller.signal, release }
}

/** Whether a value does what a signal does, of whatever realm. */
export function isSignal(value: unknown): value is AbortSignal {
  const { addEventListener: add, removeEventListener: remove, aborted } = Object(value) as { [Name in keyof AbortSignal]?: unknown }
  return typeof add === 'function' && typeof remove === 'function' && typeof aborted === 'boolean'
}

/** As the signal's own method, which jsdom has not in every version. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason
}
