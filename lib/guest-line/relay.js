'use strict'

const { binding } = require('../binding')
const { call, callSync, unwrap } = require('../call')
const { GenesysError } = require('../errors')
const { checkClosing, checkDelay, checkTag, checkTimes } = require('./check')

const KEY = Symbol('relay')

/** Relays that run: whoever keeps only the address must not lose the relay to the garbage collector. */
const running = new Set()

/** What can be broken about one page's guest socket, on its way to the real guest host. */
class RelayLine {
  #native
  #tag

  constructor(native, tag) {
    this.#native = native
    this.#tag = checkTag(tag)
  }

  /** A TCP reset: the page sees code 1006. */
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
    unwrap(this.#native.silence(this.#tag))
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

  /** Whether this received frame was put there by the relay. */
  wasInjected(frameText) {
    return unwrap(this.#native.wasInjected(this.#tag, frameText))
  }

  async undo() {
    unwrap(this.#native.undo(this.#tag))
  }

  #later(entry, verb) {
    return call(entry, undefined, (cancellation) => this.#native[verb](this.#tag, cancellation)).then(() => {})
  }

  #fault(fault) {
    const [native, tag] = [this.#native, this.#tag]
    const id = unwrap(native.fault(tag, fault))
    return {
      get hits() {
        return unwrap(native.hits(tag, id))
      },
    }
  }
}

/** Leads the guest sockets of pages to the real guest host. It does not keep Node alive. */
class Relay {
  #native
  #url

  constructor(key, native, url) {
    if (key !== KEY) throw new GenesysError('INVALID_INPUT', 'A relay is made with Relay.start().')
    this.#native = native
    this.#url = url
    running.add(this)
  }

  /** Takes a connection as lib/connection.js resolves it. */
  static start(connection) {
    return call(Relay.start, undefined, async (cancellation) => {
      const native = new binding.NativeRelay()
      const { url } = unwrap(await native.start(connection, cancellation))
      return { ok: new Relay(KEY, native, url) }
    })
  }

  /** Stands in the place of `wss://webmessaging.{domain}`; its path is a secret. */
  get url() {
    return this.#url
  }

  /** Why sockets did not come about at the guest host, newest last. */
  get trouble() {
    return unwrap(this.#native.trouble())
  }

  line(tag) {
    return callSync(this.line, () => new RelayLine(this.#native, tag))
  }

  /** Ends every connection; safe to call twice. */
  dispose() {
    running.delete(this)
    return call(this.dispose, undefined, (cancellation) => this.#native.stop(cancellation)).then(() => {})
  }
}

module.exports = { Relay }
