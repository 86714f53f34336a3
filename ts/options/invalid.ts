import { GenesysError } from '../boundary/errors'
import { quote } from './describe'
import type { At } from './spec'

/** One or several names with dots between. */
const PLAIN_NAME = /^[\w$.-]{1,60}$/

/** What an error says beyond its sentence. */
interface Told {
  hint?: string | undefined
  choices?: readonly string[] | undefined
  cause?: unknown
}

/**
 * An INVALID_INPUT in one form: which field, what came, what is accepted.
 * `at` says where: `{ path, operation }`.
 */
export function invalid(at: At, came: string, accepted: string, fields: Told = {}): GenesysError {
  const message = `${at.path} is not acceptable: got ${came}; accepted: ${accepted}.`
  return new GenesysError('INVALID_INPUT', message, { operation: at.operation, ...fields })
}

/** The place of a field inside the place of its owner. */
export function inside(at: At, name: string): At {
  const isTop = at.path === '' || at.path === 'options'
  // A name may be anything, also nothing, or what a terminal obeys.
  if (!PLAIN_NAME.test(name)) return { ...at, path: `${at.path || 'options'}[${quote(name)}]` }
  return { ...at, path: isTop ? name : `${at.path}.${name}` }
}

/** The choice that was meant, where one is near; what is right never needs to know. */
export const nearest = (text: string, choices: readonly string[]) => (require('./nearest') as typeof import('./nearest')).nearest(text, choices)
