import type { APIRequest, Browser, BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions } from '@playwright/test'
import { GenesysError } from '../boundary/errors'
import type { WayOut } from '../client/connection'
import { Door } from '../door/door'
import { isLoopback } from './loopback'
import { way } from './way'

type Proxy = NonNullable<LaunchOptions['proxy']>
type Proxied = Pick<LaunchOptions, 'proxy'>

/** Playwright, as far as it starts anything that asks the network. */
export interface Starters {
  chromium: BrowserType
  firefox: BrowserType
  webkit: BrowserType
  request: APIRequest
}

/** Plain pages of this machine pass beside the door. Their sockets come to it, so that no browser asks a person about them. */
const PLAIN_LOOPBACK = 'http://127.0.0.1,http://localhost,http://[::1]'

/** A proxy as Playwright takes it, as one address. */
function addressOf({ server, username, password }: Proxy): string {
  const address = new URL(server.includes('://') ? server : `http://${server}`)
  if (!/^https?:$/.test(address.protocol)) {
    throw new GenesysError('INVALID_INPUT', `The proxy is of the kind ${address.protocol.slice(0, -1)}: only one over HTTP can be used here.`, { operation: 'proxy' })
  }
  if (username !== undefined) address.username = username
  if (password !== undefined) address.password = password
  return address.href
}

/** A rule that maps every host would map the door too, and what is led there with it. */
const besideTheDoor = (arg: string): string => (/^--host(?:-resolver)?-rules=/.test(arg) ? `${arg}, EXCLUDE 127.0.0.1` : arg)

/** An editor that shows its browser has one context for all tests; what leads to it is no public method. */
interface Reusing {
  _newContextForReuse?(options: unknown): Promise<BrowserContext>
}

/** The way of one context through the door. */
export interface Gate {
  port: number
  /** Whether each document has our script before its own: over BiDi a popup may be faster, and its sockets say nothing. */
  marksAll: boolean
}

interface Parts {
  /** Nothing is led where there is none. */
  door: Door | undefined
  /** Offline everything is led, whoever asks; live what browsers ask. */
  isOffline: boolean
  /** How what is not led is reached where nobody names a proxy. */
  wayOut: WayOut
  /** What the worker's own configuration says of browsers. */
  defaults: LaunchOptions
  /** Told of each context before whoever made it has it. */
  onContext(context: BrowserContext): Promise<void>
}

/** Whatever a worker starts by Playwright: its contexts are watched from their first moment, and led through the worker's door, by one gate each. */
export class Browsers {
  readonly #parts: Parts
  readonly #undo: (() => void)[] = []
  readonly #requests = new Map<string, Promise<Proxied>>()
  readonly #gates = new WeakMap<BrowserContext, Gate>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The gate by which what a context asks is read; none where nothing is. */
  gateOf(context: BrowserContext): Gate | undefined {
    return this.#gates.get(context)
  }

  /** Until {@link Browsers.leave}. */
  lead({ chromium, firefox, webkit, request }: Starters): void {
    for (const type of [chromium, firefox, webkit]) this.#leadType(type)
    if (!this.#parts.isOffline) return
    const { newContext } = request
    this.#replace(request, 'newContext', async (options) => await newContext.call(request, { ...options, ...await this.#ofRequests(options?.proxy) }))
  }

  leave(): void {
    for (const undo of this.#undo.splice(0)) undo()
  }

  #leadType(type: BrowserType): void {
    const { launch, launchServer, launchPersistentContext, connect, connectOverCDP } = type
    const { defaults, isOffline } = this.#parts
    this.#replace(type, 'launch', async (options = {}) => {
      const proxy = options.proxy ?? defaults.proxy
      const gate = await this.#led(type, options, proxy)
      const browser = await launch.call(type, { ...options, ...gate })
      return this.#leadBrowser(browser, type, { proxy, gate, ...this.#trust(type) })
    })
    this.#replace(type, 'launchServer', async (options = {}) => (
      await launchServer.call(type, { ...options, ...await this.#led(type, options, options.proxy ?? defaults.proxy) })
    ))
    this.#replace(type, 'launchPersistentContext', async (folder, options = {}) => {
      const gate = await this.#led(type, options, options.proxy ?? way.proxy ?? defaults.proxy)
      const context = await launchPersistentContext.call(type, folder, { ...options, ...this.#trust(type), ...gate })
      return await this.#watch(context, type, gate)
    })
    const join = (joins: (...args: never[]) => Promise<Browser>) => async (...args: unknown[]): Promise<Browser> => {
      if (isOffline && !runsHere(args[0])) throw elsewhere()
      const browser = await Reflect.apply(joins, type, args) as Browser
      // It was not told which key to trust: live nobody's certificates would be checked.
      return this.#leadBrowser(browser, type, isOffline ? { ignoreHTTPSErrors: true } : undefined)
    }
    this.#replace(type, 'connect', join(connect))
    this.#replace(type, 'connectOverCDP', join(connectOverCDP))
  }

  /** Without a way to lead them its contexts are watched only. */
  #leadBrowser(browser: Browser & Reusing, type: BrowserType, how?: { proxy?: Proxy | undefined; gate?: Proxied; ignoreHTTPSErrors?: boolean }): Browser {
    const { newContext, _newContextForReuse: reuse } = browser
    browser.newContext = async (options = {}) => {
      if (how === undefined || this.#parts.door === undefined) return await this.#watch(await newContext.call(browser, options), type)
      const { proxy, gate: _ofLaunch, ...trust } = how
      const gate = await this.#gate(options.proxy ?? way.proxy ?? proxy)
      const context = await newContext.call(browser, { ...options, ...trust, ...gate })
      const { proxy: own } = gate
      if (own !== undefined) context.on('close', () => this.#parts.door?.close(portOf(own)))
      return await this.#watch(context, type, gate)
    }
    if (reuse !== undefined) browser._newContextForReuse = async (options) => await this.#watch(await reuse.call(browser, options), type, how?.gate)
    return browser
  }

  async #watch(context: BrowserContext, type: BrowserType, { proxy }: Proxied = {}): Promise<BrowserContext> {
    if (proxy !== undefined && !isLeftAlone(this.#parts)) this.#gates.set(context, { port: portOf(proxy), marksAll: type.name() === 'chromium' })
    await this.#parts.onContext(context)
    return context
  }

  /** What a browser is launched with. Chromium trusts the door's own key, and no other that it would not trust. */
  async #led(type: BrowserType, options: LaunchOptions, own: Proxy | undefined): Promise<LaunchOptions> {
    const { door, defaults } = this.#parts
    const gate = await this.#gate(own)
    if (door === undefined || gate.proxy === undefined) return gate
    const { args = [], firefoxUserPrefs } = { ...defaults, ...options }
    if (type.name() === 'chromium') return { ...gate, args: [...args.map(besideTheDoor), `--ignore-certificate-errors-spki-list=${door.keyHash}`] }
    if (type.name() === 'firefox') return { ...gate, firefoxUserPrefs: { ...firefoxUserPrefs, ...preferencesFor(portOf(gate.proxy)) } }
    return gate
  }

  /** The others know no flag for one key. */
  #trust(type: BrowserType): Pick<BrowserContextOptions, 'ignoreHTTPSErrors'> {
    return this.#parts.door === undefined || type.name() === 'chromium' ? {} : { ignoreHTTPSErrors: true }
  }

  /** Requests need not be told apart. */
  async #ofRequests(proxy: Proxy | undefined = way.proxy): Promise<Proxied> {
    const key = JSON.stringify(proxy ?? null)
    const known = this.#requests.get(key) ?? this.#gate(proxy)
    this.#requests.set(key, known)
    return await known
  }

  /** What is not led keeps the proxy that it has. */
  async #gate(proxy: Proxy | undefined): Promise<Proxied> {
    const { door, wayOut } = this.#parts
    if (door === undefined) return {}
    const network = proxy === undefined ? wayOut : { proxy: addressOf(proxy), ...(proxy.bypass !== undefined && { noProxy: proxy.bypass }) }
    const port = await door.open({ network, isTunnel: isLeftAlone(this.#parts) })
    return { proxy: { server: `http://127.0.0.1:${port}`, bypass: PLAIN_LOOPBACK } }
  }

  #replace<T extends object, K extends keyof T>(target: T, name: K, by: T[K]): void {
    const before = Object.getOwnPropertyDescriptor(target, name)
    target[name] = by
    this.#undo.push(() => (before === undefined ? delete target[name] : Object.defineProperty(target, name, before)))
  }
}

/** Over BiDi a launch's proxy is asked for plain HTTP only, and never for what is on loopback. */
const preferencesFor = (port: number): NonNullable<LaunchOptions['firefoxUserPrefs']> => ({
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': port,
  'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': port,
  'network.proxy.allow_hijacking_localhost': true,
})

const portOf = ({ server }: Proxy): number => Number(new URL(server).port)

/** Live a test may want its pages untouched. */
const isLeftAlone = ({ isOffline }: Parts): boolean => !isOffline && way.isLeftAlone === true

/** A browser on another machine has no way to this one's door. */
function runsHere(endpoint: unknown): boolean {
  const { wsEndpoint, endpointURL } = (typeof endpoint === 'string' ? { wsEndpoint: endpoint } : endpoint ?? {}) as { wsEndpoint?: unknown; endpointURL?: unknown }
  const address = wsEndpoint ?? endpointURL
  return typeof address !== 'string' || !URL.canParse(address) || isLoopback(new URL(address).hostname)
}

function elsewhere(): GenesysError {
  return new GenesysError('INVALID_INPUT', 'The browser runs on another machine, which cannot be led to the simulator on this one.', {
    operation: 'connect', hint: 'Run these specs in live mode, or with a browser on this machine.',
  })
}
