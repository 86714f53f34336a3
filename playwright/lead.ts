import type { APIRequestContext, BrowserContext, Request, Route } from '@playwright/test'
import { regionDomains } from '../lib/internal'
import { inPage } from './in-page'

/** Where pages are led to. */
export interface Destination {
  /** The simulator's address. */
  origin: string
  /** Its guest socket. */
  guestUrl: string
  /** Whether an agent desktop is led too. */
  desktop: boolean
  /** A domain beside the known regions. */
  domain?: string | undefined
  /** What the test's own configuration grants. */
  permissions?: string[] | undefined
}

/** What every page loads from a region's hosts, and what only an agent desktop does. */
const GUEST_PATHS: [host: string, path: RegExp][] = [
  ['api-cdn', /^\/webdeployments\/v1\/deployments\/[^/]+\/(?:config|domains)\.json$/],
  ['api', /^\/api\/v2\/webmessaging\/messages$/],
  ['apps', /^\/(?:genesys-bootstrap|messenger)\//],
]
const DESKTOP_PATHS: [host: string, path: RegExp][] = [['api', /^\//], ['login', /^\//]]

/** Headers that speak of the way the request would have gone. */
const OF_THE_WAY = new Set(['host', 'connection', 'content-length', 'accept-encoding'])

/** Whether an address is one of a region's that is led elsewhere. */
export function leads(url: URL, { desktop, domain }: Pick<Destination, 'desktop' | 'domain'>): boolean {
  const [, host = '', rest = ''] = /^([a-z-]+)\.(.+)$/.exec(url.hostname) ?? []
  const isRegion = rest === domain || regionDomains().includes(rest)
  const paths = desktop ? [...GUEST_PATHS, ...DESKTOP_PATHS] : GUEST_PATHS
  return isRegion && paths.some(([name, path]) => name === host && path.test(url.pathname))
}

function sentOn(request: Request, origin: string): { address: string; headers: Record<string, string> } {
  const { pathname, search } = new URL(request.url())
  const headers = Object.entries(request.headers()).filter(([name]) => !OF_THE_WAY.has(name))
  return { address: new URL(`${pathname}${search}`, origin).href, headers: Object.fromEntries(headers) }
}

/** A page of any origin may read what the vendor's hosts would let it read. */
function readableBy(request: Request, headers: Record<string, string>): Record<string, string> {
  const origin = request.headers()['origin']
  if (origin === undefined || 'access-control-allow-origin' in headers) return headers
  return { ...headers, 'access-control-allow-origin': origin, vary: 'Origin' }
}

async function answer(route: Route, api: APIRequestContext, origin: string): Promise<void> {
  const request = route.request()
  const { address, headers } = sentOn(request, origin)
  const data = request.postDataBuffer()
  const response = await api.fetch(address, { method: request.method(), headers, maxRedirects: 0, ...(data !== null && { data }) })
  await route.fulfill({ status: response.status(), headers: readableBy(request, response.headers()), body: await response.body() })
}

const led = new WeakSet<BrowserContext>()
const allowed = new WeakSet<BrowserContext>()

/**
 * Leads what a context's pages load from a region's hosts to the simulator, guest sockets in all
 * frames included. Sockets in web workers are not led.
 */
export async function lead(context: BrowserContext, api: APIRequestContext, destination: Destination): Promise<void> {
  if (led.has(context)) return
  led.add(context)
  await context.route(
    (url) => leads(url, destination),
    // A page that is closed while it asks needs no answer.
    (route) => answer(route, api, destination.origin).catch(() => route.abort().catch(() => {})),
  )
  await allowLoopback(context, destination.permissions ?? [])
  await context.addInitScript(inPage, { guestUrl: destination.guestUrl })
}

/**
 * Lets pages of any origin open sockets to loopback, where a newer Chromium would ask a person.
 * Playwright that does not know the permission has a Chromium that does not ask; it would keep the
 * unknown name, and refuse every later grant.
 */
export async function allowLoopback(context: BrowserContext, others: string[]): Promise<void> {
  if (allowed.has(context)) return
  allowed.add(context)
  try {
    await context.grantPermissions(['local-network-access'])
  } catch {
    await context.clearPermissions()
    if (others.length > 0) await context.grantPermissions(others)
  }
}
