import { GenesysError } from '../boundary/errors'
import { quote } from './describe'

/** One or several names with dots between. */
const PLAIN_NAME = /^[\w$.-]{1,60}$/

/**
 * An INVALID_INPUT in one form: which field, what came, what is accepted.
 * `at` says where: `{ path, operation }`.
 */
function invalid(at, came, accepted, fields = {}) {
  const message = `${at.path} is not acceptable: got ${came}; accepted: ${accepted}.`
  return new GenesysError('INVALID_INPUT', message, { operation: at.operation, ...fields })
}

/** The place of a field inside the place of its owner. */
function inside(at, name) {
  const isTop = at.path === '' || at.path === 'options'
  // A name may be anything, also nothing, or what a terminal obeys.
  if (!PLAIN_NAME.test(name)) return { ...at, path: `${at.path || 'options'}[${quote(name)}]` }
  return { ...at, path: isTop ? name : `${at.path}.${name}` }
}

/** The choice that was meant, where one is near; what is right never needs to know. */
const nearest = (text, choices) => (require('./nearest') as typeof import('./nearest')).nearest(text, choices)

export { inside, invalid, nearest }
