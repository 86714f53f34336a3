import { binding } from '../../boundary/binding'
import type { At } from '../spec'
import { describe } from './describe'
import { invalid } from './invalid'
import { nearest } from './nearest'

/** Names and domains of the public regions, as the addon knows them. */
function regions() {
  const all = binding.regions()
  const half = all.length / 2
  return { all, pairs: all.slice(0, half).map((name, index) => `${name} (${all[half + index]})`) }
}

/** A domain with a service before that of its region. */
export function serviceInFront(at: At, text: string, behind: string) {
  return invalid(at, describe(text), 'the domain of a region', { hint: `Without the service in front: ${behind}.` })
}

export function wrongRegion(at: At, text: string) {
  const { all, pairs } = regions()
  if (text.includes('://')) return invalid(at, 'a URL', 'a region such as eu-west-1 or mypurecloud.ie', {
    hint: 'A region has no scheme; a single host goes into apiUrl, loginUrl, guestUrl or configUrl.',
    choices: all,
  })
  const meant = nearest(text, all)
  const hint = meant === undefined ? undefined : `Did you mean ${meant}?`
  return invalid(at, describe(text), `a region's name or domain: ${pairs.join(', ')}; or any other domain`, { choices: all, hint })
}
