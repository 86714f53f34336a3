import type { PlaywrightTestOptions } from '@playwright/test'

/** The running test's way to the network: its own proxy, and whether it would rather have no guest host opened. */
export const way: { proxy?: PlaywrightTestOptions['proxy']; isLeftAlone?: boolean } = {}
