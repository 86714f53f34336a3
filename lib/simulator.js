'use strict'

const { binding } = require('./binding')
const { call, unwrap } = require('./call')
const { GenesysError } = require('./errors')

/** An org in a box, in this process, on a loopback port of its own. */
class Simulator {
  #native
  #connection

  constructor(native, connection) {
    if (!(native instanceof binding.NativeSimulator)) {
      throw new GenesysError('INVALID_INPUT', 'A simulator is made with Simulator.start() or Simulator.attach().')
    }
    this.#native = native
    this.#connection = Object.freeze(connection)
  }

  /** Starts one. It does not keep Node alive. */
  static async start(options = {}) {
    const native = new binding.NativeSimulator()
    return new Simulator(native, unwrap(native.start(options)))
  }

  get url() {
    return this.#connection.apiUrl
  }

  get connection() {
    return this.#connection
  }

  get deploymentId() {
    return this.#connection.deploymentId
  }

  #later(entry, command) {
    return call(entry, undefined, (cancellation) => this.#native.executeLater(command, cancellation))
  }

  /** A guest writes its first message. */
  openConversation(options = {}) {
    return this.#later(this.openConversation, { do: 'openConversation', how: options })
  }

  /** The record, with the server's own count of what took effect. */
  conversation(conversationId) {
    return this.#later(this.conversation, { do: 'conversation', conversationId })
  }

  async stop() {
    this.#native.stop()
  }

  async [Symbol.asyncDispose]() {
    await this.stop()
  }
}

module.exports = { Simulator }
