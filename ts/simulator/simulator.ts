import { isRegExp } from 'node:util/types'
import { binding } from '../boundary/binding'
import { call, callSync, unwrap } from '../boundary/call'
import { WINDOW_MS } from '../client/connection'
import { environmentOf } from '../surroundings/environment'
import { GenesysError } from '../boundary/errors'
import { TABLES, checkArgument, checkOptions } from '../options'
import { sabotageOfEnvironment } from './sabotage'

/** A RegExp as it crosses to the addon; one that JSON held has perhaps no flags. */
function crossing(path) {
  return isRegExp(path) || typeof path === 'object' ? { source: path.source, flags: path.flags ?? '' } : path
}

function filterOf(filter) {
  return filter?.path === undefined ? filter : { ...filter, path: crossing(filter.path) }
}

const faultOf = (rule) => ({ ...rule, on: filterOf(rule.on) })

function startOptions(options) {
  const { letOthersIn: _said, faults, ...checked } = checkOptions('SimulatorOptions', options, 'Simulator.start')
  return { ...checked, ...(faults && { faults: faults.map(faultOf) }), ...sabotageOfEnvironment() }
}

function authorityOf({ caFile }, env = process.env) {
  const variables = TABLES.AttachOptions.fields.caFile.env
  return caFile ?? variables.map((name) => env[name]).find((file) => file !== undefined && file !== '')
}

/** The connection as options; what is no option goes along unseen. */
function spreadable({ budgetWindowMs, ...connection }) {
  return budgetWindowMs === undefined ? connection : { ...connection, [WINDOW_MS]: budgetWindowMs }
}

/**
 * Simulators that run. Whoever keeps only the `connection` must not lose the org to the garbage
 * collector; being here keeps neither Node nor a worker alive.
 */
const running = new Set()

/** How other modules of this library send commands to a simulator. */
const commanders = new WeakMap()

/** `later` and `now` of a simulator; each takes a command. */
function commanderOf(simulator) {
  return commanders.get(simulator)
}

/** What only this module can make. */
const KEY = Symbol('simulator')

/** An org in a box, on a loopback port of its own. */
class Simulator {
  #native
  #connection
  #queueId

  constructor(key, native, connection) {
    if (key !== KEY) throw new GenesysError('INVALID_INPUT', 'A simulator is made with Simulator.start() or Simulator.attach().')
    this.#native = native
    const { queueId, ...ofClients } = connection
    this.#queueId = queueId
    this.#connection = Object.freeze(spreadable(ofClients))
    running.add(this)
    commanders.set(this, {
      later: (command) => this.#later(this.#later, () => command),
      now: (command) => this.#now(command),
    })
  }

  /** Starts one in this process. It does not keep Node alive. */
  static start(options) {
    return call(Simulator.start, undefined, async () => {
      const native = new binding.NativeSimulator()
      const connection = unwrap(native.start(startOptions(options)))
      return { ok: new Simulator(KEY, native, connection) }
    })
  }

  /** One that another process started; stop() only lets go of it. */
  static attach(url, options) {
    return call(Simulator.attach, undefined, async (cancellation) => {
      const native = new binding.NativeSimulator()
      const address = checkArgument('url', url, 'Simulator.attach')
      const caFile = authorityOf(checkOptions('AttachOptions', options, 'Simulator.attach'))
      return { ok: new Simulator(KEY, native, unwrap(await native.attach(address, caFile, cancellation))) }
    })
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

  /** The first queue's. */
  get queueId() {
    return this.#queueId
  }

  /** The variables with which another process reaches it. */
  get environment() {
    return environmentOf(this.#connection)
  }

  /** A sample page that a browser can open; each says "closed" by its own code. */
  messengerUrl(options) {
    return callSync(this.messengerUrl, () => {
      const { autoOpen, page = 'messenger' } = checkOptions('MessengerUrlOptions', options, 'messengerUrl')
      return `${this.url}/pages/${page}${autoOpen ? '?autoOpen=1' : ''}`
    })
  }

  #later(entry, commandOf) {
    return call(entry, undefined, (cancellation) => this.#native.executeLater(commandOf(), cancellation))
  }

  #now(command) {
    return unwrap(this.#native.execute(command))
  }

  /** A guest writes its first message. */
  openConversation(options) {
    return this.#later(this.openConversation, () => {
      return { do: 'openConversation', how: checkOptions('OpenConversationOptions', options, 'openConversation') }
    })
  }

  /** The record, with the server's own count of what took effect. */
  conversation(conversationId) {
    return this.#later(this.conversation, () => {
      return { do: 'conversation', conversationId: checkArgument('conversationId', conversationId, 'conversation') }
    })
  }

  /** The agent's side of one conversation. */
  agent(conversationId) {
    const id = callSync(this.agent, () => checkArgument('conversationId', conversationId, 'agent'))
    const act = (entry, does) => this.#later(entry, () => ({ do: 'agent', conversationId: id, does: does() }))
    const agent = {
      answer: () => act(agent.answer, () => ({ action: 'answer' })),
      say: (text) => act(agent.say, () => ({ action: 'say', text: checkArgument('text', text, 'say') })),
      typing: () => act(agent.typing, () => ({ action: 'typing' })),
      disconnect: () => act(agent.disconnect, () => ({ action: 'disconnect' })),
      transfer: (options) => act(agent.transfer, () => ({ action: 'transfer', ...checkOptions('TransferOptions', options, 'transfer') })),
    }
    return agent
  }

  /** Sets a fault; `hits` is live, and stays readable after remove() and reset(). */
  fault(rule) {
    return callSync(this.fault, () => {
      const checked = checkArgument('rule', rule, 'fault')
      const fault = this.#now({ do: 'fault', rule: faultOf(checked) })
      const now = (command) => this.#now({ do: command, fault })
      return {
        get hits() {
          return now('hits')
        },
        remove() {
          now('removeFault')
        },
      }
    })
  }

  /** Misbehaves on purpose; `none` undoes what was set here, and leaves what the environment has set. */
  sabotage(mode) {
    callSync(this.sabotage, () => this.#now({ do: 'sabotage', mode: checkArgument('mode', mode, 'sabotage') }))
  }

  /** Moves the virtual clock; the frames that fall due have left when this resolves. */
  advance(ms) {
    return this.#later(this.advance, () => ({ do: 'advance', ms: checkArgument('ms', ms, 'advance') })).then(() => {})
  }

  /** What was asked so far, in the order of arrival. */
  requests(filter) {
    return callSync(this.requests, () => {
      return this.#now({ do: 'requests', filter: filterOf(checkOptions('RequestFilter', filter, 'requests')) })
    })
  }

  /** How many guests' sockets are open at this moment. */
  openSockets() {
    return callSync(this.openSockets, () => this.#now({ do: 'connections' }))
  }

  /** Back to the beginning: no conversations, faults or journal, sabotage as the environment has it; the port and credentials stay. */
  reset() {
    return this.#later(this.reset, () => ({ do: 'reset' })).then(() => {})
  }

  stop() {
    running.delete(this)
    return call(this.stop, undefined, (cancellation) => this.#native.stop(cancellation)).then(() => {})
  }
}

// Node.js 20.0 to 20.5 have no such symbol.
if (Symbol.asyncDispose !== undefined) {
  Object.defineProperty(Simulator.prototype, Symbol.asyncDispose, {
    value() { return this.stop() },
    configurable: true,
    writable: true,
  })
}

export { Simulator, commanderOf }
