import { isUuid } from '../options/ids'
import type { WrapUp } from '../types/public'

/** A wrap-up in its long form: text in the form of an id is an id, other text a name. */
export function longForm(wrapUp: string | WrapUp): WrapUp {
  if (typeof wrapUp !== 'string') return wrapUp
  return isUuid(wrapUp) ? { id: wrapUp.toLowerCase() } : { name: wrapUp }
}
