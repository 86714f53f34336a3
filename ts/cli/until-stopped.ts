import { STATUS } from './status'

/** Nothing else keeps Node.js alive: neither a server of the addon nor waiting for a signal does. */
const LONG_MS = 2 ** 30

export function untilStopped(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, LONG_MS)
    const stop = () => {
      clearInterval(alive)
      resolve(STATUS.ok)
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
  })
}
