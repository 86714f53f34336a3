import { resolveConnection } from '../client/connection'
import { orgHost } from '../ledger/org'
import { isLoopback } from '../options/addresses'
import type { ConnectionOptions } from '../types/public'
import { variable } from './help'
import { UsageError } from './usage'

const [REGION, CLIENT_ID, CLIENT_SECRET, ACCESS_TOKEN] = [variable('region'), variable('clientId'), variable('clientSecret'), variable('accessToken')]

export interface NamedOrg { host: string; isSimulated: boolean }

/**
 * The org that options and environment lead to, by the host of its API; one on this machine is a simulator.
 * Throws before anything is sent where there is none, or no way in. `what` is the command or flag that needs it.
 */
export function orgOf(connection: ConnectionOptions, what: string): NamedOrg {
  const { clientId, accessToken, ...resolved } = resolveConnection(connection, what)
  if ((clientId ?? accessToken) === undefined) {
    throw new UsageError(`${what} needs credentials of the environment: ${CLIENT_ID} and ${CLIENT_SECRET}, or ${ACCESS_TOKEN}.`)
  }
  const host = orgHost(resolved)
  if (host === undefined) throw new UsageError(`${what} needs a region: set ${REGION}.`)
  return { host, isSimulated: resolved.apiUrl !== undefined && isLoopback(new URL(resolved.apiUrl).hostname) }
}
