import { call, unwrap } from '../../boundary/call'
import { checkClosing, checkDelay, checkTimes } from './check'

/** What can be broken about one page's guest socket, on its way through the door to a real guest host. */
class DoorLine {
  #guest

  constructor(guest) {
    this.#guest = guest
  }

  /** Both ends lose it without a farewell: the page sees code 1006. */
  dropSocket() {
    return this.#later(this.dropSocket, 'dropSocket')
  }

  /** The next n connects are answered 503 here, which fails the page's socket; the guest host hears nothing of them. */
  async refuseReconnects(n) {
    return this.#fault({ fault: 'refuse', times: checkTimes(n, 'refuseReconnects') })
  }

  /** The next n connects are led on `ms` later. */
  async delayConnects(n, ms) {
    const times = checkTimes(n, 'delayConnects')
    return this.#fault({ fault: 'delay', times, ms: checkDelay(ms, 'delayConnects') })
  }

  /** Half open: nothing is read or written at either end until undo(). */
  async silence() {
    unwrap(this.#guest.silence())
  }

  /** A SessionExpiredEvent is put into the stream; the org's own session lives on. */
  expireSession() {
    return this.#later(this.expireSession, 'expireSession')
  }

  /** A ConnectionClosedEvent is put into the stream, and the connection is closed. */
  displace() {
    return this.#later(this.displace, 'displace')
  }

  async closingFrame(fault, options) {
    return this.#fault({ fault: 'closing', ...checkClosing(fault, options) })
  }

  async undo() {
    this.#guest.undo()
  }

  #later(entry, verb) {
    return call(entry, undefined, (cancellation) => this.#guest[verb](cancellation)).then(() => {})
  }

  #fault(fault) {
    const guest = this.#guest
    const id = unwrap(guest.fault(fault))
    return {
      get hits() {
        return unwrap(guest.hits(id))
      },
    }
  }
}

export { DoorLine }
