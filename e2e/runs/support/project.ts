import type { PlaywrightTestConfig } from '@playwright/test'
import type { GenesysTestOptions, GenesysWorkerOptions } from 'playwright-genesys/playwright'
import { launchOptions } from '../../../scripts/browser'

type Config = PlaywrightTestConfig<GenesysTestOptions, GenesysWorkerOptions>

/** What projects have in common that are run by specs, on machines that others use too; `RUN_…` says where they leave things. */
export function project({ use, ...config }: Config): Config {
  return {
    testMatch: '**/*.case.ts',
    fullyParallel: true,
    workers: 2,
    retries: 0,
    timeout: 60_000,
    expect: { timeout: 20_000 },
    reporter: [[require.resolve('./recorder')]],
    outputDir: process.env['RUN_OUTPUT'] as string,
    ...config,
    use: { launchOptions: launchOptions(), ...use },
  }
}
