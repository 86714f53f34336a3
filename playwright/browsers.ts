import type { APIRequest, Browser, BrowserContext, BrowserContextOptions, BrowserType, LaunchOptions, Page } from '@playwright/test'
import { Door, GenesysError } from '../lib/internal'
import { current } from './current'
import { isLoopback } from './loopback'

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
    throw new GenesysError('INVALID_INPUT', `The proxy is of the kind ${address.protocol.slice(0, -1)}: in simulator mode only one over HTTP can be used.`, { operation: 'proxy' })
  }
  if (username !== undefined) address.username = username
  if (password !== undefined) address.password = password
  return address.href
}

/** An editor that shows its browser has one context for all tests; what leads to it is no public method. */
interface Reusing {
  _newContextForReuse?(options: unknown): Promise<BrowserContext>
}

interface Parts {
  /** Nothing is led where there is none. */
  door: Door | undefined
  /** What the worker's own configuration says of browsers. */
  defaults: LaunchOptions
  /** Told of each page that anybody makes, before whoever made it has it. */
  onPage(page: Page): Promise<void>
}

/** Whatever a worker starts by Playwright: its pages are watched from their first moment, and led through the worker's door, by one gate each. */
export class Browsers {
  readonly #door: Door | undefined
  readonly #defaults: LaunchOptions
  readonly #onPage: Parts['onPage']
  readonly #undo: (() => void)[] = []
  readonly #requests = new Map<string, Promise<Proxied>>()
  readonly #watched = new WeakSet<BrowserContext>()

  constructor({ door, defaults, onPage }: Parts) {
    this.#door = door
    this.#defaults = defaults
    this.#onPage = onPage
  }

  /** Until {@link Browsers.leave}. */
  lead({ chromium, firefox, webkit, request }: Starters): void {
    for (const type of [chromium, firefox, webkit]) this.#leadType(type)
    const { newContext } = request
    this.#replace(request, 'newContext', async (options) => await newContext.call(request, { ...options, ...await this.#ofRequests(options?.proxy) }))
  }

  leave(): void {
    for (const undo of this.#undo.splice(0)) undo()
  }

  #leadType(type: BrowserType): void {
    const { launch, launchServer, launchPersistentContext, connect, connectOverCDP } = type
    this.#replace(type, 'launch', async (options = {}) => {
      const proxy = options.proxy ?? this.#defaults.proxy
      const browser = await launch.call(type, { ...options, ...this.#trusting(type, options), ...await this.#gate(proxy) })
      return this.#leadBrowser(browser, { proxy, ...this.#trust(type) })
    })
    this.#replace(type, 'launchServer', async (options = {}) => (
      await launchServer.call(type, { ...options, ...this.#trusting(type, options), ...await this.#gate(options.proxy ?? this.#defaults.proxy) })
    ))
    this.#replace(type, 'launchPersistentContext', async (folder, options = {}) => {
      const gate = await this.#gate(options.proxy ?? current.proxy ?? this.#defaults.proxy)
      const context = await launchPersistentContext.call(type, folder, { ...options, ...this.#trusting(type, options), ...this.#trust(type), ...gate })
      return await this.#watch(context)
    })
    const joined = (browser: Browser): Browser => this.#leadBrowser(browser, this.#door && { ignoreHTTPSErrors: true })
    this.#replace(type, 'connect', async (...args: unknown[]) => {
      if (this.#door !== undefined) refuseElsewhere(args[0])
      return joined(await Reflect.apply(connect, type, args) as Browser)
    })
    this.#replace(type, 'connectOverCDP', async (...args: unknown[]) => {
      if (this.#door !== undefined) refuseElsewhere(args[0])
      return joined(await Reflect.apply(connectOverCDP, type, args) as Browser)
    })
  }

  #leadBrowser(browser: Browser & Reusing, { proxy: ofLaunch, ...trust }: Pick<BrowserContextOptions, 'proxy' | 'ignoreHTTPSErrors'> = {}): Browser {
    const { newContext } = browser
    browser.newContext = async (options = {}) => {
      const gate = await this.#gate(options.proxy ?? current.proxy ?? ofLaunch)
      const context = await newContext.call(browser, { ...options, ...trust, ...gate })
      const { proxy } = gate
      if (proxy !== undefined) context.on('close', () => this.#door?.close(portOf(proxy)))
      return await this.#watch(context)
    }
    const { _newContextForReuse: reuse } = browser
    if (reuse !== undefined) browser._newContextForReuse = async (options) => await this.#watch(await reuse.call(browser, options))
    return browser
  }

  /** Pages that come by themselves, popups, are there before anybody can be told. */
  async #watch(context: BrowserContext): Promise<BrowserContext> {
    if (!this.#watched.has(context)) {
      this.#watched.add(context)
      const { newPage } = context
      context.newPage = async () => {
        const page = await newPage.call(context)
        await this.#onPage(page)
        return page
      }
    }
    for (const page of context.pages()) await this.#onPage(page)
    return context
  }

  /** Chromium trusts the door's own key, and no other that it would not trust. */
  #trusting(type: BrowserType, { args = this.#defaults.args ?? [] }: LaunchOptions): Pick<LaunchOptions, 'args'> {
    if (this.#door === undefined || type.name() !== 'chromium') return {}
    return { args: [...args, `--ignore-certificate-errors-spki-list=${this.#door.keyHash}`] }
  }

  /** The others know no flag for one key. */
  #trust(type: BrowserType): Pick<BrowserContextOptions, 'ignoreHTTPSErrors'> {
    return this.#door === undefined || type.name() === 'chromium' ? {} : { ignoreHTTPSErrors: true }
  }

  /** Requests need not be told apart. */
  async #ofRequests(proxy: Proxy | undefined = current.proxy): Promise<Proxied> {
    const key = JSON.stringify(proxy ?? null)
    const known = this.#requests.get(key) ?? this.#gate(proxy)
    this.#requests.set(key, known)
    return await known
  }

  /** What is not led keeps the proxy that it has. */
  async #gate(proxy: Proxy | undefined): Promise<Proxied> {
    if (this.#door === undefined) return {}
    const port = await this.#door.open(proxy === undefined ? {} : { proxy: addressOf(proxy), ...(proxy.bypass !== undefined && { noProxy: proxy.bypass }) })
    return { proxy: { server: `http://127.0.0.1:${port}`, bypass: PLAIN_LOOPBACK } }
  }

  #replace<T extends object, K extends keyof T>(target: T, name: K, by: T[K]): void {
    const before = Object.getOwnPropertyDescriptor(target, name)
    target[name] = by
    this.#undo.push(() => (before === undefined ? delete target[name] : Object.defineProperty(target, name, before)))
  }
}

const portOf = ({ server }: Proxy): number => Number(new URL(server).port)

/** A browser on another machine has no way to this one's door. */
function refuseElsewhere(endpoint: unknown): void {
  const address = typeof endpoint === 'string' ? endpoint : (endpoint as { wsEndpoint?: unknown; endpointURL?: unknown } | undefined)?.wsEndpoint ?? (endpoint as { endpointURL?: unknown } | undefined)?.endpointURL
  if (typeof address !== 'string' || !URL.canParse(address) || isLoopback(new URL(address).hostname)) return
  throw new GenesysError('INVALID_INPUT', 'The browser runs on another machine, which cannot be led to the simulator on this one.', {
    operation: 'connect', hint: 'Run these specs in live mode, or with a browser on this machine.',
  })
}
