import { defineConfig } from '@playwright/test'
import { launchOptions } from './scripts/browser'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // The whole matrix takes many minutes: npm run matrix.
  grepInvert: /@matrix/,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Guards against what hangs, not measures: machines are shared.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: { launchOptions: launchOptions() },
})
