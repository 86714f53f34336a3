import { isUuid } from '../options/ids'

/** A wrap-up in its long form: text in the form of an id is an id, other text a name. */
function longForm(wrapUp) {
  if (typeof wrapUp !== 'string') return wrapUp
  return isUuid(wrapUp) ? { id: wrapUp.toLowerCase() } : { name: wrapUp }
}

export { longForm }
