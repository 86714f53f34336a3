import { TABLES } from '../options'
import type { ConnectionOptions } from '../types/public'

const FIELDS = TABLES.ConnectionOptions.fields
/** What leads another process to a simulator, in the order in which it is shown. */
const NEEDED = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl', 'deploymentId', 'clientId', 'clientSecret', 'caFile'] as const

const REPLAYED = 'PLAYWRIGHT_GENESYS_REPLAY'

/** What says that the environment leads to a recording that is played: to fixtures it is the org. */
export const OF_A_REPLAY = { [REPLAYED]: '1', PLAYWRIGHT_GENESYS_MODE: 'live' }

export const isReplayed = (env: NodeJS.ProcessEnv = process.env): boolean => env[REPLAYED] !== undefined

/** The variables with which another process reaches a simulator. */
export function environmentOf(connection: ConnectionOptions): Record<string, string> {
  const given = NEEDED.flatMap((name) => (connection[name] === undefined ? [] : [[FIELDS[name].env[0], connection[name]]]))
  return Object.fromEntries(given)
}
