'use strict'

const { checkTable, checkValue } = require('./options/check')
const close = require('./options/tables/close')
const connection = require('./options/tables/connection')
const guest = require('./options/tables/guest')
const matchers = require('./options/tables/matchers')
const reap = require('./options/tables/reap')
const simulator = require('./options/tables/simulator')

/** Every object with options, by its name in index.d.ts; docs/options.md is made from it. */
const TABLES = {
  ConnectionOptions: connection.CONNECTION,
  RetryOptions: connection.RETRY,
  Guard: connection.GUARD,
  CallOptions: connection.CALL,
  CloseOptions: close.CLOSE,
  WrapUp: close.WRAP_UP,
  CloseManyOptions: close.CLOSE_MANY,
  DoctorTarget: close.DOCTOR_OF,
  DoctorOptions: close.DOCTOR,
  ReapOptions: reap.REAP,
  GuestConnectOptions: guest.GUEST_CONNECT,
  ClosedOptions: guest.CLOSED,
  TestifyOptions: guest.TESTIFY,
  SendOptions: guest.SEND,
  CloseWhenOptions: guest.CLOSE_WHEN,
  MatcherOptions: matchers.MATCHER,
  ToBeOpenOptions: matchers.TO_BE_OPEN,
  ToBeClosedOptions: matchers.TO_BE_CLOSED,
  SimulatorOptions: simulator.SIMULATOR,
  AttachOptions: simulator.ATTACH,
  OpenConversationOptions: simulator.OPEN_CONVERSATION,
  MessengerUrlOptions: simulator.MESSENGER_URL,
  RequestFilter: simulator.REQUEST_FILTER,
  FaultRule: simulator.FAULT,
}

/** Arguments that are no table of options. */
const ARGUMENTS = {
  conversationId: { kind: 'uuid' },
  by: { kind: 'table', table: close.FIND_BY },
  of: { kind: 'table', table: close.CODES_OF },
  match: guest.MATCH,
  purpose: { kind: 'string' },
  state: { kind: 'string' },
  code: { kind: 'string' },
  mode: simulator.SABOTAGE,
  ms: simulator.ADVANCE,
  text: { kind: 'string' },
  url: { kind: 'url', schemes: ['https', 'http'] },
  rule: { kind: 'table', table: simulator.FAULT },
}

/** Several tables read as one: the one-call form takes connection and close options together. */
function joined(names) {
  const tables = names.map((name) => TABLES[name])
  return {
    fields: Object.assign({}, ...tables.map((table) => table.fields)),
    rules: tables.flatMap((table) => table.rules ?? []),
    aliases: Object.assign({}, ...tables.map((table) => table.aliases)),
  }
}

/** A checked copy of the options in the named tables (a name or several); throws INVALID_INPUT. */
function checkOptions(names, value, operation) {
  return checkTable(joined([names].flat()), value, { path: 'options', operation })
}

/** A checked argument; a missing one is refused. */
function checkArgument(name, value, operation) {
  return checkValue(ARGUMENTS[name], value, { path: name, operation })
}

module.exports = { ARGUMENTS, TABLES, checkArgument, checkOptions }
