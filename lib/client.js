'use strict'

const { call, callSync } = require('./call')
const { connectionOf, resolveConnection } = require('./connection')
const { Core } = require('./core')
const { checkArgument, checkOptions, TABLES } = require('./options')
const { markClients } = require('./options/client-mark')

/** A handle that matchers can poll. */
class ConversationHandle {
  #core

  constructor(core, id) {
    this.#core = core
    Object.defineProperty(this, 'id', { value: id, enumerable: true })
  }

  get(options) {
    return this.#core.get(this.get, this.id, options)
  }

  close(options) {
    return this.#core.close(this.close, this.id, options)
  }

  /** The codes that its agents may choose, or all of the org. */
  _wrapUpCodes(whose, options) {
    return this.#core.listWrapUpCodes(this._wrapUpCodes, whose === 'agents' ? { conversationId: this.id } : undefined, options)
  }
}

/** A connection to one org, shared by as many calls as there are. */
class GenesysClient {
  #core
  #connection

  static {
    markClients(this.prototype, (client) => client.#connection)
  }

  constructor(options) {
    this.#connection = callSync(new.target, () => resolveConnection(options, 'new GenesysClient'))
    this.#core = new Core(this.#connection)
  }

  closeConversation(conversationId, options) {
    return this.#core.close(this.closeConversation, conversationId, options)
  }

  closeConversations(ids, options) {
    return this.#core.closeMany(this.closeConversations, ids, options)
  }

  /** For reap: its time begins with its first place in the request budget. */
  _closeItem(conversationId, options, cancellations) {
    return this.#core.closeItem(this._closeItem, conversationId, options, cancellations)
  }

  getConversation(conversationId, options) {
    return this.#core.get(this.getConversation, conversationId, options)
  }

  conversation(conversationId) {
    const id = callSync(this.conversation, () => checkArgument('conversationId', conversationId, 'conversation'))
    return new ConversationHandle(this.#core, id)
  }

  findConversation(by, options) {
    return this.#core.find(this.findConversation, by, options)
  }

  listWrapUpCodes(of, options) {
    return this.#core.listWrapUpCodes(this.listWrapUpCodes, of, options)
  }

  doctor(of, options) {
    return this.#core.doctor(this.doctor, of, options)
  }

  dispose() {
    return this.#core.dispose()
  }

  /** What a trigger prepares of a close with these options, and how it then closes. */
  _arm(options) {
    return this.#core.arm(this._arm, options)
  }

  /** Whose token this client has: organization and OAuth client. */
  _owner(options) {
    return this.#core.owner(this._owner, options)
  }

  /** Ends what runs, as the end of a test's time does. */
  _cutOff() {
    return this.#core.cutOff()
  }

  /** What the deployment says about telling guests; nothing where it is not known. */
  _disconnectSetting(options) {
    return this.#core.disconnectSetting(this._disconnectSetting, options)
  }
}

// Node.js 20.0 to 20.5 have no such symbol.
if (Symbol.asyncDispose !== undefined) {
  Object.defineProperty(GenesysClient.prototype, Symbol.asyncDispose, {
    value() { return this.dispose() },
    configurable: true,
    writable: true,
  })
}

function split(options) {
  const names = Object.keys(TABLES.CloseOptions.fields)
  const close = Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)))
  const { guard: _heldByTheClose, ...connection } = options
  return { close, connection: Object.fromEntries(Object.entries(connection).filter(([name]) => name in TABLES.ConnectionOptions.fields)) }
}

/** The one-call form: connects, closes, verifies, lets go. */
function closeConversation(conversationId, options) {
  return call(closeConversation, undefined, async () => {
    const operation = 'closeConversation'
    const id = checkArgument('conversationId', conversationId, operation)
    const { close, connection } = split(checkOptions(['ConnectionOptions', 'CloseOptions'], options, operation))
    const core = new Core(connectionOf(connection, operation))
    return { ok: await core.closeChecked(closeConversation, id, close) }
  })
}

module.exports = { ConversationHandle, GenesysClient, closeConversation }
