'use strict'

const { isMessageId, isUuid } = require('../options/ids')

const VERSION = 1
const LONGEST_LINE = 4096

const text = (pattern) => (value) => typeof value === 'string' && pattern.test(value)
const whole = (value) => Number.isSafeInteger(value) && value >= 0
const uuid = (value) => typeof value === 'string' && isUuid(value)
const messageId = (value) => typeof value === 'string' && isMessageId(value)
const messageIds = (value) => Array.isArray(value) && value.every(messageId)

/** A short name of ours: no blanks, so that no sentence of a test or of a guest can be one. */
const NAME = text(/^[\w.:-]{1,100}$/)
const HOST = text(/^[\w.:[\]-]{1,255}$/)
const DIGITS = text(/^\d{1,20}$/)

/** Every kind of line with its fields; whatever else a line holds is neither written nor read. */
const RECORDS = {
  run: {
    required: { v: (value) => value === VERSION, run: NAME, worker: whole, org: HOST, pid: whole, host: HOST },
    optional: { deploymentId: uuid, boot: uuid, space: DIGITS, started: DIGITS },
  },
  sent: { required: { guest: NAME } },
  opened: { required: { guest: NAME, messageId } },
  tracked: { required: { conversationId: uuid } },
  resolved: { required: { messageId, conversationId: uuid } },
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

module.exports = { LONGEST_LINE, VERSION, lineOf, recordOf }
