import type { NativePageGuest } from '../../boundary/addon'
import { type Entry, call, unwrap } from '../../boundary/call'
import { type ClosingFault, type ClosingOptions, type GuestLine, type LineFault, checkClosing, checkDelay, checkTimes } from './check'

/** What can be broken about one page's guest socket, on its way through the door to a real guest host. */
export class DoorLine implements GuestLine {
  #guest: NativePageGuest

  constructor(guest: NativePageGuest) {
    this.#guest = guest
  }

  /** Both ends lose it without a farewell: the page sees code 1006. */
  dropSocket(): Promise<void> {
    return this.#later(this.dropSocket, 'dropSocket')
  }

  /** The next n connects are answered 503 here, which fails the page's socket; the guest host hears nothing of them. */
  async refuseReconnects(n: number): Promise<LineFault> {
    return this.#fault({ fault: 'refuse', times: checkTimes(n, 'refuseReconnects') })
  }

  /** The next n connects are led on `ms` later. */
  async delayConnects(n: number, ms: number): Promise<LineFault> {
    const times = checkTimes(n, 'delayConnects')
    return this.#fault({ fault: 'delay', times, ms: checkDelay(ms, 'delayConnects') })
  }

  /** Half open: nothing is read or written at either end until undo(). */
  async silence(): Promise<void> {
    unwrap(this.#guest.silence())
  }

  /** A SessionExpiredEvent is put into the stream; the org's own session lives on. */
  expireSession(): Promise<void> {
    return this.#later(this.expireSession, 'expireSession')
  }

  /** A ConnectionClosedEvent is put into the stream, and the connection is closed. */
  displace(): Promise<void> {
    return this.#later(this.displace, 'displace')
  }

  async closingFrame(fault: ClosingFault, options?: ClosingOptions): Promise<LineFault> {
    return this.#fault({ fault: 'closing', ...checkClosing(fault, options) })
  }

  async undo(): Promise<void> {
    this.#guest.undo()
  }

  async #later(entry: Entry, verb: 'dropSocket' | 'expireSession' | 'displace'): Promise<void> {
    await call(entry, undefined, (cancellation) => this.#guest[verb](cancellation))
  }

  #fault(fault: object): LineFault {
    const guest = this.#guest
    const id = unwrap(guest.fault(fault))
    return {
      get hits() {
        return unwrap(guest.hits(id))
      },
    }
  }
}
