import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
const require = createRequire(import.meta.url)
const fake = {
  real: () => vi.useRealTimers(),
  timers: () => vi.useFakeTimers(),
  date: (now) => vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] }),
}
require('./cases')({
  describe, test, expect, beforeEach, afterEach, fake,
  playwrightGenesys: require('playwright-genesys'), matchers: require('playwright-genesys/matchers').matchers,
})
