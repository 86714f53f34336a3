import { expect as base, test as baseTest, type PlaywrightTestArgs, type PlaywrightTestOptions, type PlaywrightWorkerArgs, type PlaywrightWorkerOptions, type TestType } from '@playwright/test'
import { defineGenesysTest } from './define'
import type { GenesysTestFixtures, GenesysTestOptions, GenesysWorkerFixtures, GenesysWorkerOptions } from './fixtures'
import { matchers } from './matchers'

/** Playwright's test with our fixtures. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions & GenesysTestOptions & GenesysTestFixtures,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & GenesysWorkerOptions & GenesysWorkerFixtures
> = defineGenesysTest(baseTest)

/** Playwright's expect with our matchers. */
export const expect = base.extend(matchers)

export { Conversations, TrackedConversation, type Tracked } from './conversations'
export { defineGenesysTest, type Names } from './define'
export type { GenesysTestFixtures, GenesysTestOptions, GenesysWorkerFixtures, GenesysWorkerOptions } from './fixtures'
export type { Attach, Cleanup, GenesysOptions, GuestOptions, Leaks } from './options'
export { PageGuest } from './page-guest'
export type { PageObservation } from './page-testimony'
export { watchGuest } from './watch'
