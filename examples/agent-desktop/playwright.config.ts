import { defineConfig } from '@playwright/test'
import type { GenesysTestOptions, GenesysWorkerOptions } from 'playwright-genesys/playwright'

export default defineConfig<GenesysTestOptions, GenesysWorkerOptions>({
  testDir: 'tests',
  fullyParallel: true,
  use: {
    // A Chrome or Chromium that is there already; left out, Playwright's own.
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH || undefined },
  },
})
