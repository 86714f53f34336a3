import path from 'node:path'
import { TABLES, checkOptions } from '../options'
import { checkValue } from '../options/check'
import { isLoopback } from '../options/addresses'
import { RETRY } from '../options/tables/connection'
import { DEFAULTED } from '../surroundings/runner'

const FIELDS = TABLES.ConnectionOptions.fields
const HOSTS = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl']
const SINGLE_ATTEMPT = { maxAttempts: 1 }

/**
 * Where a connection carries the window of a simulator whose window is no minute. No option: with another
 * window than the org's a budget protects nothing. Of all copies of the package, as connections are passed on.
 */
const WINDOW_MS = Symbol.for('playwright-genesys/budget-window')

/** An environment variable that is set to something; CI systems pass unset secrets as empty strings. */
function variable(env, name) {
  return env[name] === undefined || env[name] === '' ? undefined : env[name]
}

function checkedVariable(env, name, option, operation) {
  return checkValue(FIELDS[option], env[name], { path: `${name} (environment)`, operation })
}

/** The first of an option's variables that is set, checked like the option. */
function fromEnvironment(env, option, operation) {
  const name = FIELDS[option].env.find((each) => variable(env, each) !== undefined)
  return name === undefined ? undefined : checkedVariable(env, name, option, operation)
}

function explicitCredentials({ accessToken, clientId, clientSecret }) {
  if (accessToken !== undefined) return { accessToken, credentialSource: 'option accessToken' }
  if (clientId !== undefined) return { clientId, clientSecret, credentialSource: 'option clientId' }
  return undefined
}

/** A pair of variables is used whole; half of one is only named, for the error that will come of it. */
function environmentPair(env, index, operation) {
  const [id, secret] = [FIELDS.clientId.env[index], FIELDS.clientSecret.env[index]]
  const [hasId, hasSecret] = [id, secret].map((name) => variable(env, name) !== undefined)
  if (!hasId && !hasSecret) return undefined
  if (!hasId || !hasSecret) {
    const [given, missing] = hasId ? [id, secret] : [secret, id]
    return { credentialSource: `environment ${given}, without ${missing}` }
  }
  return {
    clientId: checkedVariable(env, id, 'clientId', operation),
    clientSecret: checkedVariable(env, secret, 'clientSecret', operation),
    credentialSource: `environment ${id}`,
  }
}

/** A token goes before client credentials, as in the Terraform provider that shares these names. */
function environmentCredentials(env, operation) {
  const accessToken = fromEnvironment(env, 'accessToken', operation)
  if (accessToken !== undefined) return { accessToken, credentialSource: `environment ${FIELDS.accessToken.env[0]}` }
  const pairs = FIELDS.clientId.env.map((_, index) => environmentPair(env, index, operation))
  return pairs.find((pair) => pair?.clientId !== undefined) ?? pairs.find(Boolean) ?? {}
}

/**
 * Where an option says which org is meant, no address of the environment may lead a part of it,
 * and its credentials, to another one.
 */
function addressesOf(options, env, operation) {
  const given = pick(options, HOSTS)
  if (options.region !== undefined || Object.keys(given).length > 0) return given
  return pick(Object.fromEntries(HOSTS.map((name) => [name, fromEnvironment(env, name, operation)])), HOSTS)
}

/** A region in the environment counts only where an address is still missing. */
function hostsOf(options, env, operation) {
  const hosts = addressesOf(options, env, operation)
  const isComplete = Object.keys(hosts).length === HOSTS.length
  const region = options.region ?? (isComplete ? undefined : fromEnvironment(env, 'region', operation))
  return region === undefined ? hosts : { ...hosts, region }
}

function pick(source, names) {
  return Object.fromEntries(names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]]))
}

function staysOnThisMachine(hosts) {
  return hosts.region === undefined && HOSTS.every((name) => hosts[name] === undefined || isLoopback(new URL(hosts[name]).hostname))
}

/** curl and others take a proxy without a scheme; so do we, from the environment. */
function environmentProxy(env, operation) {
  const name = FIELDS.proxy.env.find((each) => variable(env, each) !== undefined)
  if (name === undefined) return undefined
  const address = env[name].includes('://') ? env[name] : `http://${env[name]}`
  return checkValue(FIELDS.proxy, address, { path: `${name} (environment)`, operation })
}

/** A proxy given as an option is meant. */
function proxyOf(options, env, hosts, operation) {
  if (options.proxy !== undefined) return { proxy: options.proxy }
  return staysOnThisMachine(hosts) ? {} : environmentWayOut(env, operation)
}

/** NO_PROXY belongs to the environment's own proxy. */
function environmentWayOut(env = process.env, operation = 'proxy') {
  const proxy = environmentProxy(env, operation)
  const noProxy = variable(env, 'NO_PROXY') ?? variable(env, 'no_proxy')
  return proxy === undefined ? {} : { proxy, ...(noProxy && { noProxy }) }
}

function networkOf(options, env, hosts, operation) {
  const extraCaFile = variable(env, 'NODE_EXTRA_CA_CERTS')
  const caFile = options.caFile ?? fromEnvironment(env, 'caFile', operation)
  return {
    ...proxyOf(options, env, hosts, operation),
    ...(caFile && { caFile }),
    ...(extraCaFile && { extraCaFile }),
  }
}

function retryOf(retry) {
  const defaults = Object.fromEntries(Object.entries(RETRY.fields).map(([name, spec]) => [name, spec.default]))
  return { ...defaults, ...(retry === false ? SINGLE_ATTEMPT : retry) }
}

/** Options that were checked, and the environment, as the one connection object that the addon takes. */
function connectionOf(options, operation, env = process.env) {
  const hosts = hostsOf(options, env, operation)
  const deploymentId = options.deploymentId ?? fromEnvironment(env, 'deploymentId', operation)
  const { requestsPerMinute = FIELDS.requestsPerMinute.default } = options
  return {
    ...hosts,
    ...(explicitCredentials(options) ?? environmentCredentials(env, operation)),
    ...(deploymentId && { deploymentId }),
    resource: options.resource ?? FIELDS.resource.default,
    timeoutMs: options.timeoutMs ?? FIELDS.timeoutMs.default,
    ...(options.timeoutMs === undefined && { [DEFAULTED]: true }),
    retry: retryOf(options.retry),
    requestsPerMinute: requestsPerMinute === 'unlimited' ? null : requestsPerMinute,
    ...(options.sharedState && { sharedState: path.resolve(options.sharedState) }),
    ...(options.notifications && { notifications: true }),
    network: networkOf(options, env, hosts, operation),
    ...(options.guard && { guard: options.guard }),
  }
}

/** Public options, unchecked, to the connection object; throws INVALID_INPUT. */
function resolveConnection(options, operation, env = process.env) {
  const connection = connectionOf(checkOptions('ConnectionOptions', options, operation), operation, env)
  const budgetWindowMs = options?.[WINDOW_MS]
  return budgetWindowMs === undefined ? connection : { ...connection, budgetWindowMs }
}

export { WINDOW_MS, connectionOf, environmentWayOut, resolveConnection }
