import type { Command, Commands, NativeConnection, NativeSimulator } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { type Entry, call, callSync, unwrap } from '../boundary/call'
import { GenesysError } from '../boundary/errors'
import { WINDOW_MS } from '../client/connection'
import { TABLES, checkArgument, checkOptions } from '../options'
import type { Checked } from '../options/checked'
import { environmentOf, isReplayed } from '../surroundings/environment'
import type {
  AttachOptions, ConnectionOptions, Conversation, Course, FaultRule, MessengerUrlOptions, OpenConversationOptions, RequestFilter, SimulatorOptions, TransferOptions,
} from '../types/public'
import { isCounted, leaveCourse } from './courses'
import { sabotageOfEnvironment } from './sabotage'

/** Whatever may meet requests by their path. */
interface Filter { path?: string | { source: string; flags?: string | undefined }; [other: string]: unknown }

/** A RegExp as it crosses to the addon; one that JSON held has perhaps no flags. */
function crossing(path: NonNullable<Filter['path']>) {
  return typeof path === 'string' ? path : { source: path.source, flags: path.flags ?? '' }
}

function filterOf(filter: Filter) {
  return filter.path === undefined ? filter : { ...filter, path: crossing(filter.path) }
}

const faultOf = (rule: Checked<FaultRule>) => ({ ...rule, on: filterOf(rule.on) })

/** The schedule that was asked for, by the caller or by whoever runs him. */
function scheduled(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): { schedule?: string } {
  const variables = TABLES.SimulatorOptions.fields.schedule.env
  const schedule = asked ?? variables.map((name) => env[name]).find((word) => word !== undefined && word !== '')
  return schedule === undefined ? {} : { schedule }
}

/** Throws where a deviation of the schedule was not met: then nothing was tried. */
function mustBeMet(course: Course | null): void {
  if (course === null || course.unmet.length === 0) return
  throw new GenesysError('INVALID_INPUT', `The schedule ${course.schedule} was not met: ${course.unmet.join(', ')} never came to pass.`, {
    hint: 'Something else happened than when the schedule was found, or it has a typing error; course() says which points there were.',
  })
}

function startOptions(options: SimulatorOptions | undefined) {
  const { letOthersIn: _said, faults, schedule, ...checked } = checkOptions('SimulatorOptions', options, 'Simulator.start')
  return { ...checked, ...scheduled(schedule), ...(faults && { faults: faults.map(faultOf) }), ...sabotageOfEnvironment() }
}

function authorityOf({ caFile }: Checked<AttachOptions>, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const variables = TABLES.AttachOptions.fields.caFile.env
  return caFile ?? variables.map((name) => env[name]).find((file) => file !== undefined && file !== '')
}

/** The connection as options; what is no option goes along unseen. */
function spreadable({ budgetWindowMs, ...connection }: Omit<NativeConnection, 'queueId'>) {
  return budgetWindowMs === undefined ? connection : { ...connection, [WINDOW_MS]: budgetWindowMs }
}

/**
 * Simulators that run. Whoever keeps only the `connection` must not lose the org to the garbage
 * collector; being here keeps neither Node nor a worker alive.
 */
const running = new Set<Simulator>()

/** Commands for a simulator, on its way and at once. */
interface Commander {
  later<D extends keyof Commands>(command: Command<D>): Promise<Commands[D]>
  now<D extends keyof Commands>(command: Command<D>): Commands[D]
}

/** How other modules of this library send commands to a simulator. */
const commanders = new WeakMap<Simulator, Commander>()

/** @internal */
export function commanderOf(simulator: Simulator): Commander {
  const commander = commanders.get(simulator)
  if (commander === undefined) throw new GenesysError('INVALID_INPUT', 'This is no simulator of this copy of the package.')
  return commander
}

/** What only this module can make. */
const KEY = Symbol('simulator')

/** A test that starts an org of its own would pass, or fail, without a word of the recording. */
function refuseUnderReplay(): void {
  if (!isReplayed()) return
  throw new GenesysError('INVALID_INPUT', 'A recording is played, and this starts a simulator, which knows nothing of it.', {
    operation: 'Simulator.start', hint: 'replay plays to what takes its org from the environment: fixtures in live mode, which genesysOptions.mode must not name otherwise, clients and guests without a simulator.',
  })
}

/** The org in a box: REST, OAuth and the guests' socket on loopback, deterministic. */
export class Simulator {
  #native: NativeSimulator
  #connection: Readonly<Omit<NativeConnection, 'queueId' | 'budgetWindowMs'>>
  #queueId: string | undefined
  /** A schedule was given at the start, and must be met. */
  #isScheduled = false

  private constructor(key?: symbol, native?: NativeSimulator, connection?: NativeConnection) {
    if (key !== KEY || native === undefined || connection === undefined) throw new GenesysError('INVALID_INPUT', 'A simulator is made with Simulator.start() or Simulator.attach().')
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

  /** Starts one on loopback, in about a millisecond. It does not keep Node.js alive. */
  static start(options?: SimulatorOptions): Promise<Simulator> {
    return call(Simulator.start, undefined, async () => {
      refuseUnderReplay()
      const native = new binding.NativeSimulator()
      const started = startOptions(options)
      const connection = unwrap(native.start(started))
      const simulator = new Simulator(KEY, native, connection)
      simulator.#isScheduled = started.schedule !== undefined
      return { ok: simulator }
    })
  }

  /** One that another process started, such as `npx playwright-genesys simulate`. */
  static attach(url: string, options?: AttachOptions): Promise<Simulator> {
    return call(Simulator.attach, undefined, async (cancellation) => {
      const native = new binding.NativeSimulator()
      const address = checkArgument('url', url, 'Simulator.attach')
      const caFile = authorityOf(checkOptions('AttachOptions', options, 'Simulator.attach'))
      return { ok: new Simulator(KEY, native, unwrap(await native.attach(address, caFile, cancellation))) }
    })
  }

  /** Its address, such as `http://127.0.0.1:40123`. */
  get url(): string {
    return this.#connection.apiUrl
  }

  /** Spread into closeConversation, GenesysClient or GuestSession.connect. */
  get connection(): ConnectionOptions {
    return this.#connection
  }

  /** The deployment that guests connect to. */
  get deploymentId(): string {
    return this.#connection.deploymentId
  }

  /** The first queue's id; absent of an attached one of an older version. */
  get queueId(): string | undefined {
    return this.#queueId
  }

  /** The variables with which another process reaches it, as `simulate` prints them. */
  get environment(): Record<string, string> {
    return environmentOf(this.#connection)
  }

  /** The address of a sample page, for a real browser. Each decides by its own code whether it shows "closed". */
  messengerUrl(options?: MessengerUrlOptions): string {
    return callSync(this.messengerUrl, () => {
      const { autoOpen, page = 'messenger' } = checkOptions('MessengerUrlOptions', options, 'messengerUrl')
      return `${this.url}/pages/${page}${autoOpen ? '?autoOpen=1' : ''}`
    })
  }

  #later<D extends keyof Commands>(entry: Entry, commandOf: () => Command<D>): Promise<Commands[D]> {
    return call(entry, undefined, (cancellation) => this.#native.executeLater(commandOf(), cancellation))
  }

  #now<D extends keyof Commands>(command: Command<D>): Commands[D] {
    return unwrap(this.#native.execute(command))
  }

  openConversation(options?: OpenConversationOptions): Promise<{ conversationId: string; messageId: string }> {
    return this.#later(this.openConversation, () => {
      return { do: 'openConversation', how: checkOptions('OpenConversationOptions', options, 'openConversation') }
    })
  }

  /** The server's own record, with what took effect. */
  conversation(conversationId: string): Promise<Conversation> {
    return this.#later(this.conversation, () => {
      return { do: 'conversation', conversationId: checkArgument('conversationId', conversationId, 'conversation') }
    })
  }

  /** The agent's side: answer, type, say, leave. */
  agent(conversationId: string): {
    answer(): Promise<void>
    typing(): Promise<void>
    say(text: string): Promise<void>
    disconnect(): Promise<void>
    transfer(options?: TransferOptions): Promise<void>
  } {
    const id = callSync(this.agent, () => checkArgument('conversationId', conversationId, 'agent'))
    const act = async (entry: Entry, does: () => object) => {
      await this.#later(entry, () => ({ do: 'agent', conversationId: id, does: does() }))
    }
    const agent = {
      answer: () => act(agent.answer, () => ({ action: 'answer' })),
      say: (text: string) => act(agent.say, () => ({ action: 'say', text: checkArgument('text', text, 'say') })),
      typing: () => act(agent.typing, () => ({ action: 'typing' })),
      disconnect: () => act(agent.disconnect, () => ({ action: 'disconnect' })),
      transfer: (options?: TransferOptions) => act(agent.transfer, () => ({ action: 'transfer', ...checkOptions('TransferOptions', options, 'transfer') })),
    }
    return agent
  }

  /** Throws `INVALID_INPUT` for a rule that can do nothing. Assert `hits`, so that a fault that never struck is noticed. */
  fault(rule: FaultRule): { readonly hits: number; remove(): void } {
    return callSync(this.fault, () => {
      const checked = checkArgument('rule', rule, 'fault')
      const fault = this.#now({ do: 'fault', rule: faultOf(checked) })
      const hits = () => this.#now({ do: 'hits', fault })
      // It stays readable after remove() and reset().
      return { get hits() { return hits() }, remove: () => { this.#now({ do: 'removeFault', fault }) } }
    })
  }

  /** Misbehave on purpose, so that a suite can be shown to notice. `none` undoes it: back to `PLAYWRIGHT_GENESYS_SABOTAGE`, if set. */
  sabotage(
    mode: 'accepts-but-ignores' | 'never-tells-guest' | 'wrong-read-only' | 'closes-neighbour' | 'leaves-acw-open' | 'reopens' | 'none',
  ): void {
    callSync(this.sabotage, () => this.#now({ do: 'sabotage', mode: checkArgument('mode', mode, 'sabotage') }))
  }

  /** The virtual clock, for life-times (session, token, ACW, inactivity): fires due timers in order; resolves when their frames have left. */
  async advance(ms: number): Promise<void> {
    await this.#later(this.advance, () => ({ do: 'advance', ms: checkArgument('ms', ms, 'advance') }))
  }

  /** What was asked, in order; secrets in bodies are redacted. `client` is what whoever asked calls itself (`User-Agent`), no other header is kept. */
  requests(filter?: RequestFilter): { method: string; path: string; status: number; body?: unknown; client?: string; at: number }[] {
    return callSync(this.requests, () => {
      return this.#now({ do: 'requests', filter: filterOf(checkOptions('RequestFilter', filter, 'requests')) })
    })
  }

  /** How many guests' sockets are open at this moment. */
  openSockets(): number {
    return callSync(this.openSockets, () => this.#now({ do: 'connections' }))
  }

  /** What happened under its schedule since the start or the last `reset()`; null where there is none. */
  course(): Promise<Course | null> {
    return this.#later(this.course, () => ({ do: 'course' }))
  }

  /**
   * No conversations, faults, requests or sabotage of its own any more; port, credentials and `PLAYWRIGHT_GENESYS_SABOTAGE` stay. The
   * schedule begins anew. Rejects with `INVALID_INPUT`, when that is done, where the schedule it was started with was not met.
   */
  async reset(): Promise<void> {
    const course = this.#courseToMeet()
    await call(this.reset, undefined, async (cancellation) => {
      const answer = await this.#native.executeLater({ do: 'reset' }, cancellation)
      mustBeMet(course)
      return answer
    })
  }

  /** Ends it; its port is free again. Rejects then with `INVALID_INPUT`, where the schedule it was started with was not met. */
  async stop(): Promise<void> {
    const course = running.delete(this) ? this.#courseToMeet() : null
    await call(this.stop, undefined, async (cancellation) => {
      const answer = await this.#native.stop(cancellation)
      mustBeMet(course)
      return answer
    })
  }

  /** Whoever explores takes the course, and counts what was not met. */
  #courseToMeet(): Course | null {
    const course = this.#isScheduled ? this.#now({ do: 'course' }) : null
    if (!isCounted()) return course
    leaveCourse(course)
    return null
  }

  /** What nobody has stopped leaves its course as the process ends. */
  static #leaveAll(): void {
    for (const simulator of running) simulator.#courseToMeet()
  }

  static {
    if (isCounted()) process.once('exit', () => Simulator.#leaveAll())
  }

  /** The same as `stop()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}
