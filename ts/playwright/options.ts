import type { Locator, Page } from '@playwright/test'
import type { ConnectionOptions, SimulatorOptions } from '../types/public'
import { unframed } from './step'

/** How specs reach an org. Set once for each worker: at file level, or in the config's `use`. */
export interface GenesysOptions extends ConnectionOptions {
  /** Offline against the simulator (the default), or a real org. Environment: `PLAYWRIGHT_GENESYS_MODE`. */
  mode?: 'simulator' | 'live' | undefined
  /** Options of the simulator that each worker starts, or the address of one that another process started. */
  simulator?: SimulatorOptions | { attach: string } | undefined
}

/** What is known of the page, and what may be done to it. */
export interface GuestOptions {
  /** Where the app shows that the conversation is closed; asks the page to testify. */
  closedLocator?: ((page: Page) => Locator) | undefined
  /** The event by which the app says so: a `message` event's data, its `type`, `event` or `name`, or a DOM event. */
  closedEvent?: string | undefined
  /** In live mode, `false`: this package opens nothing on its way, and reads what the browser tells of it. */
  door?: boolean | undefined
}

/** What becomes of conversations that a test leaves open. */
export type Cleanup = 'always' | 'on-success' | 'never'
/** When the timeline is attached to the report, as a page and as JSON. */
export type Attach = 'on-failure' | 'always' | 'off'
/** Whether a conversation that a test left open is closed in silence, or fails the test too. */
export type Leaks = 'close' | 'fail'

/** The file in a test's output folder that its recording is written to; `false`: none. */
export type Recorded = string | false

const MODES = ['simulator', 'live'] as const

/** The option, else the environment, else offline. */
export function modeOf({ mode }: GenesysOptions, env: NodeJS.ProcessEnv = process.env): 'simulator' | 'live' {
  const said = mode ?? env['PLAYWRIGHT_GENESYS_MODE'] ?? ''
  return MODES.find((each) => each === said) ?? refuse(said)
}

function refuse(said: string): 'simulator' {
  if (said === '') return 'simulator'
  throw unframed(new TypeError(`PLAYWRIGHT_GENESYS_MODE is not acceptable: got "${said.slice(0, 40)}"; accepted: ${MODES.join(', ')}.`))
}
