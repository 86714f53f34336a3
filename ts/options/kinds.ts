import { isRegExp } from 'node:util/types'
import * as addresses from './addresses'
import { connectionOfClient } from './client-mark'
import * as ids from './ids'
import { METHODS } from './methods'
import { inside } from './place'
import { className, isObject, isTagged } from './plain'
import { describe, describeSecret } from './refusal/describe'
import { invalid, unfit } from './refusal/invalid'
import { nearest } from './refusal/nearest'
import type { At, KindsOf, Range, Spec, SpecKind, Values } from './spec'

/** A process that starts pays for what it loads. */
const net = () => require('node:net') as typeof import('node:net')

const isString = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isPlain = (value: unknown): value is Record<string, string> => isTagged(value) && className(value) === undefined
const isClient = (value: unknown): value is Values['client'] => hasMethods(value, 'closeConversation', 'findConversation')
const isSignal = (value: unknown): value is AbortSignal => hasMethods(value, 'addEventListener', 'removeEventListener') && typeof value.aborted === 'boolean'
const isFunction = (value: unknown): value is Values['function'] => typeof value === 'function'

function hasMethods(value: unknown, ...names: string[]): value is Record<string, unknown> {
  return isObject(value) && names.every((name) => typeof value[name] === 'function')
}

function refuseBlank(text: string, at: At, spec: Spec): string {
  if (text.trim() === '') throw unfit(at, describe(text), spec)
  return text
}

/** Secrets travel in headers: white space at the ends is always a copying fault. */
function checkCredential(text: string, at: At): string {
  const accepted = 'a non-blank string without white space'
  if (text.trim() === '') throw invalid(at, describeSecret(text), accepted)
  if (/[\s\0-\x1f\x7f-\x9f]/.test(text)) throw invalid(at, 'a string with white space or control characters in it', accepted, {
    hint: 'A line break copied along?',
  })
  return text
}

function checkFile(text: string, at: At, spec: Spec<'file'>): string {
  if (text.includes('\0')) throw unfit(at, 'a string with a NUL character', spec)
  return refuseBlank(text, at, spec)
}

function inRange(value: number, { min, max }: Range): boolean {
  return Number.isFinite(value) && value >= min && value <= max
}

function checkMilliseconds(value: number, at: At, spec: Spec<'milliseconds'>): number {
  if (!inRange(value, spec)) throw unfit(at, describe(value), spec)
  return Math.round(value)
}

function checkCount(value: number, at: At, spec: Spec<'count'>): number {
  if (!inRange(value, spec) || !Number.isInteger(value)) throw unfit(at, describe(value), spec)
  return value
}

function checkEnum(value: string, at: At, spec: Spec<'enum'>): string {
  const { choices } = spec
  if (choices.includes(value)) return value
  const meant = nearest(value, choices)
  throw unfit(at, describe(value), spec, { choices, hint: meant && `Did you mean '${meant}'?` })
}

function checkRecord(value: Record<string, string>, at: At): Record<string, string> {
  const wrong = Object.keys(value).find((key) => !isString(value[key]))
  if (wrong !== undefined) {
    throw invalid(inside(at, wrong), describeSecret(value[wrong]), 'a string')
  }
  return { ...value }
}

/** Of a Map, a Set, a RegExp, an Error and their like JSON makes `{}`; these it can hold, of whatever realm. */
const HELD_BY_JSON = /^\[object (?:Object|Array|Number|String|Boolean)\]$/

/** Fields that are none to JSON, such as those of `expect.any()`; what has none at all shows nothing of itself. */
function hides(value: object): boolean {
  const seen = Object.keys(value).length
  return Reflect.ownKeys(value).length > seen || (seen === 0 && className(value) !== undefined)
}

/** What JSON leaves out, or makes null or `{}` of, without a word; `undefined` in an object is absent. */
function refuseLost(this: unknown, key: string, value: unknown): unknown {
  const isLost = isObject(value)
    ? !HELD_BY_JSON.test(Object.prototype.toString.call(value)) || (isTagged(value) && hides(value))
    : ['function', 'symbol'].includes(typeof value) || (value === undefined && Array.isArray(this)) || (isNumber(value) && !Number.isFinite(value))
  if (isLost) throw new TypeError(`${key} cannot be held`)
  return value
}

function checkJson(value: unknown, at: At, spec: Spec<'json'>): unknown {
  try {
    return JSON.parse(JSON.stringify(value, refuseLost))
  } catch {
    throw unfit(at, `${describe(value)} that JSON cannot hold`, spec)
  }
}

/** A guest that is made with a client goes where that one goes: one whose connection is not known is no way to anywhere. */
function checkConnected(client: Values['client'], at: At, spec: Spec<'connectedClient'>): Values['client'] {
  if (connectionOfClient(client) !== undefined) return client
  throw unfit(at, describe(client), spec, {
    hint: 'A client of another version of playwright-genesys? Let both come from one installation, or give the connection itself.',
  })
}

/** Case is the caller's; a method that no request has would never meet one. */
function checkMethod(text: string, at: At, spec: Spec<'method'>): string {
  if (METHODS.includes(text.toUpperCase())) return text.toUpperCase()
  const meant = nearest(text.toUpperCase(), METHODS)
  throw unfit(at, describe(text), spec, { choices: METHODS, hint: meant && `Did you mean ${meant}?` })
}

function checkRequestPath(text: string, at: At, spec: Spec<'requestPath'>): string {
  if (!text.startsWith('/')) throw unfit(at, describe(text), spec)
  return text
}

function checkIp(text: string, at: At, spec: Spec<'ip'>): string {
  if (net().isIP(text) === 0) throw unfit(at, describe(text), spec)
  return text
}

/**
 * Every kind of value: whether a value is of the right type at all, and the closer look, which gives the value as it is
 * used from then on. What is accepted in words is in refusal/accepted.ts.
 */
export const KINDS: KindsOf<Exclude<SpecKind, 'table' | 'list' | 'either'>> = {
  string: { fits: isString, look: refuseBlank },
  text: { fits: isString, secret: true },
  credential: { fits: isString, look: checkCredential, secret: true },
  url: { fits: isString, look: addresses.checkUrl, secret: true },
  origin: { fits: isString, look: addresses.checkOrigin, secret: true },
  base: { fits: isString, look: addresses.checkBase, secret: true },
  method: { fits: isString, look: checkMethod },
  requestPath: { fits: isString, look: checkRequestPath },
  proxy: { fits: isString, look: addresses.checkProxy, secret: true },
  region: { fits: isString, look: addresses.checkRegion },
  ip: { fits: isString, look: checkIp },
  uuid: { fits: isString, look: ids.checkUuid },
  messageId: { fits: isString, look: ids.checkMessageId },
  file: { fits: isString, look: checkFile },
  milliseconds: { fits: isNumber, look: checkMilliseconds },
  count: { fits: isNumber, look: checkCount },
  boolean: { fits: (v) => typeof v === 'boolean' },
  literal: { fits: (v, { value }): v is unknown => v === value },
  enum: { fits: isString, look: checkEnum },
  function: { fits: isFunction },
  signal: { fits: isSignal },
  witness: { fits: (v): v is Values['witness'] => hasMethods(v, 'testify') },
  client: { fits: isClient },
  connectedClient: { fits: isClient, look: checkConnected },
  pattern: { fits: isRegExp },
  record: { fits: isPlain, look: checkRecord },
  emptyList: { fits: (v): v is [] => Array.isArray(v) && v.length === 0 },
  json: { fits: (v): v is unknown => typeof v !== 'function' && typeof v !== 'symbol' && typeof v !== 'bigint', look: checkJson },
}
