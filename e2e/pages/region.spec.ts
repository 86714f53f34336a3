import type { BrowserContext, Page } from '@playwright/test'
import type { Simulator } from '../..'
import { conversationOf, expect, messenger, test } from './support'

const REGION = 'mypurecloud.ie'
const SHOP = 'https://shop.example/'

/** A shop of its own, which knows the region's hosts and nothing else; no inline script but the snippet's. */
const shop = (deploymentId: string) => `<!doctype html><title>Shop</title><body><h1>Shop</h1>
  <script nonce="once">(function (g, e, n, es, ys) {
    g['_genesysJs'] = e; g[e] = g[e] || function () { (g[e].q = g[e].q || []).push(arguments) }
    g[e].t = 1 * new Date(); g[e].c = es
    ys = document.createElement('script'); ys.async = 1; ys.src = n; ys.charset = 'utf-8'; document.head.appendChild(ys)
  })(window, 'Genesys', 'https://apps.${REGION}/genesys-bootstrap/genesys.min.js', { environment: 'prod-euw1', deploymentId: '${deploymentId}' })
  Genesys('command', 'Messenger.open')</script></body>`

/** The loopback socket is where the address leads to in the end; a page in production would not name it. */
const POLICY = [
  "default-src 'none'", `script-src 'nonce-once' https://*.${REGION}`, `frame-src https://*.${REGION}`,
  `connect-src https://*.${REGION} wss://*.${REGION} ws://127.0.0.1:*`,
].join('; ')

/** Leads the region's hosts to the simulator: requests by routes, sockets by their address. */
async function lead(context: BrowserContext, simulator: Simulator) {
  // A page from the internet may not reach this machine unless somebody allows it (Chromium 142 and later).
  await context.grantPermissions(['local-network-access'])
  await context.route(SHOP, (route) => route.fulfill({
    contentType: 'text/html', headers: { 'content-security-policy': POLICY }, body: shop(simulator.deploymentId),
  }))
  await context.route(`https://*.${REGION}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url())
    await route.fulfill({ response: await route.fetch({ url: simulator.url + pathname + search }) })
  })
  await context.addInitScript(([region, to]) => {
    const Native = window.WebSocket
    window.WebSocket = class extends Native {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(String(address).replace(`wss://webmessaging.${region}`, to!), protocols)
      }
    }
  }, [REGION, simulator.url.replace('http', 'ws')])
}

function violations(page: Page): string[] {
  const found: string[] = []
  page.on('console', (message) => { if (/Content Security Policy/i.test(message.text())) found.push(message.text()) })
  return found
}

test("an unmodified shop that names a region's hosts, under a strict policy", async ({ page, context, simulator, client, wire }) => {
  await lead(context, simulator)
  const refused = violations(page)
  const asked = new Set<string>()
  page.on('request', (request) => asked.add(new URL(request.url()).host))
  await page.goto(SHOP)
  const chat = messenger(page)
  await chat.write('Hello from a strict shop')
  await simulator.agent(await conversationOf({ wire, client })).disconnect()
  await expect(chat.ended).toContainText('Your conversation has ended')
  await page.reload()
  await expect(chat.ended).toContainText('Your conversation has ended')
  await expect(chat.said('Hello from a strict shop')).toBeVisible()
  expect(refused).toEqual([])
  expect([...asked].sort()).toEqual([`api-cdn.${REGION}`, `api.${REGION}`, `apps.${REGION}`, 'shop.example'])
})

test('the policy of the test bites: a script from elsewhere is refused', async ({ page, context, simulator }) => {
  await lead(context, simulator)
  const refused = violations(page)
  await page.goto(SHOP)
  await page.evaluate(() => document.head.append(Object.assign(document.createElement('script'), { src: 'https://elsewhere.example/x.js' })))
  await expect.poll(() => refused.length).toBeGreaterThan(0)
  // The Messenger may still be loading; its requests must not outlive the simulator.
  await context.unrouteAll({ behavior: 'wait' })
})
