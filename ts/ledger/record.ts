import { isMessageId, isUuid } from '../options/ids'

const VERSION = 1
const LONGEST_LINE = 4096
/** So many ids fit into one line. */
const IDS_IN_LINE = 80

const text = (pattern) => (value) => typeof value === 'string' && pattern.test(value)
const whole = (value) => Number.isSafeInteger(value) && value >= 0
const uuid = (value) => typeof value === 'string' && isUuid(value)
const messageId = (value) => typeof value === 'string' && isMessageId(value)
const messageIds = (value) => Array.isArray(value) && value.every(messageId)

/** A short name of ours: no blanks, so that no sentence of a test or of a guest can be one. */
const NAME = text(/^[\w.:-]{1,100}$/)
const HOST = text(/^[\w.:[\]-]{1,255}$/)
const DIGITS = text(/^\d{1,20}$/)
const DIGEST = text(/^[0-9a-f]{32}$/)

/** Every kind of line with its fields; whatever else a line holds is neither written nor read. */
const RECORDS = {
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

/** The fields of a record that are known and fit; `undefined` where one is missing or wrong. */
function fitting(value) {
  const kind = Object.hasOwn(RECORDS, value?.type) ? RECORDS[value.type] : undefined
  if (kind === undefined || !whole(value.at)) return undefined
  const { required = {}, optional = {} } = kind
  const checks = Object.entries({ ...required, ...optional }).filter(([name]) => name in required || value[name] !== undefined)
  if (!checks.every(([name, fits]) => fits(value[name]))) return undefined
  return { type: value.type, at: value.at, ...Object.fromEntries(checks.map(([name]) => [name, value[name]])) }
}

/** The line of a record, its end included; `undefined` for what is no record. */
function lineOf(record) {
  const checked = fitting(record)
  return checked === undefined ? undefined : `${JSON.stringify(checked)}\n`
}

/** What is done with, in records that fit into their lines. */
function doneRecords({ messageIds = [], ...fields }) {
  const starts = Array.from({ length: Math.max(1, Math.ceil(messageIds.length / IDS_IN_LINE)) }, (_, index) => index * IDS_IN_LINE)
  const parts = starts.map((start) => messageIds.slice(start, start + IDS_IN_LINE))
  return parts.map((ids) => ({ type: 'done', at: Date.now(), ...fields, ...(ids.length > 0 && { messageIds: ids }) }))
}

function parse(line) {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The record of a line; `undefined` for a torn, damaged or foreign one. */
function recordOf(line) {
  return line.length > LONGEST_LINE ? undefined : fitting(parse(line))
}

export { LONGEST_LINE, VERSION, doneRecords, lineOf, recordOf }
