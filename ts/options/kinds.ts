import { isRegExp } from 'node:util/types'
import * as addresses from './addresses'
import { connectionOfClient } from './client-mark'
import { className, describe, describeSecret } from './describe'
import * as ids from './ids'
import { inside, invalid, nearest } from './invalid'
import type { At, KindsOf, Range, Spec, SpecKind, Values } from './spec'

/** A process that starts pays for what it loads. */
const net = () => require('node:net') as typeof import('node:net')

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']

const isString = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isPlain = (value: unknown): value is Record<string, string> => Object.prototype.toString.call(value) === '[object Object]' && className(value as object) === undefined
const isClient = (value: unknown): value is Values['client'] => hasMethods(value, 'closeConversation', 'findConversation')
const isSignal = (value: unknown): value is AbortSignal => hasMethods(value, 'addEventListener', 'removeEventListener') && typeof value.aborted === 'boolean'
const isFunction = (value: unknown): value is Values['function'] => typeof value === 'function'

function hasMethods(value: unknown, ...names: string[]): value is Record<string, unknown> {
  return isObject(value) && names.every((name) => typeof value[name] === 'function')
}

function refuseBlank(text: string, at: At, accepted: string): string {
  if (text.trim() === '') throw invalid(at, describe(text), accepted)
  return text
}

/** Secrets travel in headers: white space at the ends is always a copying fault. */
function checkCredential(text: string, at: At): string {
  const accepted = 'a non-blank string without white space'
  if (text.trim() === '') throw invalid(at, describeSecret(text), accepted)
  if (/[\s\p{Cc}]/u.test(text)) throw invalid(at, 'a string with white space or control characters in it', accepted, {
    hint: 'A line break copied along?',
  })
  return text
}

function checkFile(text: string, at: At): string {
  refuseBlank(text, at, 'a path')
  if (text.includes('\0')) throw invalid(at, 'a string with a NUL character', 'a path')
  return text
}

function inRange(value: number, { min, max }: Range): boolean {
  return Number.isFinite(value) && value >= min && value <= max
}

function checkMilliseconds(value: number, at: At, spec: Spec<'milliseconds'>): number {
  if (!inRange(value, spec)) throw invalid(at, describe(value), KINDS.milliseconds.accepted(spec))
  return Math.round(value)
}

function checkCount(value: number, at: At, spec: Spec<'count'>): number {
  if (!inRange(value, spec) || !Number.isInteger(value)) throw invalid(at, describe(value), KINDS.count.accepted(spec))
  return value
}

function checkEnum(value: string, at: At, { choices }: Spec<'enum'>): string {
  if (choices.includes(value)) return value
  const meant = nearest(value, choices)
  throw invalid(at, describe(value), quoted(choices), { choices, hint: meant && `Did you mean '${meant}'?` })
}

function checkRecord(value: Record<string, string>, at: At): Record<string, string> {
  const wrong = Object.keys(value).find((key) => !isString(value[key]))
  if (wrong !== undefined) {
    throw invalid(inside(at, wrong), describeSecret(value[wrong]), 'a string')
  }
  return { ...value }
}

/** Of a Map, a Set, a RegExp, an Error and their like JSON makes `{}` without a word; these it can hold, of whatever realm. */
const HELD_BY_JSON = /^\[object (?:Object|Array|Number|String|Boolean)\]$/

/** A number that is none becomes null. */
function refuseLost(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${key} is ${value}`)
  if (isObject(value) && !HELD_BY_JSON.test(Object.prototype.toString.call(value))) throw new TypeError(`${key} cannot be held`)
  return value
}

function checkJson(value: unknown, at: At, spec: Spec<'json'>): unknown {
  try {
    return JSON.parse(JSON.stringify(value, refuseLost))
  } catch {
    throw invalid(at, `${describe(value)} that JSON cannot hold`, KINDS.json.accepted(spec))
  }
}

/** A guest that is made with a client goes where that one goes: one whose connection is not known is no way to anywhere. */
function checkConnected(client: Values['client'], at: At, spec: Spec<'connectedClient'>): Values['client'] {
  if (connectionOfClient(client) !== undefined) return client
  throw invalid(at, describe(client), KINDS.connectedClient.accepted(spec), {
    hint: 'A client of another version of playwright-genesys? Let both come from one installation, or give the connection itself.',
  })
}

/** Case is the caller's; a method that no request has would never meet one. */
function checkMethod(text: string, at: At, spec: Spec<'method'>): string {
  if (METHODS.includes(text.toUpperCase())) return text.toUpperCase()
  const meant = nearest(text.toUpperCase(), METHODS)
  throw invalid(at, describe(text), KINDS.method.accepted(spec), { choices: METHODS, hint: meant && `Did you mean ${meant}?` })
}

function checkRequestPath(text: string, at: At, spec: Spec<'requestPath'>): string {
  if (!text.startsWith('/')) throw invalid(at, describe(text), KINDS.requestPath.accepted(spec))
  return text
}

function checkIp(text: string, at: At, spec: Spec<'ip'>): string {
  if (net().isIP(text) === 0) throw invalid(at, describe(text), KINDS.ip.accepted(spec))
  return text
}

const quoted = (choices: readonly string[]) => choices.map((choice) => `'${choice}'`).join(', ')
const range = ({ min, max }: Range) => `from ${min} to ${max}`

/**
 * Every kind of value: whether a value is of the right type at all, what is accepted in words,
 * and the closer look, which gives the value as it is used from then on.
 */
export const KINDS: KindsOf<Exclude<SpecKind, 'table' | 'list' | 'either'>> = {
  string: { fits: isString, accepted: () => 'a non-blank string', look: (v, at) => refuseBlank(v, at, 'a non-blank string') },
  text: { fits: isString, accepted: () => 'a string', secret: true },
  credential: { fits: isString, accepted: () => 'a non-blank string', look: checkCredential, secret: true },
  url: { fits: isString, accepted: ({ schemes }) => addresses.acceptedUrl(schemes), look: addresses.checkUrl, secret: true },
  origin: { fits: isString, accepted: () => addresses.ACCEPTED_ORIGIN, look: addresses.checkOrigin, secret: true },
  base: { fits: isString, accepted: () => addresses.ACCEPTED_BASE, look: addresses.checkBase, secret: true },
  method: { fits: isString, accepted: () => `an HTTP method: ${METHODS.join(', ')}`, look: checkMethod },
  requestPath: { fits: isString, accepted: () => 'a path that begins with /', look: checkRequestPath },
  proxy: { fits: isString, accepted: () => addresses.ACCEPTED_PROXY, look: addresses.checkProxy, secret: true },
  region: { fits: isString, accepted: () => 'the name or the domain of a region', look: addresses.checkRegion },
  ip: { fits: isString, accepted: () => 'an IP address of this machine', look: checkIp },
  uuid: { fits: isString, accepted: () => ids.ACCEPTED_UUID, look: ids.checkUuid },
  messageId: { fits: isString, accepted: () => ids.ACCEPTED_MESSAGE_ID, look: ids.checkMessageId },
  file: { fits: isString, accepted: () => 'a path', look: checkFile },
  milliseconds: { fits: isNumber, accepted: (spec) => `milliseconds ${range(spec)}`, look: checkMilliseconds },
  count: { fits: isNumber, accepted: (spec) => `a whole number ${range(spec)}`, look: checkCount },
  boolean: { fits: (v) => typeof v === 'boolean', accepted: () => 'true or false' },
  literal: { fits: (v, { value }): v is unknown => v === value, accepted: ({ value }) => JSON.stringify(value) },
  enum: { fits: isString, accepted: ({ choices }) => quoted(choices), look: checkEnum },
  function: { fits: isFunction, accepted: () => 'a function' },
  signal: { fits: isSignal, accepted: () => 'an AbortSignal' },
  witness: { fits: (v): v is Values['witness'] => hasMethods(v, 'testify'), accepted: () => 'a guest: an object with a method testify' },
  client: { fits: isClient, accepted: () => 'a GenesysClient' },
  connectedClient: { fits: isClient, accepted: () => 'a GenesysClient of this version', look: checkConnected },
  pattern: { fits: isRegExp, accepted: () => 'a RegExp' },
  record: { fits: isPlain, accepted: () => 'a plain object whose values are strings', look: checkRecord },
  emptyList: { fits: (v): v is [] => Array.isArray(v) && v.length === 0, accepted: () => 'an empty array' },
  json: { fits: (v): v is unknown => typeof v !== 'function' && typeof v !== 'symbol' && typeof v !== 'bigint', accepted: () => 'a value that JSON can hold, numbers finite', look: checkJson },
}
