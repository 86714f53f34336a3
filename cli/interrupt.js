'use strict'

/** A signal that an interrupt aborts, so that the work ends in good order; a second interrupt ends the process as ever. */
function interruptible() {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => controller.abort())
  return controller.signal
}

module.exports = { interruptible }
