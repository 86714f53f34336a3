import { resolve } from 'node:path'
import { TABLES, checkConnectionOption, checkOptions } from '../options'
import type { CheckedOptions } from '../options/checked'
import { isLoopback } from '../options/addresses'
import { RETRY } from '../options/tables/connection'
import { DEFAULTED } from '../surroundings/runner'
import type { ConnectionOptions } from '../types/public'

const FIELDS = TABLES.ConnectionOptions.fields
const HOSTS = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl'] as const
/** The variables of the one name each, and of its secret. */
const PAIRS = FIELDS.clientId.env.map((id, index) => [id, FIELDS.clientSecret.env[index] as string] as const)
const SINGLE_ATTEMPT = { maxAttempts: 1 }

/**
 * Where a connection carries the window of a simulator whose window is no minute. No option: with another
 * window than the org's a budget protects nothing. Of all copies of the package, as connections are passed on.
 */
export const WINDOW_MS = Symbol.for('playwright-genesys/budget-window')

type Env = NodeJS.ProcessEnv
export type CheckedConnection = CheckedOptions<'ConnectionOptions'>
type Hosts = Pick<CheckedConnection, 'region' | typeof HOSTS[number]>
type Credentials = Pick<CheckedConnection, 'accessToken' | 'clientId' | 'clientSecret'> & { credentialSource?: string }
/** Options that a variable may stand for. */
type OfEnvironment = { [Name in keyof typeof FIELDS]: typeof FIELDS[Name] extends { env: readonly string[] } ? Name : never }[keyof typeof FIELDS]

/** How what is not led is reached. */
export interface WayOut { proxy?: string; noProxy?: string }

/** The connection as the addon takes it. */
export interface ResolvedConnection extends Hosts, Credentials, Pick<CheckedConnection, 'deploymentId' | 'guard'> {
  resource: NonNullable<CheckedConnection['resource']>
  timeoutMs: number
  [DEFAULTED]?: true
  retry: Required<Exclude<CheckedConnection['retry'], false | undefined>>
  /** Null: as many as one likes. */
  requestsPerMinute: number | null
  budgetWindowMs?: number
  sharedState?: string
  notifications?: true
  network: WayOut & { caFile?: string; extraCaFile?: string }
}

/** An environment variable that is set to something; CI systems pass unset secrets as empty strings. */
function variable(env: Env, name: string): string | undefined {
  return env[name] === undefined || env[name] === '' ? undefined : env[name]
}

function checkedVariable<O extends OfEnvironment>(env: Env, name: string, option: O, operation: string): NonNullable<ConnectionOptions[O]> {
  return checkConnectionOption(option, env[name], { path: `${name} (environment)`, operation })
}

const setOf = (env: Env, names: readonly string[]) => names.find((name) => variable(env, name) !== undefined)

/** The first of an option's variables that is set, checked like the option. */
function fromEnvironment<O extends OfEnvironment>(env: Env, option: O, operation: string): NonNullable<ConnectionOptions[O]> | undefined {
  const name = setOf(env, FIELDS[option].env)
  return name === undefined ? undefined : checkedVariable(env, name, option, operation)
}

function explicitCredentials({ accessToken, clientId, clientSecret }: CheckedConnection): Credentials | undefined {
  if (accessToken !== undefined) return { accessToken, credentialSource: 'option accessToken' }
  if (clientId !== undefined) return { clientId, ...(clientSecret && { clientSecret }), credentialSource: 'option clientId' }
  return undefined
}

/** A pair of variables is used whole; half of one is only named, for the error that will come of it. */
function environmentPair(env: Env, [id, secret]: typeof PAIRS[number], operation: string): Credentials | undefined {
  const [hasId, hasSecret] = [variable(env, id) !== undefined, variable(env, secret) !== undefined]
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
function environmentCredentials(env: Env, operation: string): Credentials {
  const accessToken = fromEnvironment(env, 'accessToken', operation)
  if (accessToken !== undefined) return { accessToken, credentialSource: `environment ${FIELDS.accessToken.env[0]}` }
  const pairs = PAIRS.map((pair) => environmentPair(env, pair, operation))
  return pairs.find((pair) => pair?.clientId !== undefined) ?? pairs.find(Boolean) ?? {}
}

/**
 * Where an option says which org is meant, no address of the environment may lead a part of it,
 * and its credentials, to another one.
 */
function addressesOf(options: CheckedConnection, env: Env, operation: string): Hosts {
  const given = pick(options, HOSTS)
  if (options.region !== undefined || Object.keys(given).length > 0) return given
  const [apiUrl, loginUrl, guestUrl, configUrl] = HOSTS.map((name) => fromEnvironment(env, name, operation))
  return pick({ apiUrl, loginUrl, guestUrl, configUrl }, HOSTS)
}

/** A region in the environment counts only where an address is still missing. */
function hostsOf(options: CheckedConnection, env: Env, operation: string): Hosts {
  const hosts = addressesOf(options, env, operation)
  const isComplete = Object.keys(hosts).length === HOSTS.length
  const region = options.region ?? (isComplete ? undefined : fromEnvironment(env, 'region', operation))
  return region === undefined ? hosts : { ...hosts, region }
}

function pick<T, K extends keyof T>(source: T, names: readonly K[]): { [Name in K]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]])) as ReturnType<typeof pick<T, K>>
}

function staysOnThisMachine(hosts: Hosts): boolean {
  const given = HOSTS.map((name) => hosts[name]).filter((address) => address !== undefined)
  return hosts.region === undefined && given.every((address) => isLoopback(new URL(address).hostname))
}

/** curl and others take a proxy without a scheme; so do we, from the environment. */
function environmentProxy(env: Env, operation: string): string | undefined {
  const name = setOf(env, FIELDS.proxy.env)
  if (name === undefined) return undefined
  const { [name]: said = '' } = env
  return checkConnectionOption('proxy', said.includes('://') ? said : `http://${said}`, { path: `${name} (environment)`, operation })
}

/** A proxy given as an option is meant. */
function proxyOf(options: CheckedConnection, env: Env, hosts: Hosts, operation: string): WayOut {
  if (options.proxy !== undefined) return { proxy: options.proxy }
  return staysOnThisMachine(hosts) ? {} : environmentWayOut(env, operation)
}

/** NO_PROXY belongs to the environment's own proxy. */
export function environmentWayOut(env: Env = process.env, operation = 'proxy'): WayOut {
  const proxy = environmentProxy(env, operation)
  const noProxy = variable(env, 'NO_PROXY') ?? variable(env, 'no_proxy')
  return proxy === undefined ? {} : { proxy, ...(noProxy && { noProxy }) }
}

function networkOf(options: CheckedConnection, env: Env, hosts: Hosts, operation: string): ResolvedConnection['network'] {
  const extraCaFile = variable(env, 'NODE_EXTRA_CA_CERTS')
  const caFile = options.caFile ?? fromEnvironment(env, 'caFile', operation)
  return {
    ...proxyOf(options, env, hosts, operation),
    ...(caFile && { caFile }),
    ...(extraCaFile && { extraCaFile }),
  }
}

function retryOf(retry: CheckedConnection['retry']): ResolvedConnection['retry'] {
  const { maxAttempts, baseDelayMs, maxDelayMs } = RETRY.fields
  const defaults = { maxAttempts: maxAttempts.default, baseDelayMs: baseDelayMs.default, maxDelayMs: maxDelayMs.default }
  return { ...defaults, ...(retry === false ? SINGLE_ATTEMPT : retry) }
}

/** Options that were checked, and the environment, as the one connection object that the addon takes. */
export function connectionOf(options: CheckedConnection, operation: string, env: Env = process.env): ResolvedConnection {
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
    ...(options.sharedState && { sharedState: resolve(options.sharedState) }),
    ...(options.notifications && { notifications: true }),
    network: networkOf(options, env, hosts, operation),
    ...(options.guard && { guard: options.guard }),
  }
}

/** Public options, unchecked, to the connection object; throws INVALID_INPUT. */
export function resolveConnection(options: unknown, operation: string, env: Env = process.env): ResolvedConnection {
  const connection = connectionOf(checkOptions('ConnectionOptions', options, operation), operation, env)
  const { [WINDOW_MS]: budgetWindowMs } = (options ?? {}) as { [WINDOW_MS]?: number }
  return budgetWindowMs === undefined ? connection : { ...connection, budgetWindowMs }
}
