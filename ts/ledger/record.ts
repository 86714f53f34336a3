import { isMessageId, isUuid } from '../options/ids'
import { isObject } from '../options/plain'
import type { Process } from './life'

export const VERSION = 1
const LONGEST_LINE = 4096
/** So many ids fit into one line. */
const IDS_IN_LINE = 80

/** Whether a value fits a field. */
type Fits = (value: unknown) => boolean

/** What each kind of line says. */
interface Fields {
  run: { v: number; run: string; worker: number; org: string; deploymentId?: string } & Process
  sent: { guest: string }
  opened: { guest: string; messageId: string; own?: boolean }
  tracked: { conversationId: string }
  resolved: { messageId: string; conversationId: string }
  ended: { conversationId?: string | undefined; messageId?: string | undefined; how?: string }
  done: Done
  over: object
}

export interface Done { conversationId?: string | undefined; messageIds?: string[]; guest?: string; how?: string }

/** What a line says, of its kind. */
export type RecordOf<T extends keyof Fields> = { type: T; at: number } & Fields[T]
export type LedgerRecord = { [T in keyof Fields]: RecordOf<T> }[keyof Fields]

const text = (pattern: RegExp): Fits => (value) => typeof value === 'string' && pattern.test(value)
const whole: Fits = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const uuid: Fits = (value) => typeof value === 'string' && isUuid(value)
const messageId: Fits = (value) => typeof value === 'string' && isMessageId(value)
const messageIds: Fits = (value) => Array.isArray(value) && value.every(messageId)

/** A short name of ours: no blanks, so that no sentence of a test or of a guest can be one. */
const NAME = text(/^[\w.:-]{1,100}$/)
const HOST = text(/^[\w.:[\]-]{1,255}$/)
const DIGITS = text(/^\d{1,20}$/)
const DIGEST = text(/^[0-9a-f]{32}$/)

/** Every kind of line with its fields; whatever else a line holds is neither written nor read. */
const RECORDS: { [T in keyof Fields]: { required?: Record<string, Fits>; optional?: Record<string, Fits> } } = {
  run: {
    required: { v: (value) => value === VERSION, run: NAME, worker: whole, org: HOST, pid: whole, host: HOST },
    optional: { deploymentId: uuid, machine: DIGEST, boot: uuid, space: DIGITS, started: DIGITS },
  },
  sent: { required: { guest: NAME } },
  opened: { required: { guest: NAME, messageId }, optional: { own: (value) => value === false } },
  tracked: { required: { conversationId: uuid } },
  resolved: { required: { messageId, conversationId: uuid } },
  // An end of all that a guest had was written by earlier versions; it says nothing of any conversation.
  ended: { optional: { conversationId: uuid, messageId, guest: NAME, how: NAME } },
  done: { optional: { conversationId: uuid, messageIds, guest: NAME, how: NAME } },
  over: {},
}

const isKind = (type: unknown): type is keyof Fields => typeof type === 'string' && Object.hasOwn(RECORDS, type)

/** The fields of a record that are known and fit; `undefined` where one is missing or wrong. */
function fitting(given: unknown): LedgerRecord | undefined {
  if (!isObject(given) || !isKind(given.type) || !whole(given.at)) return undefined
  const value: Record<string, unknown> = given
  const { required = {}, optional = {} } = RECORDS[given.type]
  const checks = Object.entries({ ...required, ...optional }).filter(([name]) => name in required || value[name] !== undefined)
  if (!checks.every(([name, fits]) => fits(value[name]))) return undefined
  return { type: value.type, at: value.at, ...Object.fromEntries(checks.map(([name]) => [name, value[name]])) } as LedgerRecord
}

/** The line of a record, its end included; `undefined` for what is no record. */
export function lineOf(record: LedgerRecord): string | undefined {
  const checked = fitting(record)
  return checked === undefined ? undefined : `${JSON.stringify(checked)}\n`
}

/** What is done with, in records that fit into their lines. */
export function doneRecords({ messageIds = [], ...fields }: Done): RecordOf<'done'>[] {
  const starts = Array.from({ length: Math.max(1, Math.ceil(messageIds.length / IDS_IN_LINE)) }, (_, index) => index * IDS_IN_LINE)
  const parts = starts.map((start) => messageIds.slice(start, start + IDS_IN_LINE))
  return parts.map((ids) => ({ type: 'done', at: Date.now(), ...fields, ...(ids.length > 0 && { messageIds: ids }) }))
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The record of a line; `undefined` for a torn, damaged or foreign one. */
export function recordOf(line: string): LedgerRecord | undefined {
  return line.length > LONGEST_LINE ? undefined : fitting(parse(line))
}
