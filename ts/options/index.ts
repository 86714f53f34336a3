import { checkTable, checkValue } from './check'
import type { Checked, CheckedOptions } from './checked'
import type { At, Spec, Table } from './spec'
import type { ArgumentsOf, ConnectionOptions, OptionsOf } from '../types/options'
import * as connection from './tables/connection'

// Loaded when one of theirs is first wanted: a process that starts pays for each file.
const close = () => require('./tables/close') as typeof import('./tables/close')
const guest = () => require('./tables/guest') as typeof import('./tables/guest')
const matchers = () => require('./tables/matchers') as typeof import('./tables/matchers')
const reap = () => require('./tables/reap') as typeof import('./tables/reap')
const simulator = () => require('./tables/simulator') as typeof import('./tables/simulator')

/** Every object with options, by its name in ts/types; docs/options.md is made from it. */
export const TABLES = {
  ConnectionOptions: connection.CONNECTION,
  RetryOptions: connection.RETRY,
  Guard: connection.GUARD,
  CallOptions: connection.CALL,
  get CloseOptions() { return close().CLOSE },
  get WrapUp() { return close().WRAP_UP },
  get CloseManyOptions() { return close().CLOSE_MANY },
  get DoctorTarget() { return close().DOCTOR_OF },
  get DoctorOptions() { return close().DOCTOR },
  get ReapOptions() { return reap().REAP },
  get GuestConnectOptions() { return guest().GUEST_CONNECT },
  get ClosedOptions() { return guest().CLOSED },
  get TestifyOptions() { return guest().TESTIFY },
  get EventLike() { return guest().EVENT_LIKE },
  get SendOptions() { return guest().SEND },
  get CloseWhenOptions() { return guest().CLOSE_WHEN },
  get MatcherOptions() { return matchers().MATCHER },
  get ToBeOpenOptions() { return matchers().TO_BE_OPEN },
  get ToBeClosedOptions() { return matchers().TO_BE_CLOSED },
  get SimulatorOptions() { return simulator().SIMULATOR },
  get AttachOptions() { return simulator().ATTACH },
  get OpenConversationOptions() { return simulator().OPEN_CONVERSATION },
  get MessengerUrlOptions() { return simulator().MESSENGER_URL },
  get RequestFilter() { return simulator().REQUEST_FILTER },
  get TransferOptions() { return simulator().TRANSFER },
  get FaultRule() { return simulator().FAULT },
} as const satisfies Record<keyof OptionsOf, Table>

/** Arguments that are no table of options. */
export const ARGUMENTS = {
  conversationId: { kind: 'uuid' },
  client: { kind: 'client' },
  by: { kind: 'table', get table() { return close().FIND_BY } },
  of: { kind: 'table', get table() { return close().CODES_OF } },
  get match() { return guest().MATCH },
  purpose: { kind: 'string' },
  state: { kind: 'string' },
  code: { kind: 'string' },
  get mode() { return simulator().SABOTAGE },
  get ms() { return simulator().ADVANCE },
  text: { kind: 'string' },
  url: { kind: 'url', schemes: ['https', 'http'] },
  rule: { kind: 'table', get table() { return TABLES.FaultRule } },
} as const satisfies Record<keyof ArgumentsOf, Spec>

/** Several tables read as one: the one-call form takes connection and close options together. */
function joined(names: readonly (keyof OptionsOf)[]): Table {
  const tables = names.map((name): Table => TABLES[name])
  const [only, ...others] = tables
  if (only !== undefined && others.length === 0) return only
  return {
    fields: Object.assign({}, ...tables.map((table) => table.fields)),
    rules: tables.flatMap((table) => table.rules ?? []),
    aliases: Object.assign({}, ...tables.map((table) => table.aliases)),
  }
}

/** A checked copy of the options in the named tables (a name or several); throws INVALID_INPUT. */
export function checkOptions<N extends keyof OptionsOf>(names: N | readonly N[], value: unknown, operation = ''): CheckedOptions<N> {
  return checkTable(joined([names].flat() as N[]), value, { path: 'options', operation }) as CheckedOptions<N>
}

/** A checked argument; a missing one is refused. `path` names it where it came from elsewhere, such as a variable. */
export function checkArgument<N extends keyof ArgumentsOf>(name: N, value: unknown, operation: string, path: string = name): Checked<ArgumentsOf[N]> {
  return checkValue(ARGUMENTS[name], value, { path, operation }) as Checked<ArgumentsOf[N]>
}

/** One option of the connection that came from elsewhere, such as a variable; `path` in `at` names it. */
export function checkConnectionOption<O extends keyof ConnectionOptions>(option: O, value: unknown, at: At): NonNullable<ConnectionOptions[O]> {
  return checkValue(TABLES.ConnectionOptions.fields[option], value, at) as NonNullable<ConnectionOptions[O]>
}

/** Whether an option speaks of the connection. */
export const isConnectionOption = (name: string): name is keyof ConnectionOptions & string => Object.hasOwn(TABLES.ConnectionOptions.fields, name)
