import { quote } from './refusal/describe'
import type { At } from './spec'

/** One or several names with dots between. */
const PLAIN_NAME = /^[\w$.-]{1,60}$/

/** The place of a field inside the place of its owner. */
export function inside(at: At, name: string): At {
  const isTop = at.path === '' || at.path === 'options'
  // A name may be anything, also nothing, or what a terminal obeys.
  if (!PLAIN_NAME.test(name)) return { ...at, path: `${at.path || 'options'}[${quote(name)}]` }
  return { ...at, path: isTop ? name : `${at.path}.${name}` }
}
