'use strict'

const path = require('node:path')
const { resolveConnection } = require('../build/client/connection')
const { DEFAULTED } = require('../build/surroundings/runner')
const { thrown } = require('./support/rejection')

const resolve = (options, env) => resolveConnection(options, 'test', env)
const DEPLOYMENT = '11111111-2222-4333-8444-555555555555'
const PAIR = { GENESYSCLOUD_OAUTHCLIENT_ID: 'first-id', GENESYSCLOUD_OAUTHCLIENT_SECRET: 'first-secret' }
const OTHER_PAIR = { GENESYS_CLIENT_ID: 'second-id', GENESYS_CLIENT_SECRET: 'second-secret' }
const SIMULATOR = {
  apiUrl: 'http://127.0.0.1:1', loginUrl: 'http://localhost:1', guestUrl: 'ws://[::1]:1', configUrl: 'http://127.0.0.1:1',
}

describe('without options and environment', () => {
  test('the documented defaults stand, and nothing else', () => {
    expect(resolve(undefined, {})).toEqual({
      [DEFAULTED]: true,
      resource: 'auto',
      timeoutMs: 30_000,
      retry: { maxAttempts: 5, baseDelayMs: 200, maxDelayMs: 5_000 },
      requestsPerMinute: 300,
      network: {},
    })
  })
})

describe('the environment', () => {
  test.each([
    ['region', { GENESYSCLOUD_REGION: 'eu-west-1', GENESYS_REGION: 'us-east-1' }, {}, { region: 'eu-west-1' }],
    ['region, second name', { GENESYS_REGION: 'EU_WEST_1' }, {}, { region: 'eu-west-1' }],
    ['region, empty is unset', { GENESYSCLOUD_REGION: '', GENESYS_REGION: 'mypurecloud.ie' }, {}, { region: 'mypurecloud.ie' }],
    ['region, option wins', { GENESYSCLOUD_REGION: 'eu-west-1' }, { region: 'us-west-2' }, { region: 'us-west-2' }],
    ['deployment', { GENESYS_DEPLOYMENT_ID: DEPLOYMENT }, {}, { deploymentId: DEPLOYMENT }],
    ['client', PAIR, {}, { clientId: 'first-id', clientSecret: 'first-secret', credentialSource: 'environment GENESYSCLOUD_OAUTHCLIENT_ID' }],
    ['client, second names', OTHER_PAIR, {}, { clientId: 'second-id', clientSecret: 'second-secret', credentialSource: 'environment GENESYS_CLIENT_ID' }],
    ['client, both', { ...PAIR, ...OTHER_PAIR }, {}, { clientId: 'first-id', clientSecret: 'first-secret' }],
    ['client, first pair cut in half', { ...OTHER_PAIR, GENESYSCLOUD_OAUTHCLIENT_ID: 'x' }, {}, { clientId: 'second-id', clientSecret: 'second-secret' }],
    ['client, half a pair', { GENESYSCLOUD_OAUTHCLIENT_ID: 'x' }, {}, { credentialSource: 'environment GENESYSCLOUD_OAUTHCLIENT_ID, without GENESYSCLOUD_OAUTHCLIENT_SECRET' }],
    ['token', { GENESYSCLOUD_ACCESS_TOKEN: 't' }, {}, { accessToken: 't', credentialSource: 'environment GENESYSCLOUD_ACCESS_TOKEN' }],
    ['token before client', { ...PAIR, GENESYSCLOUD_ACCESS_TOKEN: 't' }, {}, { accessToken: 't' }],
    ['token option before all', { ...PAIR, GENESYSCLOUD_ACCESS_TOKEN: 't' }, { accessToken: 'own' }, { accessToken: 'own', credentialSource: 'option accessToken' }],
    ['client option before all', { ...PAIR, GENESYSCLOUD_ACCESS_TOKEN: 't' }, { clientId: 'i', clientSecret: 's' }, { clientId: 'i', clientSecret: 's', credentialSource: 'option clientId' }],
  ])('%s', (_name, env, options, expected) => {
    expect(resolve(options, env)).toMatchObject(expected)
  })

  test('explicit credentials leave none of the environment behind, not even a bad one', () => {
    const env = { ...PAIR, GENESYSCLOUD_ACCESS_TOKEN: ' bad ' }
    expect(resolve({ clientId: 'i', clientSecret: 's' }, env)).not.toHaveProperty('accessToken')
    expect(resolve({ accessToken: 't' }, env)).not.toHaveProperty('clientId')
  })

  test('a token of the environment leaves its client behind', () => {
    expect(resolve({}, { ...PAIR, GENESYSCLOUD_ACCESS_TOKEN: 't' })).not.toHaveProperty('clientId')
  })

  test('a region of the environment does not matter where every address is given', () => {
    expect(resolve(SIMULATOR, { GENESYSCLOUD_REGION: 'us1' })).not.toHaveProperty('region')
    const { apiUrl, ...rest } = SIMULATOR
    expect(apiUrl).toBeDefined()
    expect(resolve(rest, { GENESYSCLOUD_REGION: 'eu-west-1' })).toHaveProperty('region', 'eu-west-1')
  })

  const ADDRESSES = {
    PLAYWRIGHT_GENESYS_API_URL: SIMULATOR.apiUrl,
    PLAYWRIGHT_GENESYS_LOGIN_URL: SIMULATOR.loginUrl,
    PLAYWRIGHT_GENESYS_GUEST_URL: SIMULATOR.guestUrl,
    PLAYWRIGHT_GENESYS_CONFIG_URL: SIMULATOR.configUrl,
  }

  test('addresses are taken, and leave no room for a region', () => {
    expect(resolve({}, { ...ADDRESSES, GENESYSCLOUD_REGION: 'us1' })).toMatchObject(SIMULATOR)
    const { PLAYWRIGHT_GENESYS_API_URL: _api, ...three } = ADDRESSES
    const { apiUrl: _url, ...rest } = SIMULATOR
    expect(resolve({}, { ...three, GENESYSCLOUD_REGION: 'eu-west-1' })).toMatchObject({ ...rest, region: 'eu-west-1' })
  })

  test.each([
    [{ region: 'eu-west-1' }],
    [{ apiUrl: 'https://gateway.example' }],
    [{ guestUrl: 'wss://gateway.example' }],
  ])('addresses lead no part of %j elsewhere', (options) => {
    const { network: _network, ...seen } = resolve(options, ADDRESSES)
    const { network: _none, ...alone } = resolve(options, {})
    expect(seen).toEqual(alone)
  })

  test('addresses of this machine need no proxy', () => {
    expect(resolve({}, { ...ADDRESSES, HTTPS_PROXY: 'http://proxy.example:3128' }).network).toEqual({})
  })

  test('a certificate authority is taken, and the option wins', () => {
    const env = { PLAYWRIGHT_GENESYS_CA_FILE: '/of/env.pem', NODE_EXTRA_CA_CERTS: '/of/node.pem' }
    expect(resolve({}, env).network).toEqual({ caFile: '/of/env.pem', extraCaFile: '/of/node.pem' })
    expect(resolve({ caFile: '/own.pem' }, env).network).toEqual({ caFile: '/own.pem', extraCaFile: '/of/node.pem' })
  })

  test.each([
    ['GENESYSCLOUD_REGION', { GENESYSCLOUD_REGION: 'us1' }],
    ['PLAYWRIGHT_GENESYS_API_URL', { PLAYWRIGHT_GENESYS_API_URL: 'http://api.example' }],
    ['PLAYWRIGHT_GENESYS_LOGIN_URL', { PLAYWRIGHT_GENESYS_LOGIN_URL: 'https://user:canary@login.example' }],
    ['PLAYWRIGHT_GENESYS_GUEST_URL', { PLAYWRIGHT_GENESYS_GUEST_URL: 'https://guest.example' }],
    ['PLAYWRIGHT_GENESYS_CONFIG_URL', { PLAYWRIGHT_GENESYS_CONFIG_URL: 'config' }],
    ['GENESYS_DEPLOYMENT_ID', { GENESYS_DEPLOYMENT_ID: 'mine' }],
    ['GENESYSCLOUD_OAUTHCLIENT_SECRET', { ...PAIR, GENESYSCLOUD_OAUTHCLIENT_SECRET: 'canary\n' }],
    ['GENESYSCLOUD_ACCESS_TOKEN', { GENESYSCLOUD_ACCESS_TOKEN: '  ' }],
    ['HTTPS_PROXY', { GENESYSCLOUD_REGION: 'eu-west-1', HTTPS_PROXY: 'socks5://user:canary@host' }],
  ])('a bad %s is named, its value not shown where it is secret', (name, env) => {
    const error = thrown(() => resolve({}, env))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.message).toContain(`${name} (environment) is not acceptable`)
    expect(error.message).not.toContain('canary')
  })
})

describe('the way through the network', () => {
  const REAL = { region: 'eu-west-1' }
  const PROXY = 'http://user:pw@proxy.example:3128'

  test.each([
    ['HTTPS_PROXY', { HTTPS_PROXY: PROXY, https_proxy: 'http://b', ALL_PROXY: 'http://c' }, { proxy: PROXY }],
    ['https_proxy', { https_proxy: PROXY, ALL_PROXY: 'http://c' }, { proxy: PROXY }],
    ['ALL_PROXY', { ALL_PROXY: PROXY, all_proxy: 'http://d' }, { proxy: PROXY }],
    ['all_proxy', { all_proxy: PROXY }, { proxy: PROXY }],
    ['no scheme', { HTTPS_PROXY: 'proxy.example:3128' }, { proxy: 'http://proxy.example:3128' }],
    ['NO_PROXY', { HTTPS_PROXY: PROXY, NO_PROXY: '.internal', no_proxy: 'x' }, { proxy: PROXY, noProxy: '.internal' }],
    ['no_proxy', { HTTPS_PROXY: PROXY, no_proxy: '.internal' }, { proxy: PROXY, noProxy: '.internal' }],
    ['NO_PROXY alone', { NO_PROXY: '.internal' }, {}],
    ['HTTP_PROXY is for http', { HTTP_PROXY: PROXY }, {}],
    ['NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: '/ca.pem' }, { extraCaFile: '/ca.pem' }],
  ])('%s', (_name, env, network) => {
    expect(resolve(REAL, env).network).toEqual(network)
  })

  test('a proxy given as an option stands alone', () => {
    const env = { HTTPS_PROXY: 'http://b', NO_PROXY: '*' }
    expect(resolve({ ...REAL, proxy: PROXY, caFile: 'ca.pem' }, env).network).toEqual({ proxy: PROXY, caFile: 'ca.pem' })
  })

  test('a proxy that cannot be used is no matter where everything is on this machine', () => {
    expect(resolve(SIMULATOR, { ALL_PROXY: 'socks5://127.0.0.1:1' }).network).toEqual({})
  })
})

describe('options', () => {
  test('retry false makes one attempt', () => {
    expect(resolve({ retry: false }, {}).retry).toEqual({ maxAttempts: 1, baseDelayMs: 200, maxDelayMs: 5_000 })
    expect(resolve({ retry: { maxAttempts: 2 } }, {}).retry).toEqual({ maxAttempts: 2, baseDelayMs: 200, maxDelayMs: 5_000 })
  })

  test('an unlimited budget crosses as null', () => {
    expect(resolve({ requestsPerMinute: 'unlimited' }, {}).requestsPerMinute).toBeNull()
    expect(resolve({ requestsPerMinute: 60 }, {}).requestsPerMinute).toBe(60)
  })

  test('notifications cross only where they are asked for', () => {
    expect(resolve({ notifications: true }, {}).notifications).toBe(true)
    expect(resolve({ notifications: false }, {})).not.toHaveProperty('notifications')
  })

  test('a folder for shared state crosses as a whole path, and no folder does not cross', () => {
    expect(resolve({ sharedState: 'state' }, {}).sharedState).toBe(path.resolve('state'))
    expect(resolve({ sharedState: false }, {})).not.toHaveProperty('sharedState')
  })

  test('ids are told in lower case and times in whole milliseconds', () => {
    const connection = resolve({ deploymentId: DEPLOYMENT.toUpperCase(), timeoutMs: 99.6, guard: { messageIds: ['0'.repeat(32)] } }, {})
    expect(connection).toMatchObject({ deploymentId: DEPLOYMENT, timeoutMs: 100, guard: { messageIds: ['0'.repeat(32)] } })
  })
})
