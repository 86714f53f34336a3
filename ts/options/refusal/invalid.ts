import { GenesysError } from '../../boundary/errors'
import type { At, Spec, SpecKind } from '../spec'
import { acceptedBy } from './accepted'

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

/** The same for what its spec accepts. */
export function unfit<K extends SpecKind>(at: At, came: string, spec: Spec<K>, fields?: Told): GenesysError {
  return invalid(at, came, acceptedBy(spec), fields)
}
