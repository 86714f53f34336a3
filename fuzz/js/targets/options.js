'use strict'

// Option objects of every table: accepted as a copy that holds known fields only and is accepted again unchanged, or
// INVALID_INPUT that names the field. Never a TypeError; a secret is never repeated.

const assert = require('node:assert/strict')
const { inspect, isDeepStrictEqual } = require('node:util')
const { TABLES, checkOptions } = require('../../../build/options')
const { isGenesysError } = require('../../../build/boundary/errors')
const { mutated, own, revive } = require('../mutate')

const CANARY = 'canary-7f3a9c'
const SECRETS = ['clientSecret', 'accessToken', 'proxy', 'guestToken']
const PATH = /^INVALID_INPUT: [\p{L}\p{N}\p{M}\p{S}\p{P}\p{Z}\p{C}]+? is not acceptable: got /u
const UUID = '11111111-2222-4333-8444-555555555555'

const CONNECTION = { region: 'eu-west-1', clientId: 'an-id', clientSecret: 'a-secret', timeoutMs: 5_000, retry: { maxAttempts: 3 }, requestsPerMinute: 100, guard: { queueIds: [UUID], attributes: { run: '7' } } }
const GOOD = {
  ConnectionOptions: [CONNECTION, { apiUrl: 'http://127.0.0.1:1', accessToken: 'a-token', proxy: 'http://user:pass@proxy.example:3128', retry: false }],
  RetryOptions: [{ maxAttempts: 3, baseDelayMs: 100 }],
  Guard: [{ messageIds: [UUID], organizationId: UUID, startedWithinMs: 60_000 }],
  CallOptions: [{ timeoutMs: 5, signal: { $: 'signal' } }],
  CloseOptions: [{ wrapUp: 'Resolved', strategy: 'agent' }, { wrapUp: { name: 'Resolved', notes: 'n', tags: ['t'] }, onStep: { $: 'function' } }],
  GuestConnectOptions: [{ ...CONNECTION, deploymentId: UUID, guestToken: UUID, origin: 'https://shop.example', attributes: { a: 'b' } }],
  SimulatorOptions: [{ port: 0, deployment: { conversationDisconnect: 'off', allowedDomains: ['a.example'] }, agent: 'alerts', seed: 1, limits: 'none' }],
  FaultRule: [{ on: { method: 'GET', path: '/x', nth: 1 }, respond: { status: 500, body: { a: [1] } } }, { on: { frame: 'closing' }, frame: 'delay', delayMs: 5 }],
  ToBeClosedOptions: [{ timeout: 5, mode: 'ReadOnly' }],
}
/** @type {{ fields: object, aliases?: object }[]} */
const ALL = Object.values(TABLES)
const NAMES = ALL.flatMap(({ fields, aliases = {} }) => [...Object.keys(fields), ...Object.keys(aliases)])
const seeds = Object.keys(TABLES).flatMap((table) => (GOOD[table] ?? [{}]).map((value) => ({ table, value })))

/** The same with a canary at the end of whatever stands where a secret may. */
function withCanaries(value) {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '$')) return value
  if (Array.isArray(value)) return value.map(withCanaries)
  const isSecret = (name, inner) => SECRETS.includes(name) && typeof inner === 'string'
  return own(Object.entries(value).map(([name, inner]) => [name, isSecret(name, inner) ? `${inner}${CANARY}` : withCanaries(inner)]))
}

function assertRefusal(error, secrets) {
  assert(isGenesysError(error, 'INVALID_INPUT'), `a ${error?.name}: ${error?.stack}`)
  assert.match(error.message, PATH)
  assert.match(error.message, /; accepted: ./)
  const shown = [inspect(error, { depth: 5 }), JSON.stringify(error), error.stack].join('\n')
  assert(!secrets || !shown.includes(CANARY), 'a secret is repeated')
}

function assertNumbers(value, seen = new Set()) {
  if (typeof value === 'number') assert(Number.isFinite(value), 'a number that JSON has not')
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const inner of Object.values(value)) assertNumbers(inner, seen)
}

function attempt(work) {
  try {
    return { value: work() }
  } catch (error) {
    return { error }
  }
}

function hold({ table, value }) {
  const given = revive(withCanaries(value))
  const { value: checked, error } = attempt(() => checkOptions(table, given, 'fuzz'))
  // A secret under a name that is no secret's is not known to be one.
  if (error !== undefined) return assertRefusal(error, Object.hasOwn(TABLES[table].fields, 'clientSecret'))
  const strange = Object.keys(checked).filter((name) => !Object.hasOwn(TABLES[table].fields, name))
  assert.deepEqual(strange, [], 'fields that no table has')
  assert.equal(Object.getPrototypeOf(checked), Object.prototype)
  assertNumbers(checked)
  if (given === undefined) return assert.deepEqual(checked, {})
  const again = attempt(() => checkOptions(table, checked, 'fuzz'))
  assert(again.error === undefined && isDeepStrictEqual(again.value, checked), 'what was accepted is not accepted again as it is')
  return undefined
}

function mutate({ table, value }, random) {
  const other = random.below(10) === 0 ? random.pick(Object.keys(TABLES)) : table
  let changed = value
  const material = { corpus: seeds.map((seed) => seed.value), names: NAMES }
  for (let times = 1 + random.below(3); times > 0; times--) changed = mutated(changed, random, material)
  return { table: other, value: changed }
}

module.exports = { name: 'options', covers: /\/build\/options\//, seeds, mutate, hold }
