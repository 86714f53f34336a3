import type { Locator, Page } from '@playwright/test'
import { GenesysError, isGenesysError } from '../boundary/errors'
import { TABLES } from '../options'
import { checkTable } from '../options/check'
import { describe } from '../options/refusal/describe'
import type { Table } from '../options/spec'
import type { Attach, Cleanup, GenesysOptions, GuestOptions, Leaks, Recorded } from './options'
import { unframed } from './step'

/** What one test is told of by its options. */
export interface Settings {
  cleanup: Cleanup
  attach: Attach
  leaks: Leaks
  texts: boolean
  record: Recorded
  guestOptions: GuestOptions
}

const GUEST = {
  fields: {
    closedLocator: { kind: 'function', type: '(page: Page) => Locator' },
    closedEvent: { kind: 'string' },
    door: { kind: 'boolean' },
  },
} as const satisfies Table

const SETTINGS = {
  fields: {
    genesysCleanup: { kind: 'enum', choices: ['always', 'on-success', 'never'] },
    genesysAttach: { kind: 'enum', choices: ['on-failure', 'always', 'off'] },
    genesysLeaks: { kind: 'enum', choices: ['close', 'fail'] },
    genesysTexts: { kind: 'boolean' },
    genesysRecord: { kind: 'either', of: [{ kind: 'file' }, { kind: 'literal', value: false }] },
    guestOptions: { kind: 'table', table: GUEST },
  },
} as const satisfies Table

const { ConnectionOptions } = TABLES
/** Options of a simulator are checked by whatever starts one. */
const OF_A_RUN: Table = { fields: { ...ConnectionOptions.fields, mode: { kind: 'enum', choices: ['simulator', 'live'] } }, aliases: ConnectionOptions.aliases }

const ATTACHED: Table = { fields: { attach: { kind: 'url', schemes: ['https', 'http'], required: true } } }

/** A name that nobody reads would leave its setting out in silence: a guard, or whom to ask. */
function checked(table: Table, value: unknown, path: string): void {
  try {
    checkTable(table, value, { path, operation: path })
  } catch (error) {
    throw isGenesysError(error) ? unframed(error) : error
  }
}

export function checkGenesysOptions({ simulator, ...rest }: GenesysOptions): void {
  checked(OF_A_RUN, rest, 'genesysOptions')
  if (simulator !== undefined && 'attach' in simulator) checked(ATTACHED, simulator, 'genesysOptions.simulator')
}

export function checkGuestOptions(options: GuestOptions): void {
  checked(GUEST, options, 'guestOptions')
}

/** Without a locator nobody would ask the page, and nobody would be told. */
export function locatorAt(page: Page, { closedLocator }: GuestOptions): Locator | undefined {
  if (closedLocator === undefined) return undefined
  const locator: unknown = closedLocator(page)
  if (isLocator(locator)) return locator
  throw unframed(new GenesysError('INVALID_INPUT', `guestOptions.closedLocator is not acceptable: it returned ${describe(locator)}; accepted: a function that returns a Locator.`, {
    operation: 'guestOptions',
    hint: 'A function with braces has to say return, and none may be async: closedLocator: (page) => page.getByText(\'Chat closed\').',
  }))
}

const isLocator = (value: unknown): value is Locator => typeof value === 'object' && value !== null && 'first' in value && 'isVisible' in value

/** Which orders there are the simulator knows. */
export function checkSchedule(schedule: string | undefined): void {
  checked({ fields: { genesysSchedule: { kind: 'string' } } }, { genesysSchedule: schedule }, 'options')
}

export function checkSettings({ cleanup, attach, leaks, texts, record, guestOptions }: Settings): void {
  const named = { genesysCleanup: cleanup, genesysAttach: attach, genesysLeaks: leaks, genesysTexts: texts, genesysRecord: record, guestOptions }
  checked(SETTINGS, named, 'options')
}
