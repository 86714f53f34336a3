import { GenesysError } from '../../boundary/errors'

const TAG = /^[A-Za-z0-9-]{8,32}$/
const CLOSING = ['lose', 'duplicate', 'delay', 'reorder']
const HOUR_MS = 3_600_000

function refuse(operation, name, accepted) {
  throw new GenesysError('INVALID_INPUT', `${operation}: ${name} is not acceptable; it takes ${accepted}.`, { operation })
}

function checkTag(tag) {
  if (typeof tag !== 'string' || !TAG.test(tag)) refuse('line', 'tag', '8 to 32 letters, digits and hyphens')
  return tag
}

function checkTimes(times, operation, name = 'n') {
  if (!Number.isInteger(times) || times < 1 || times > 1_000_000) refuse(operation, name, 'a whole number from 1')
  return times
}

function checkDelay(ms, operation, name = 'ms') {
  if (typeof ms !== 'number' || !(ms > 0 && ms <= HOUR_MS)) refuse(operation, name, 'more than 0 milliseconds, up to an hour')
  return ms
}

/** A delay says for how long; a frame that is lost or sent twice has no length. */
function checkClosing(how, options = {}) {
  const operation = 'closingFrame'
  if (!CLOSING.includes(how)) refuse(operation, 'the fault', `one of ${CLOSING.join(', ')}`)
  if (options === null || typeof options !== 'object') refuse(operation, 'options', '{ times?, delayMs? }')
  const { times = 1, delayMs } = options
  if (delayMs !== undefined && (how === 'lose' || how === 'duplicate')) refuse(operation, 'delayMs', `no value with '${how}'`)
  if (delayMs !== undefined || how === 'delay') checkDelay(delayMs, operation, 'delayMs')
  return { how, times: checkTimes(times, operation, 'times'), ...(delayMs === undefined ? {} : { delayMs }) }
}

export { checkClosing, checkDelay, checkTag, checkTimes }
