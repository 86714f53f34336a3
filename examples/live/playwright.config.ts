import { defineConfig } from '@playwright/test'
import type { GenesysTestOptions, GenesysWorkerOptions } from 'playwright-genesys/playwright'

export default defineConfig<GenesysTestOptions, GenesysWorkerOptions>({
  testDir: 'tests',
  // An org has limits that workers share; see requestsPerMinute in docs/options.md.
  workers: 2,
  timeout: 60_000,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    // The page of yours that embeds Messenger for the deployment below.
    baseURL: process.env.APP_URL,
    // Region and credentials come from the environment; see README.md.
    genesysOptions: { mode: 'live', deploymentId: process.env.GENESYS_DEPLOYMENT_ID },
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH || undefined },
  },
})
