import { binding } from '../boundary/binding'
import { call, unwrap } from '../boundary/call'

/** Doors that are open: whoever keeps only a port must not lose the door to the garbage collector. */
const open = new Set()

/** The one way of a worker's browsers: to the simulator, or to the guest host of a real org. */
class Door {
  #native

  constructor({ authorityKey, to }) {
    this.#native = new binding.NativeDoor({ authorityKey, to })
    unwrap(this.#native.keyHash())
    open.add(this)
  }

  /** The hash of its servers' public key, as Chromium takes it. */
  get keyHash() {
    return unwrap(this.#native.keyHash())
  }

  /** What the names of the hosts that lead to the simulator end with. */
  get hosts() {
    return this.#native.hosts()
  }

  /** One more gate: with the proxy for what is not led, and, live, for a context in which nothing is opened. Gives its port. */
  open({ network = {}, isTunnel = false } = {}) {
    return call(this.open, undefined, (cancellation) => this.#native.open({ network, isTunnel }, cancellation))
  }

  /** The sockets of this gate that say nothing of their documents, a worker's for instance, may be this page's, unless it is blank. */
  follow(port, guest, isBlank = false) {
    this.#native.follow(port, guest, isBlank)
  }

  /** Sockets that name this document are this page's; a blank one is there before a page goes anywhere. */
  claim(document, guest, isBlank = false) {
    this.#native.claim(document, guest, isBlank)
  }

  /** The page has gone. */
  leave(guest) {
    this.#native.leave(guest)
  }

  close(port) {
    this.#native.close(port)
  }

  stop() {
    open.delete(this)
    this.#native.stop()
  }
}

const makeAuthority = () => unwrap(binding.makeAuthority())

export { Door, makeAuthority }
