import { defineConfig } from '@playwright/test'
import type { GenesysTestOptions, GenesysWorkerOptions } from 'playwright-genesys/playwright'

export default defineConfig<GenesysTestOptions, GenesysWorkerOptions>({
  testDir: 'tests',
  fullyParallel: true,
  use: {
    // The deployment that the app names: the simulator answers to it, and the app needs no change.
    genesysOptions: { deploymentId: '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10' },
    guestOptions: { closedLocator: (page) => page.getByText('Chat closed') },
    // A Chrome or Chromium that is there already; left out, Playwright's own.
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH || undefined },
  },
})
