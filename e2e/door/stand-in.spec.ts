import { chromium, expect, firefox, test, webkit } from '@playwright/test'
import { EverySocket, RealHosts } from './every-socket'
import { OwnBrowser } from './own-browser'

// What the other specs here say of the real hosts is worth nothing if the stand-in could not be reached.
test('a browser that nobody leads reaches the stand-in for the real hosts', async ({ browserName, launchOptions }) => {
  const real = await RealHosts.start()
  const app = await EverySocket.start(crypto.randomUUID(), browserName)
  const executable = launchOptions.executablePath ?? { chromium, firefox, webkit }[browserName].executablePath()
  const browser = await OwnBrowser.start(browserName, executable, real.mapped(browserName, launchOptions), [`${app.home}/dial?kind=page`])
  await expect.poll(() => app.heard.get('page')).toBe('error')
  expect(real.heard).toBeGreaterThan(0)
  await browser.stop()
  await app.stop()
  await real.stop()
})
