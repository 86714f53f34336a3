import type { GenesysRun } from './run'
import type { TestContext } from './test-context'

/** What runs in this worker at the moment, for guests that are watched without a fixture. */
export const current: { run?: GenesysRun | undefined; test?: TestContext | undefined } = {}
