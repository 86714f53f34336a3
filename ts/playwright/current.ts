import type { PlaywrightTestOptions } from '@playwright/test'
import type { GenesysRun } from './run'
import type { TestContext } from './test-context'

/** What runs in this worker at the moment, for guests that are watched without a fixture, and which proxy the test has. */
export const current: { run?: GenesysRun | undefined; test?: TestContext | undefined; proxy?: PlaywrightTestOptions['proxy'] } = {}
