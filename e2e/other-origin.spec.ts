import { expect, test } from 'playwright-genesys/playwright'
import { Messenger } from './support/messenger'

const DEPLOYMENT = '7d1e4c4a-3a52-4f0f-9d0b-0d6c0a7e5f11'
const REGION = 'mypurecloud.ie'

test.use({ genesysOptions: { deploymentId: DEPLOYMENT } })

/** As the vendor publishes it: nothing of ours, nothing of loopback. */
const POLICY = [
  "default-src 'none'", "style-src 'unsafe-inline'", `script-src https://shop.example https://apps.${REGION}`,
  `connect-src https://api-cdn.${REGION} https://api.${REGION} wss://webmessaging.${REGION}`, `frame-src https://apps.${REGION}`,
].join('; ')

const SNIPPET = `
  (function (g, e, n, es, ys) {
    g['_genesysJs'] = e; g[e] = g[e] || function () { (g[e].q = g[e].q || []).push(arguments) }
    g[e].t = 1 * new Date(); g[e].c = es
    ys = document.createElement('script'); ys.async = 1; ys.src = n; ys.charset = 'utf-8'; document.head.appendChild(ys)
  })(window, 'Genesys', 'https://apps.${REGION}/genesys-bootstrap/genesys.min.js', { environment: 'prod-euw1', deploymentId: '${DEPLOYMENT}' })`

test('an app of another origin that names a real region works offline, unmodified', async ({ page, guest, genesys, browserName }) => {
  test.skip(browserName === 'firefox', 'over BiDi a click goes beside what is in a frame of another site: findings/moz-firefox-clicks-beside.sh')
  await page.route('https://shop.example/**', (route) => {
    const isScript = route.request().url().endsWith('.js')
    return route.fulfill({
      contentType: isScript ? 'text/javascript' : 'text/html',
      headers: { 'content-security-policy': POLICY },
      body: isScript ? SNIPPET : '<!doctype html><title>Shop</title><script src="/messenger.js"></script>',
    })
  })
  const messenger = await Messenger.open(page, 'https://shop.example/')
  await messenger.say('hello from the shop')
  const report = await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
  expect(report.witnesses.wire).toMatchObject({ saw: 'closed', mode: 'ReadOnly' })
  await expect(messenger.window.getByText('Your conversation has ended')).toBeVisible()
})
