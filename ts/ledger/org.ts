import { binding } from '../boundary/binding'

/** A region's name is one of its domain; domains stand for themselves. */
function domainOf(region) {
  const all = binding.regions()
  const index = all.indexOf(region)
  return index >= 0 && index < all.length / 2 ? all[index + all.length / 2] : region
}

/** The host of an org's Platform API: what tells entries of several orgs apart. */
function orgHost({ host, apiUrl, region }) {
  if (host !== undefined) return host.toLowerCase()
  if (apiUrl !== undefined) return new URL(apiUrl).host
  return region === undefined ? undefined : `api.${domainOf(region)}`
}

export { orgHost }
