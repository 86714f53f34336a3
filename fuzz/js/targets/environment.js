'use strict'

// Any environment, beside any options: a connection that the addon can take, or INVALID_INPUT that names the variable.

const assert = require('node:assert/strict')
const { inspect } = require('node:util')
const { connectionOf } = require('../../../build/client/connection')
const { isGenesysError } = require('../../../build/boundary/errors')
const { TABLES } = require('../../../build/options')
const { DEFAULTED } = require('../../../build/surroundings/runner')
const { mutatedText } = require('../mutate')

const CANARY = 'canary-7f3a9c'
/** @type {{ kind: string, env?: readonly string[] }[]} */
const FIELDS = Object.values(TABLES.ConnectionOptions.fields)
const VARIABLES = [...new Set([...FIELDS.flatMap(({ env = [] }) => env), 'NO_PROXY', 'no_proxy', 'NODE_EXTRA_CA_CERTS'])]
const SECRET = /SECRET|TOKEN|PROXY/i
const TEXTS = ['', ' ', 'eu-west-1', 'mypurecloud.ie', 'http://127.0.0.1:1', 'https://api.example', 'ws://127.0.0.1:1', 'user:pass@proxy.example:3128', 'a-secret', '11111111-2222-4333-8444-555555555555', '/a/file']
const GOOD = ['GENESYSCLOUD_REGION', 'GENESYSCLOUD_OAUTHCLIENT_ID', 'GENESYSCLOUD_OAUTHCLIENT_SECRET']

const seeds = [
  {},
  Object.fromEntries(GOOD.map((name, index) => [name, ['eu-west-1', 'an-id', 'a-secret'][index]])),
  ...VARIABLES.map((name, index) => ({ [name]: TEXTS[index % TEXTS.length] })),
]

function hold(environment) {
  const marked = Object.entries(environment).map(([name, text]) => [name, SECRET.test(name) && text !== '' ? `${text}${CANARY}` : text])
  try {
    const { [DEFAULTED]: _told, ...connection } = connectionOf({}, 'fuzz', Object.fromEntries(marked))
    assert.deepEqual(JSON.parse(JSON.stringify(connection)), connection, 'it crosses as it is')
  } catch (error) {
    assert(isGenesysError(error, 'INVALID_INPUT'), `a ${error?.name}: ${error?.stack}`)
    const name = VARIABLES.find((variable) => error.message.startsWith(`INVALID_INPUT: ${variable} (environment) is not acceptable: got `))
    assert(name !== undefined && environment[name] !== undefined, error.message)
    assert(![inspect(error), JSON.stringify(error)].join('\n').includes(CANARY), 'a secret is repeated')
  }
}

function mutate(environment, random) {
  const changed = { ...environment }
  for (let times = 1 + random.below(4); times > 0; times--) {
    const name = random.pick(VARIABLES)
    const text = changed[name] ?? random.pick(TEXTS)
    changed[name] = random.below(2) === 0 ? random.pick(TEXTS) : mutatedText(text, random).slice(0, 500)
  }
  return changed
}

module.exports = { name: 'environment', covers: /\/build\/(?:options\/|client\/connection\.js)/, seeds, mutate, hold }
