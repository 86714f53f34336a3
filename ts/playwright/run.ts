import path from 'node:path'
import type { BrowserContext, LaunchOptions } from '@playwright/test'
import { GenesysError } from '../boundary/errors'
import type { GuestHosts, NativePageGuest } from '../boundary/page-guest'
import { type ResolvedConnection, environmentWayOut } from '../client/connection'
import { type Behind, Door } from '../door/door'
import type { Course } from '../explore/course'
import type { GuestLine } from '../door/guest-line/check'
import { DoorLine } from '../door/guest-line/door-line'
import { simulatorLine } from '../door/guest-line/simulator-line'
import { Ledger } from '../ledger'
import { isConnectionOption } from '../options'
import { connectionOfClient } from '../options/client-mark'
import { Simulator } from '../simulator/simulator'
import { ownCacheFolder } from '../surroundings/cache-folder'
import { isReplayed } from '../surroundings/environment'
import type { ConnectionOptions, GuestEvent, SimulatorOptions } from '../types/public'
import { announce } from './announce'
import { AUTHORITY_KEY } from './authority'
import { Browsers, type Gate, type Starters } from './browsers'
import { TestClient } from './client'
import { CLEAN_UP_MS, closeAll, describeEnds, noteEnds } from './clean-up'
import { Conversations } from './conversations'
import { isLoopback } from './loopback'
import { isOwn } from './message-ids'
import { modeOf, type GenesysOptions } from './options'
import type { PageGuest } from './page-guest'
import { Recorder } from './record'
import { checkGenesysOptions } from './settings'
import { runName } from './run-name'
import { unframed } from './step'
import { TestSimulator } from './test-simulator'

const NO_FAULTS_LIVE = 'The guest socket of this page does not come through this package, which could break it: guestOptions.door is false, the browser runs elsewhere, or no guest host is known.'

/** What says where the org is, and who asks: the simulator's own in simulator mode, a replay's in its environment. */
const OF_THE_ORG = new Set<string>([
  'region', 'apiUrl', 'loginUrl', 'guestUrl', 'configUrl', 'clientId', 'clientSecret', 'accessToken', 'deploymentId', 'proxy', 'caFile', 'sharedState',
])

function connectionOf(options: GenesysOptions, real: Simulator | undefined): ConnectionOptions {
  const hasOrg = real !== undefined || isReplayed()
  const isMeant = ([name, value]: [string, unknown]) => value !== undefined && isConnectionOption(name) && !(hasOrg && OF_THE_ORG.has(name))
  const named = Object.entries(options).filter(isMeant)
  return { ...real?.connection, ...sharing(options, real), ...Object.fromEntries(named) }
}

/** Workers on a real org share budget and token, unless they are told otherwise or this user has no place for it. */
function sharing({ sharedState }: GenesysOptions, real: Simulator | undefined): Pick<ConnectionOptions, 'sharedState'> {
  return real === undefined && sharedState === undefined ? { sharedState: ownCacheFolder() ?? false } : {}
}

/** Hosts that the options name beside the known regions. */
function namedHosts({ region = '', apiUrl, loginUrl, guestUrl, configUrl }: GenesysOptions): string[] {
  const named = [apiUrl, loginUrl, guestUrl, configUrl].filter((url) => url !== undefined && URL.canParse(url)).map((url) => new URL(url as string).hostname)
  return [...named, ...(region.includes('.') ? [region] : [])].filter((host) => !isLoopback(host))
}

interface Parts {
  mode: 'simulator' | 'live'
  options: GenesysOptions
  real: Simulator | undefined
  worker: number
}

/** What a worker starts browsers with. */
interface Starting {
  worker: number
  playwright: Starters
  launchOptions: LaunchOptions
  /** Told of each context before it has pages. */
  onContext(context: BrowserContext, run: GenesysRun): Promise<void>
}

/** Named when the specs are loaded: in the main process before there are workers. */
const RUN = runName()

/** Whether conversations outlive this process. */
const outlives = ({ mode, options }: Parts): boolean => mode === 'live' || isShared(options)

/** The org of one worker: a simulator, or the real one. */
export class GenesysRun {
  readonly recorder = new Recorder()
  readonly client: TestClient
  readonly mode: 'simulator' | 'live'
  readonly #options: GenesysOptions
  readonly #simulator: TestSimulator | undefined
  readonly #own: Conversations
  readonly #ownGuests: PageGuest[] = []
  /** What could end conversations of this worker if it was killed; not for a simulator that dies with it. */
  readonly ledger: Ledger | undefined
  /** The one way of the worker's browsers. */
  door: Door | undefined
  #browsers: Browsers | undefined

  private constructor(parts: Parts) {
    const { mode, options, real, worker } = parts
    this.mode = mode
    this.#options = options
    this.#simulator = real && new TestSimulator(real, { isShared: isShared(options), recorder: this.recorder })
    this.client = new TestClient(connectionOf(options, real), this.recorder)
    refuseNowhere(this.connection)
    this.ledger = outlives(parts) ? Ledger.open({ run: RUN, worker, org: this.connection, deploymentId: this.connection.deploymentId }) : undefined
    this.#own = new Conversations(this.client, (what) => this.note(what))
  }

  static async start(options: GenesysOptions, { worker, playwright, launchOptions, onContext }: Starting): Promise<GenesysRun> {
    checkGenesysOptions(options)
    const mode = modeOf(options)
    const real = mode === 'simulator' ? await simulatorOf(options) : undefined
    const run = new GenesysRun({ mode, options, real, worker })
    run.#lead(playwright, launchOptions, onContext)
    if (mode === 'live' && !isReplayed() && run.ledger?.path !== undefined) {
      await announce(run.client, run.connection, { folder: path.dirname(run.ledger.path), run: RUN })
    }
    return run
  }

  get simulator(): Simulator {
    if (this.#simulator !== undefined) return this.#simulator.simulator
    throw unframed(new TypeError('There is no simulator in live mode. Keep specs that need one out of the live project, or skip them there.'))
  }

  get connection(): ResolvedConnection {
    return connectionOfClient(this.client) as ResolvedConnection
  }

  /** The vendor's hosts are led to the simulator, or to what plays a recording: no page reaches a real one. */
  get #isOffline(): boolean {
    return this.mode === 'simulator' || isReplayed()
  }

  /** Which hosts are a page's guest's own. Offline they are those of any region. */
  get hosts(): GuestHosts {
    const { region = this.#options.region, apiUrl, guestUrl, configUrl, deploymentId } = this.connection
    return { region, apiUrl, guestUrl, configUrl, deploymentId, allRegions: this.#isOffline }
  }

  /** The sample page, where a spec names none. */
  get samplePage(): string | undefined {
    return this.#simulator?.simulator.messengerUrl()
  }

  /** The gate by which a context's sockets come to the door; none where they do not. */
  gateOf(context: BrowserContext): Gate | undefined {
    return this.#browsers?.gateOf(context)
  }

  /** What can be broken about the sockets of one page. */
  line(guest: NativePageGuest, { witness, isLed }: { witness: string; isLed: boolean }): GuestLine | string {
    if (this.#simulator !== undefined) return simulatorLine(this.#simulator.real, witness)
    return isLed ? new DoorLine(guest) : NO_FAULTS_LIVE
  }

  /** On the ledger, before anything else can happen. */
  note(what: { conversationId: string } | { messageId: string }): void {
    if ('conversationId' in what) this.ledger?.tracked(what)
    else this.ledger?.opened({ guest: 'tracked', ...what })
  }

  /** Takes what the ledger has to know of a guest, within the handler of its frame. */
  ledgerOf(guest: string): (event: GuestEvent, index: number) => void {
    const { ledger } = this
    if (ledger === undefined) return () => {}
    const onTheirWay = new Set<number>()
    return (event, index) => {
      const own = isOwn(event)
      if (own === undefined) return
      if (event.messageId !== undefined) ledger.opened({ guest, messageId: event.messageId, own })
      else if (own && event.acknowledged === false && !onTheirWay.has(index)) ledger.sent({ guest })
      onTheirWay.add(index)
    }
  }

  /** All browsers of the worker, and offline what Playwright asks by itself: then the vendor's hosts are the simulator for them. */
  #lead(playwright: Starters, defaults: LaunchOptions, onContext: Starting['onContext']): void {
    const to = this.#behind
    this.door = to && new Door({ authorityKey: AUTHORITY_KEY, to })
    const { proxy, noProxy } = this.#isOffline ? environmentWayOut() : this.connection.network
    const wayOut = { ...(proxy !== undefined && { proxy }), ...(noProxy !== undefined && { noProxy }) }
    this.#browsers = new Browsers({ door: this.door, isOffline: this.#isOffline, wayOut, defaults, onContext: async (context) => await onContext(context, this) })
    this.#browsers.lead(playwright)
  }

  /** Live without a guest host there is nothing to open: the browser's own word is read. */
  get #behind(): Behind | undefined {
    const { apiUrl: played, guestUrl, region } = this.connection
    const hosts = namedHosts(this.#options)
    if (isReplayed() && played !== undefined) return { simulator: { origin: played, hosts } }
    if (this.#simulator === undefined) return guestUrl === undefined && region === undefined ? undefined : { org: this.connection }
    const { url: origin, connection: { caFile } } = this.#simulator.real
    return { simulator: { origin, hosts, ...(caFile !== undefined && { caFile }) } }
  }

  /** A guest of no test, watched in `beforeAll`: closed with the worker. */
  add(guest: PageGuest): void {
    this.#ownGuests.push(guest)
    this.#own._watch(guest)
  }

  /** What the simulator was asked from that time on; nobody hears what a real org is asked. */
  askedSince(time: number): ReturnType<Simulator['requests']> {
    return this.#simulator?.real.requests().filter(({ at }) => at >= time) ?? []
  }

  /** The order in which the simulator brings what it brings, from now on. */
  async schedule(schedule: string, isExplored: boolean): Promise<void> {
    if (this.#simulator === undefined) throw unframed(new TypeError('There is no simulator in live mode whose order could be another one: leave genesysSchedule out there.'))
    await this.#simulator.schedule(schedule, isExplored)
  }

  /** What happened since then; from now on in the ordinary order. */
  async endSchedule(): Promise<Course | undefined> {
    return await this.#simulator?.endSchedule()
  }

  /** Undoes what a test has broken. */
  mend(): void {
    this.#simulator?.mend()
  }

  /** The next test finds everything as the first one did. */
  async reset(): Promise<void> {
    await this.#simulator?.reset()
  }

  async stop(): Promise<void> {
    for (const guest of this.#ownGuests) guest._end()
    await this.#endOwn()
    this.ledger?.close()
    await this.client.dispose()
    this.#browsers?.leave()
    this.door?.stop()
    if (this.#simulator !== undefined) await this.#simulator.stop()
  }

  /** What guests of no test had, unless it ends with the worker. No test can fail with what stays open: it is said. */
  async #endOwn(): Promise<void> {
    if (this.ledger === undefined) return
    const ended = await closeAll(this.#own, this.client, { timeoutMs: CLEAN_UP_MS, wrapUp: { pick: 'first' } })
    noteEnds(this.ledger, ended)
    for (const { _isUnechoed, _witness: guest } of this.#ownGuests) if (!_isUnechoed) this.ledger?.settled({ guest })
    const [left] = [ended.filter(({ error }) => error !== undefined)]
    if (left.length > 0) say(`what guests of no test opened may be open still: ${describeEnds(left)}. ${String(left[0]?.error?.message)}`)
  }
}

function refuseNowhere({ apiUrl, region }: ResolvedConnection): void {
  if (apiUrl !== undefined || region !== undefined) return
  const hint = 'Set region (or GENESYSCLOUD_REGION), or apiUrl, in genesysOptions; credentials likewise.'
  throw unframed(new GenesysError('INVALID_INPUT', 'The mode is live, and no org is named.', { hint }))
}

/** Where no test can be blamed. */
export function say(what: string): void {
  process.stderr.write(`playwright-genesys: ${what}\n`)
}

const isShared = ({ simulator }: GenesysOptions): boolean => simulator !== undefined && 'attach' in simulator

async function simulatorOf({ simulator = {}, deploymentId }: GenesysOptions): Promise<Simulator> {
  if (!('attach' in simulator)) return await Simulator.start(withDeployment(simulator, deploymentId))
  const attached = await Simulator.attach(simulator.attach)
  const its = attached.connection.deploymentId
  if (deploymentId === undefined || deploymentId.toLowerCase() === its?.toLowerCase()) return attached
  const hint = 'Start that simulator with this deployment, or leave genesysOptions.deploymentId out: an app that names another one is refused there, as the vendor does.'
  throw unframed(new GenesysError('INVALID_INPUT', `The attached simulator serves the deployment ${String(its)}, and genesysOptions.deploymentId is ${deploymentId}.`, { hint }))
}

/** An unmodified app names its own deployment: the simulator has to know that one. */
function withDeployment(options: SimulatorOptions, deploymentId: string | undefined): SimulatorOptions {
  if (deploymentId === undefined || options.deployment?.id !== undefined) return options
  return { ...options, deployment: { ...options.deployment, id: deploymentId } }
}
