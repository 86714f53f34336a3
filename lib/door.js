'use strict'

const { binding } = require('./binding')
const { call, unwrap } = require('./call')

/** Doors that are open: whoever keeps only a port must not lose the door to the garbage collector. */
const open = new Set()

/** The one way of a worker's browsers: what is meant for a host of the vendor's goes to the simulator. */
class Door {
  #native

  constructor({ caFile, ...to }) {
    this.#native = new binding.NativeDoor({ ...to, ...(caFile !== undefined && { caFile }) })
    unwrap(this.#native.keyHash())
    open.add(this)
  }

  /** The hash of its servers' public key, as Chromium takes it. */
  get keyHash() {
    return unwrap(this.#native.keyHash())
  }

  /** What the names of the hosts that are led end with. */
  get hosts() {
    return this.#native.hosts()
  }

  /** One more gate, with the proxy for what is not led; gives its port. */
  open(network) {
    return call(this.open, undefined, (cancellation) => this.#native.open({ network }, cancellation))
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

module.exports = { Door, makeAuthority }
