import { isGenesysError } from '../boundary/errors'
import { TABLES } from '../options'
import { checkTable } from '../options/check'
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
/** `simulator` is checked by whatever starts one, or attaches to it. */
const OF_A_RUN: Table = { fields: { ...ConnectionOptions.fields, mode: { kind: 'enum', choices: ['simulator', 'live'] } }, aliases: ConnectionOptions.aliases }

/** A name that nobody reads would leave its setting out in silence: a guard, or whom to ask. */
function checked(table: Table, value: unknown, path: string): void {
  try {
    checkTable(table, value, { path, operation: path })
  } catch (error) {
    throw isGenesysError(error) ? unframed(error) : error
  }
}

export function checkGenesysOptions({ simulator: _itsOwn, ...rest }: GenesysOptions): void {
  checked(OF_A_RUN, rest, 'genesysOptions')
}

export function checkGuestOptions(options: GuestOptions): void {
  checked(GUEST, options, 'guestOptions')
}

export function checkSettings({ cleanup, attach, leaks, texts, record, guestOptions }: Settings): void {
  const named = { genesysCleanup: cleanup, genesysAttach: attach, genesysLeaks: leaks, genesysTexts: texts, genesysRecord: record, guestOptions }
  checked(SETTINGS, named, 'options')
}
