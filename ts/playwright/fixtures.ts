import type { BrowserContext, Fixtures, Page, PlaywrightTestArgs, PlaywrightTestOptions, PlaywrightWorkerArgs, PlaywrightWorkerOptions } from '@playwright/test'
import { now } from '../boundary/time'
import type { GenesysClient } from '../client/client'
import type { Simulator } from '../simulator/simulator'
import { tellRest } from '../surroundings/runner'
import type { Conversations } from './conversations'
import { current } from './current'
import type { Attach, Cleanup, GenesysOptions, GuestOptions, Leaks, Recorded } from './options'
import { orderOf } from './order'
import type { PageGuest } from './page-guest'
import { TestRecording } from './recording'
import { GenesysRun } from './run'
import { TestContext } from './test-context'
import { guestAt, guestOfTest, prepare, watchGuest } from './watch'
import { way } from './way'

/** Options of a test: `test.use({ … })`, or `use` of the config. */
export interface GenesysTestOptions {
  /** What is known of the page, and what may be done to it. Default `{}`. */
  guestOptions: GuestOptions
  /** Whether what the test left open is closed. Default `'always'`. */
  genesysCleanup: Cleanup
  /** When the timeline is attached to the report. Default `'on-failure'`. */
  genesysAttach: Attach
  /** Whether texts of messages may stand in the timeline, and in live mode in failures. Default `false`. */
  genesysTexts: boolean
  /** Whether a test that left something open, or may have, fails. Default `'close'`. */
  genesysLeaks: Leaks
  /** The order in which the simulator brings what it brings, such as `'v1,closing.1=late1'`: one that `explore` found. `PLAYWRIGHT_GENESYS_SCHEDULE` in the environment goes before it. */
  genesysSchedule: string | undefined
  /** The file that this test's recording is written to, in its output folder, and attached. Default `false`: none. */
  genesysRecord: Recorded
}

/** Options of a worker: `test.use({ … })` at file level, or `use` of the config. */
export interface GenesysWorkerOptions {
  /** How the worker reaches an org. Default `{}`: a simulator of its own. */
  genesysOptions: GenesysOptions
}

/** Fixtures of a test. */
export interface GenesysTestFixtures {
  /** The guest at `page`, watched from before its first navigation. */
  guest: PageGuest
  /** What the test has opened; closed at its end. */
  conversations: Conversations
}

/** Fixtures of a worker: the same for all its tests. */
export interface GenesysWorkerFixtures {
  /** A client of the org, for the worker's life. */
  genesys: GenesysClient
  /** The org in a box; an error in live mode. */
  simulator: Simulator
}

/** Ours, and not meant for specs. */
interface Internal {
  /** @internal */
  _genesysTest: TestContext
}
interface WorkerInternal {
  /** @internal */
  _genesysRun: GenesysRun
}

/** @internal */
export type TestArgs = GenesysTestOptions & GenesysTestFixtures & Internal
/** @internal */
export type WorkerArgs = GenesysWorkerOptions & GenesysWorkerFixtures & WorkerInternal

const TEARDOWN_MS = 15_000

type All = Fixtures<TestArgs, WorkerArgs, PlaywrightTestArgs & PlaywrightTestOptions, PlaywrightWorkerArgs & PlaywrightWorkerOptions>

const options = {
  genesysOptions: [{}, { option: true, scope: 'worker', box: true }],
  guestOptions: [{}, { option: true, scope: 'test', box: true }],
  genesysCleanup: ['always', { option: true, scope: 'test', box: true }],
  genesysAttach: ['on-failure', { option: true, scope: 'test', box: true }],
  genesysTexts: [false, { option: true, scope: 'test', box: true }],
  genesysLeaks: ['close', { option: true, scope: 'test', box: true }],
  genesysSchedule: [undefined, { option: true, scope: 'test', box: true }],
  genesysRecord: [false, { option: true, scope: 'test', box: true }],
} satisfies All

const internal = {
  _genesysRun: [
    async ({ genesysOptions, playwright, launchOptions }, use, { workerIndex }) => {
      const run = await GenesysRun.start(genesysOptions, { worker: workerIndex, playwright, launchOptions, onContext: prepare })
      current.run = run
      await use(run)
      current.run = undefined
      await run.stop()
    },
    // Before any browser of the worker's is there.
    { scope: 'worker', auto: true, box: true },
  ],
  _genesysTest: [
    async ({ _genesysRun, genesysCleanup, genesysAttach, genesysTexts, genesysLeaks, genesysRecord, genesysSchedule, guestOptions, proxy }, use, testInfo) => {
      const order = orderOf(testInfo, genesysSchedule)
      const settings = { cleanup: genesysCleanup, attach: order.attach ?? genesysAttach, texts: genesysTexts, leaks: genesysLeaks, record: genesysRecord, guestOptions }
      const context = new TestContext(_genesysRun, testInfo, settings)
      await context.begin(order)
      const recording = TestRecording.begin(genesysRecord)
      current.test = context
      Object.assign(way, { proxy, isLeftAlone: context.guestOptions.door === false })
      const began = now()
      tellRest(() => (testInfo.timeout === 0 ? undefined : testInfo.timeout - (now() - began)))
      await use(context)
      try {
        // A round of a poll that comes now must still meet its test.
        await context.endOwnPart()
      } finally {
        tellRest(undefined)
        current.test = undefined
        Object.assign(way, { proxy: undefined, isLeftAlone: false })
      }
      try {
        await context.end()
      } finally {
        await recording?.end(testInfo)
      }
    },
    { scope: 'test', auto: true, timeout: TEARDOWN_MS, title: 'Genesys conversations' },
  ],
} satisfies All

/** No step of the report: where it stands is no file of the user's. */
const BOXED = { scope: 'test', box: true } as const

const browser = {
  baseURL: [async ({ baseURL, _genesysRun }, use) => {
    await use(baseURL ?? _genesysRun.samplePage)
  }, BOXED],
  context: [async ({ context, _genesysTest }: TestArgs & { context: BrowserContext }, use) => {
    await use(context)
    await _genesysTest.settleAll()
  }, BOXED],
  // Watched always: a hook may navigate before the test asks for its guest.
  page: [async ({ page, guestOptions, _genesysRun, _genesysTest }: TestArgs & WorkerArgs & { page: Page }, use) => {
    const guest = await guestOfTest(page, { run: _genesysRun, test: _genesysTest, options: guestOptions })
    await use(page)
    await _genesysTest.settle(guest)
  }, BOXED],
} satisfies All

/** Fixtures that specs ask for by name. Each is a thin other name of something above. */
const named = {
  genesys: [async ({ _genesysRun }: WorkerArgs, use: (client: GenesysClient) => Promise<void>) => await use(_genesysRun.client), { scope: 'worker', box: true }],
  simulator: [async ({ _genesysRun }: WorkerArgs, use: (simulator: Simulator) => Promise<void>) => await use(_genesysRun.simulator), { scope: 'worker', box: true }],
  guest: [async ({ page }: { page: Page }, use: (guest: PageGuest) => Promise<void>) => await use(guestAt(page) ?? (await watchGuest(page))), BOXED],
  conversations: [async ({ _genesysTest }: TestArgs, use: (of: Conversations) => Promise<void>) => await use(_genesysTest.conversations), BOXED],
} as const

export type FixtureName = 'genesys' | 'simulator' | 'guest' | 'conversations'

/** All fixtures; those that specs ask for under other names where these are taken. @internal */
export function fixtures(names: Partial<Record<FixtureName, string>> = {}): All {
  const renamed = Object.entries(named).map(([name, fixture]) => [names[name as FixtureName] ?? name, fixture])
  return { ...options, ...internal, ...browser, ...Object.fromEntries(renamed) } as unknown as All
}
