import { expect, test as genesysTest } from 'playwright-genesys/playwright'
import { EverySocket, RealHosts } from './every-socket'

/** An app that dials from everywhere; the real hosts are a stand-in that hears nothing of it. */
export const test = genesysTest.extend<{ app: EverySocket }, { real: RealHosts }>({
  real: [async ({}, use) => {
    const real = await RealHosts.start()
    await use(real)
    await real.stop()
  }, { scope: 'worker' }],
  launchOptions: [async ({ launchOptions, browserName, real }, use) => await use(real.mapped(browserName, launchOptions)), { scope: 'worker' }],
  app: async ({ simulator, browserName, real }, use, { annotations }) => {
    const app = await EverySocket.start(String(simulator.connection.deploymentId), browserName)
    await use(app)
    await app.stop()
    annotations.push({ type: 'sockets', description: JSON.stringify(app.told) })
    expect(real.heard, 'what the real hosts heard').toBe(0)
  },
})
