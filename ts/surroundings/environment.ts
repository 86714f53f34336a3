import { TABLES } from '../options'

const FIELDS = TABLES.ConnectionOptions.fields
/** What leads another process to a simulator, in the order in which it is shown. */
const NEEDED = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl', 'deploymentId', 'clientId', 'clientSecret', 'caFile']

/** The variables with which another process reaches a simulator. */
function environmentOf(connection) {
  const given = NEEDED.filter((name) => connection[name] !== undefined)
  return Object.fromEntries(given.map((name) => [FIELDS[name].env[0], connection[name]]))
}

export { environmentOf }
