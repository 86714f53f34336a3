import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Browser, Page } from '@playwright/test'
import { chromium, request as anyRequest } from '@playwright/test'
import { expect } from 'playwright-genesys/playwright'
import { test } from './app'
import { type EverySocket, KINDS, REGION } from './every-socket'
import { OwnBrowser } from './own-browser'
import { WAYS } from './ways'

const CONFIG = (deploymentId: unknown): string => `https://api-cdn.${REGION}/webdeployments/v1/deployments/${String(deploymentId)}/config.json`

async function dialsAll(page: Page, app: EverySocket): Promise<void> {
  await page.goto(`${app.home}/`)
  await expect.poll(() => app.missing).toEqual([])
}

test.describe('every kind of socket that names the real host reaches the simulator', () => {
  for (const [way, made] of Object.entries(WAYS)) {
    test(`from ${way}`, async ({ page: ofFixture, browser, browserName, launchOptions, app }) => {
      const { page, end } = await made({ page: ofFixture, browser, browserName, launchOptions })
      await dialsAll(page, app)
      await end?.()
    })
  }

  test('from a context that was made past the fixtures', async ({ browser, simulator, app }) => {
    const { newContext } = Object.getPrototypeOf(browser) as Browser
    const context = await newContext.call(browser, { ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await dialsAll(page, app)
    expect((await page.goto(CONFIG(simulator.connection.deploymentId)))?.status()).toBe(200)
    await context.close()
  })

  test('from a context of a browser that runs by itself, as an editor shows one', async ({ browserName, launchOptions, app }) => {
    test.skip(browserName !== 'chromium', 'Playwright joins no other browser that runs by itself')
    const debugged = await OwnBrowser.start(browserName, launchOptions.executablePath ?? chromium.executablePath(), launchOptions)
    const browser = await chromium.connectOverCDP(debugged.endpoint)
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${app.home}/`)
    await expect.poll(() => app.heard.size).toBe(KINDS.length)
    // Those two live beside the context, and may not take a certificate on its word: refused then, and nothing has left.
    expect(['shared worker: error', 'service worker: error']).toEqual(expect.arrayContaining(app.missing))
    await browser.close()
    await debugged.stop()
  })

  let before: Page
  test.beforeAll(async ({ browser }) => { before = await browser.newPage() })
  test.afterAll(async () => await before.close())
  test('from a page of beforeAll', async ({ app }) => await dialsAll(before, app))
})

test.describe('what is asked over HTTP reaches the simulator', () => {
  for (const how of ['continue', 'fallback'] as const) {
    test(`with a spec's own route.${how}()`, async ({ page, simulator, app }) => {
      await page.route('**/*', (route) => route[how]())
      await page.goto(`${app.home}/dial?kind=page`)
      const answer = page.waitForResponse(/config\.json/)
      await page.goto(CONFIG(simulator.connection.deploymentId))
      expect((await answer).status()).toBe(200)
    })
  }

  test('by route.fetch(), page.request, the request fixture, and a context of requests made by hand', async ({ page, request, simulator, app }) => {
    const config = CONFIG(simulator.connection.deploymentId)
    const fetched = new Promise<number>((done) => void page.route('**/fetched', async (route) => {
      done((await route.fetch({ url: config })).status())
      await route.fulfill({ body: '' })
    }))
    await page.goto(`${app.home}/fetched`)
    const own = await anyRequest.newContext()
    const asked = [page.request, page.context().request, request, own].map(async (api) => (await api.get(config)).status())
    expect(await Promise.all([fetched, ...asked])).toEqual([200, 200, 200, 200, 200])
    expect((await own.get(`http://api.${REGION}/api/v2/conversations/messages/x`)).status()).toBe(401)
    await own.dispose()
  })

  test('a host of theirs that is not there is a host that does not know the path', async ({ request, app: _ }) => {
    expect((await request.get(`https://help.new9.pure.cloud/articles`)).status()).toBe(404)
  })
})

test('what is none of theirs goes where it wants to, on any port', async ({ page, request, app }) => {
  expect((await request.get(`${app.home}/dial.js`)).status()).toBe(200)
  await page.goto(`${app.home}/dial?kind=page`)
  await expect.poll(() => app.heard.get('page')).toBe('SessionResponse')
  for (const nobody of ['http://127.0.0.1:1/', 'http://127.0.0.2:1/', 'https://127.0.0.1:1/']) await expect(request.get(nobody), nobody).rejects.toThrow()
  await expect(page.goto('http://127.0.0.2:1/')).rejects.toThrow()
})

test('where nobody answers, a page is told that there is no way, and what Playwright asks gets no answer', async ({ page, request, browserName, app: _ }) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => { server.close(closed) })
  const nobody = `https://app.localhost:${port}/`
  await expect(page.goto(nobody)).rejects.toThrow(browserName === 'chromium' ? 'net::ERR_TUNNEL_CONNECTION_FAILED' : /./)
  // Whether its hello was read by then decides how the connection ends.
  await expect(request.get(nobody, { timeout: 10_000 })).rejects.toThrow(/socket|TLS|ECONNRESET/i)
})

test('a browser on another machine is refused, in words', async ({ app: _ }) => {
  await expect(chromium.connect('ws://browsers.example:1234/')).rejects.toThrow(/runs on another machine/)
  await expect(chromium.connectOverCDP('http://browsers.example:9222')).rejects.toThrow(/runs on another machine/)
})
