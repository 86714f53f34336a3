import { binding } from '../boundary/binding'

/** A region's name is one of its domain; domains stand for themselves. */
function domainOf(region: string): string | undefined {
  const all = binding.regions()
  const index = all.indexOf(region)
  return index >= 0 && index < all.length / 2 ? all[index + all.length / 2] : region
}

/** What names an org. */
export interface Org { host?: string | undefined; apiUrl?: string | undefined; region?: string | undefined }

/** The host of an org's Platform API: what tells entries of several orgs apart. */
export function orgHost({ host, apiUrl, region }: Org): string | undefined {
  if (host !== undefined) return host.toLowerCase()
  if (apiUrl !== undefined) return new URL(apiUrl).host
  return region === undefined ? undefined : `api.${domainOf(region)}`
}
