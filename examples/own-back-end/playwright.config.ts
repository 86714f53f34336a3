import { defineConfig } from '@playwright/test'
import type { GenesysTestOptions, GenesysWorkerOptions } from 'playwright-genesys/playwright'

// Set by `playwright-genesys simulate -- playwright test`: the org that the back-end is led to is the one that the specs look at.
const org = process.env.PLAYWRIGHT_GENESYS_API_URL
if (org === undefined) throw new Error('Run it with npm test: the back-end would call the real org.')

export default defineConfig<GenesysTestOptions, GenesysWorkerOptions>({
  testDir: 'tests',
  // One org for all of them: one at a time, and each begins it anew.
  workers: 1,
  use: {
    genesysOptions: { deploymentId: '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10', simulator: { attach: org } },
    guestOptions: { closedLocator: (page) => page.getByText('Chat closed') },
    // A Chrome or Chromium that is there already; left out, Playwright's own.
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH || undefined },
  },
})
