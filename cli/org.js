'use strict'

const { resolveConnection } = require('../lib/connection')
const { orgHost } = require('../lib/ledger/org')
const { TABLES } = require('../lib/options')
const { isLoopback } = require('../lib/options/addresses')
const { UsageError } = require('./usage')

const FIELDS = TABLES.ConnectionOptions.fields
const [REGION, CLIENT_ID, CLIENT_SECRET, ACCESS_TOKEN] =
  ['region', 'clientId', 'clientSecret', 'accessToken'].map((name) => FIELDS[name].env[0])

/**
 * The org that options and environment lead to, by the host of its API; one on this machine is a simulator.
 * Throws before anything is sent where there is none, or no way in. `what` is the command or flag that needs it.
 */
function orgOf(connection, what) {
  const { clientId, accessToken, ...resolved } = resolveConnection(connection, what)
  if ((clientId ?? accessToken) === undefined) {
    throw new UsageError(`${what} needs credentials of the environment: ${CLIENT_ID} and ${CLIENT_SECRET}, or ${ACCESS_TOKEN}.`)
  }
  const host = orgHost(resolved)
  if (host === undefined) throw new UsageError(`${what} needs a region: set ${REGION}.`)
  return { host, isSimulated: resolved.apiUrl !== undefined && isLoopback(new URL(resolved.apiUrl).hostname) }
}

module.exports = { orgOf }
