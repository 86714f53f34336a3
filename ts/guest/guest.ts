import type { Answer, Cancellation, GuestLook, NativeGuest } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { type Entry, call, signalOf, unwrap } from '../boundary/call'
import { GenesysError } from '../boundary/errors'
import { Lifetime } from '../boundary/lifetime'
import { GenesysClient } from '../client/client'
import { type CheckedConnection, type ResolvedConnection, connectionOf } from '../client/connection'
import { checkArgument, checkOptions, isConnectionOption } from '../options'
import { isLoopback } from '../options/addresses'
import type { CheckedOptions } from '../options/checked'
import { connectionOfClient } from '../options/client-mark'
import { DEFAULTED, patienceOf } from '../surroundings/runner'
import type { CallOptions, ConversationCloser, GuestConnectOptions, GuestEvent, SendOptions, SessionState } from '../types/public'
import type { GuestSource } from './source'
import { Witness } from './witness'

const MADE_BY_CONNECT = Symbol('made by GuestSession.connect')
const WHERE = ['region', 'apiUrl', 'loginUrl', 'guestUrl', 'configUrl'] as const
const OVER: SessionState[] = ['expired', 'displaced', 'disposed']

type Checked = CheckedOptions<'GuestConnectOptions'>
/** A connection as far as it is known: what of it is not said may be the client's. */
type Known = Partial<ResolvedConnection>
type Crossing = Known & Pick<ResolvedConnection, 'timeoutMs'>

/** Options of the connection, and those of the guest alone. */
interface Parts { client: ConversationCloser | undefined; connection: CheckedConnection; own: Partial<Checked> }

function split({ client, ...options }: Checked): Parts {
  const entries = Object.entries(options)
  const of = (isWanted: boolean) => Object.fromEntries(entries.filter(([name]) => isConnectionOption(name) === isWanted))
  return { client, connection: of(true), own: of(false) }
}

/** The connection that crosses: the client's, with what was said of the guest's own before it. */
function nativeConnection({ client, connection, own }: Parts): Crossing {
  const ofClient: Known | undefined = connectionOfClient(client)
  const said = ofClient === undefined || Object.keys(connection).length > 0
  const resolved: Known = said ? connectionOf(connection, 'GuestSession.connect') : {}
  const { network, ...rest } = ofClient === undefined ? resolved : withoutHosts(resolved, connection)
  const goesItsOwnWay = connection.proxy !== undefined || connection.caFile !== undefined
  const way = network !== undefined && (ofClient === undefined || goesItsOwnWay) ? { network } : {}
  const isDefault = connection.timeoutMs === undefined && (ofClient ?? resolved)[DEFAULTED]
  // What a client or `connectionOf` tells has a deadline.
  return { ...rest, ...inherited(ofClient, connection), ...way, ...own, ...(isDefault && { [DEFAULTED]: isDefault }) } as Crossing
}

/** Beside a client, no host comes from the environment: the client knows its org. */
function withoutHosts(resolved: Known, connection: CheckedConnection): Known {
  const isOfEnvironment = (name: string) => WHERE.some((host) => host === name && connection[host] === undefined)
  return Object.fromEntries(Object.entries(resolved).filter(([name]) => !isOfEnvironment(name)))
}

/** What a client's connection gives to a guest that did not say otherwise. */
function inherited(ofClient: Known = {}, connection: CheckedConnection): Known {
  return Object.fromEntries(Object.entries(ofClient).filter(([name]) => !(name in connection)))
}

/** The guest's own client: the given one, or one with the same credentials, made when it is first needed. */
function clientOf({ client, connection }: Parts): OwnClient {
  let made: GenesysClient | undefined
  const mayMake = client === undefined
  return {
    get: (needed) => client ?? made ?? (mayMake && needed ? (made = new GenesysClient(connection)) : undefined),
    dispose: async () => made?.dispose(),
  }
}

interface OwnClient { get(needed: boolean): ConversationCloser | undefined; dispose(): Promise<void> }

/** Reads the native session for the witness: what it says is how it stood when events were last taken. */
function sourceOf(native: NativeGuest, lifetime: Lifetime): GuestSource & { state(): SessionState } {
  let stands: Omit<GuestLook, 'events'> = { closure: null, session: 0, state: 'connecting' }
  return {
    take: () => {
      const { events, ...now } = native.look()
      stands = now
      return events
    },
    closure: () => stands.closure ?? undefined,
    session: () => stands.session,
    state: () => stands.state,
    testimony: (since) => native.testimony(since),
    messageIds: () => native.messageIds(),
    trap: (armed, wanted, id) => armed.trap(native, wanted, id),
    // Who is being disposed of says so when all has settled.
    over: () => (OVER.includes(stands.state) && !lifetime.isOver ? native.over().error : undefined),
  }
}

const isLocal = ({ guestUrl }: Known) => guestUrl !== undefined && isLoopback(new URL(guestUrl).hostname)

/** What `connect` makes a guest of. */
interface Made { native: NativeGuest; client: OwnClient; timeoutMs(): number; showsTexts: boolean }

type Plain = 'history' | 'clear' | 'startNew'
type Gives<M extends Plain> = Extract<Awaited<ReturnType<NativeGuest[M]>>, { error?: undefined }>['ok']

/** A guest of its own, over the Web Messaging socket, without a browser. */
export class GuestSession extends Witness {
  #native: NativeGuest
  #state: () => SessionState
  #client: OwnClient
  #showsTexts: boolean
  #lifetime: Lifetime

  private constructor(key?: symbol, made?: Made) {
    if (key !== MADE_BY_CONNECT || made === undefined) throw new GenesysError('INVALID_INPUT', 'A guest is made with GuestSession.connect().')
    const { native, client, timeoutMs, showsTexts } = made
    const lifetime = new Lifetime('guest')
    const source = sourceOf(native, lifetime)
    super({ source, client: client.get, timeoutMs })
    this.#state = source.state
    this.#lifetime = lifetime
    this.#native = native
    this.#client = client
    this.#showsTexts = showsTexts
  }

  /** Opens the socket and configures a session. `SESSION_REFUSED` where the deployment, its region or the origin is not taken. */
  static connect(options: GuestConnectOptions): Promise<GuestSession> {
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

  /** Where the session stands, by what `events` tell; docs/guest.md says what each one means. */
  get state(): SessionState {
    return this.#state()
  }

  override get events(): readonly GuestEvent[] {
    return super.events
  }

  /** Whether a matcher's failure may quote texts: those of a loopback org are the test's own. */
  get _showsTexts(): boolean {
    return this.#showsTexts
  }

  /** Resolves with the server's own echo, so the message id is known. */
  send(text: string, options?: SendOptions): Promise<GuestEvent> {
    const start = (cancellation: Cancellation) => {
      checkArgument('text', text, 'send')
      const { timeoutMs, attributes } = this._times(checkOptions('SendOptions', options, 'send'))
      return this.#native.send(text, { timeoutMs, attributes }, cancellation)
    }
    return this.#run(this.send, options, start, (index) => this.#eventAt(index))
  }

  #eventAt(index: number): GuestEvent {
    const event = this.events[index]
    if (event === undefined) throw new RangeError(`the addon tells of event ${index}, which it has not shown`)
    return event
  }

  history(options?: CallOptions): Promise<GuestEvent[]> {
    return this.#call('history', this.history, options)
  }

  /** The guest clears the conversation. */
  async clear(options?: CallOptions): Promise<void> {
    await this.#call('clear', this.clear, options)
  }

  /** Starts anew after a read-only end. */
  async startNew(options?: CallOptions): Promise<void> {
    await this.#call('startNew', this.startNew, options)
  }

  /** The socket is cut, as a lost network would cut it. */
  dropSocket(): Promise<void> {
    return this.#run(this.dropSocket, undefined, (cancellation) => this.#native.dropSocket(cancellation), () => {})
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#lifetime.end(), this.#native.dispose(new binding.Cancellation())])
    this._end()
    await this.#client.dispose()
  }

  #call<M extends Plain>(method: M, entry: Entry, options: CallOptions | undefined): Promise<Gives<M>> {
    const start = (cancellation: Cancellation) => {
      const { timeoutMs } = this._times(checkOptions('CallOptions', options, method))
      return this.#native[method]({ timeoutMs }, cancellation) as Promise<Answer<Gives<M>>>
    }
    return this.#run(entry, options, start, (value) => value)
  }

  /** Runs native work for as long as the guest lives; what came meanwhile is shown before it settles. */
  #run<T, R>(entry: Entry, options: CallOptions | undefined, start: (cancellation: Cancellation) => Promise<Answer<T>>, finish: (value: T) => R): Promise<R> {
    const tracked = async (cancellation: Cancellation) => {
      this.#lifetime.check(entry.name)
      const result = await this.#lifetime.track(cancellation, start(cancellation))
      this._drain()
      return { ok: finish(unwrap(result)) }
    }
    return call(entry, signalOf(options), tracked)
  }

  /** The same as `dispose()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}
