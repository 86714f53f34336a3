'use strict'

const { binding } = require('./binding')
const { call, signalOf, unwrap } = require('./call')
const { GenesysClient } = require('./client')
const { connectionOf } = require('./connection')
const { GenesysError } = require('./errors')
const { Lifetime } = require('./lifetime')
const { TABLES, checkArgument, checkOptions } = require('./options')
const { isLoopback } = require('./options/addresses')
const { connectionOfClient } = require('./options/client-mark')
const { patienceOf } = require('./runner')
const { Witness } = require('./witness')

const MADE_BY_CONNECT = Symbol('made by GuestSession.connect')
const WHERE = ['region', 'apiUrl', 'loginUrl', 'guestUrl', 'configUrl']
const OVER = ['expired', 'displaced', 'disposed']

/** Options in the tables of the connection, and those of the guest alone. */
function split({ client, ...options }) {
  const names = Object.keys(TABLES.ConnectionOptions.fields)
  const [connection, own] = [{}, {}]
  for (const [name, value] of Object.entries(options)) (names.includes(name) ? connection : own)[name] = value
  return { client, connection, own }
}

/** The connection that crosses: the client's, with what was said of the guest's own before it. */
function nativeConnection({ client, connection, own }) {
  const ofClient = connectionOfClient(client)
  const said = ofClient === undefined || Object.keys(connection).length > 0
  const resolved = said ? connectionOf(connection, 'GuestSession.connect') : {}
  const { network, ...rest } = ofClient === undefined ? resolved : withoutHosts(resolved, connection)
  const goesItsOwnWay = connection.proxy !== undefined || connection.caFile !== undefined
  const way = ofClient === undefined || goesItsOwnWay ? { network } : {}
  return { ...rest, ...inherited(ofClient, connection), ...way, ...own }
}

/** Beside a client, no host comes from the environment: the client knows its org. */
function withoutHosts(resolved, connection) {
  return Object.fromEntries(Object.entries(resolved).filter(([name]) => !WHERE.includes(name) || connection[name] !== undefined))
}

/** What a client's connection gives to a guest that did not say otherwise. */
function inherited(ofClient, connection) {
  if (ofClient === undefined) return {}
  const names = Object.keys(ofClient).filter((name) => connection[name] === undefined)
  return Object.fromEntries(names.map((name) => [name, ofClient[name]]))
}

/** The guest's own client: the given one, or one with the same credentials, made when it is first needed. */
function clientOf({ client, connection }) {
  let made
  const mayMake = client === undefined
  return {
    get: (needed) => client ?? made ?? (mayMake && needed ? (made = new GenesysClient(connection)) : undefined),
    dispose: () => made?.dispose(),
  }
}

/** Reads the native session for the witness. */
function sourceOf(native) {
  return {
    take: () => native.takeEvents(),
    standing: () => withoutNull(native.standing()),
    testimony: (since) => native.testimony(since),
    messageIds: () => native.messageIds(),
    trap: (armed, wanted, id) => armed.trap(native, wanted, id),
    mayHear: () => !OVER.includes(native.state()),
  }
}

const isLocal = ({ guestUrl }) => guestUrl !== undefined && isLoopback(new URL(guestUrl).hostname)

function withoutNull({ closure, ...rest }) {
  return closure === null ? rest : { closure, ...rest }
}

/** A guest of its own, over the Web Messaging socket, without a browser. */
class GuestSession extends Witness {
  #native
  #client
  #showsTexts
  #lifetime = new Lifetime('guest')

  constructor(key, { native, client, timeoutMs, showsTexts } = {}) {
    if (key !== MADE_BY_CONNECT) throw new GenesysError('INVALID_INPUT', 'A guest is made with GuestSession.connect().')
    super({ source: sourceOf(native), client: client.get, timeoutMs })
    this.#native = native
    this.#client = client
    this.#showsTexts = showsTexts
  }

  static connect(options) {
    return call(GuestSession.connect, undefined, async (cancellation) => {
      const parts = split(checkOptions('GuestConnectOptions', options, 'GuestSession.connect'))
      const connection = nativeConnection(parts)
      const timeoutMs = () => patienceOf(connection)
      const native = new binding.NativeGuest()
      // Weak on both sides: neither the addon nor this callback keeps the guest from being collected.
      let drain = () => {}
      unwrap(await native.connect(connection, { timeoutMs: timeoutMs() }, () => drain(), cancellation))
      const guest = new GuestSession(MADE_BY_CONNECT, { native, client: clientOf(parts), timeoutMs, showsTexts: isLocal(connection) })
      const held = new WeakRef(guest)
      drain = () => held.deref()?._drain()
      guest._drain()
      return { ok: guest }
    })
  }

  get state() {
    return this.#native.state()
  }

  get events() {
    return super.events
  }

  /** Whether a matcher's failure may quote texts: those of a loopback org are the test's own. */
  get _showsTexts() {
    return this.#showsTexts
  }

  /** Resolves with the server's own echo, so the message id is known. */
  send(text, options) {
    const start = (cancellation) => {
      checkArgument('text', text, 'send')
      const { timeoutMs, attributes } = this._times(checkOptions('SendOptions', options, 'send'))
      return this.#native.send(text, { timeoutMs, attributes }, cancellation)
    }
    return this.#run(this.send, options, start, (index) => this.events[index])
  }

  history(options) {
    return this.#call('history', this.history, options)
  }

  clear(options) {
    return this.#call('clear', this.clear, options).then(() => {})
  }

  startNew(options) {
    return this.#call('startNew', this.startNew, options).then(() => {})
  }

  dropSocket() {
    return this.#run(this.dropSocket, undefined, (cancellation) => this.#native.dropSocket(cancellation), () => {})
  }

  async dispose() {
    await Promise.all([this.#lifetime.end(), this.#native.dispose(new binding.Cancellation())])
    this._end()
    await this.#client.dispose()
  }

  #call(method, entry, options) {
    const start = (cancellation) => {
      const { timeoutMs } = this._times(checkOptions('CallOptions', options, method))
      return this.#native[method]({ timeoutMs }, cancellation)
    }
    return this.#run(entry, options, start, (value) => value)
  }

  /** Runs native work for as long as the guest lives; what came meanwhile is shown before it settles. */
  #run(entry, options, start, finish) {
    const tracked = async (cancellation) => {
      this.#lifetime.check(entry.name)
      const result = await this.#lifetime.track(cancellation, start(cancellation))
      this._drain()
      return { ok: finish(unwrap(result)) }
    }
    return call(entry, signalOf(options), tracked)
  }
}

// Node.js 20.0 to 20.5 have no such symbol.
if (Symbol.asyncDispose !== undefined) {
  Object.defineProperty(GuestSession.prototype, Symbol.asyncDispose, {
    value() { return this.dispose() },
    configurable: true,
    writable: true,
  })
}

module.exports = { GuestSession }
