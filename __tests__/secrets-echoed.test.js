'use strict'

const { GenesysClient, GenesysError, closeConversation } = require('..')
const { describe: described } = require('../build/options/refusal/describe')
const { untyped } = require('./support/untyped')

const JWT = 'eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.c2lnbmVk'
const CLIENT_SECRET = 'Aa0Bb1Cc2Dd3Ee4Ff5Gg6Hh7Ii8Jj9Kk0Ll1Mm2Nn3O'
const SECRETS = [JWT, CLIENT_SECRET, `Bearer ${CLIENT_SECRET}`, `https://me:${CLIENT_SECRET}@proxy.example`, `x".${JWT}`]

test.each(SECRETS)('a secret in the place of another value is told by its length: %#', (secret) => {
  expect(described(secret)).toBe(`a string of ${secret.length} characters`)
})

test.each(['mypurecloud.iee', '11111111-2222-4333-8444-55555555555', 'E2E Test Closure', 'a-queue-with-a-rather-long-name'])('%s is echoed', (text) => {
  expect(described(text)).toBe(`the string ${JSON.stringify(text)}`)
})

test('so whichever option it was given as', async () => {
  const said = []
  for (const secret of SECRETS) {
    for (const options of [{ region: secret }, { deploymentId: secret }, { resource: secret }, { guard: { queueIds: [secret] } }]) {
      try {
        said.push(new GenesysClient(untyped(options)))
      } catch (error) {
        said.push(JSON.stringify(error) + error.stack)
      }
    }
    said.push(await closeConversation(secret, { apiUrl: 'http://127.0.0.1:1', accessToken: 'x' }).catch((error) => JSON.stringify(error) + error.stack))
  }
  expect(said).toHaveLength(SECRETS.length * 5)
  for (const text of said) {
    expect(text).toContain('INVALID_INPUT')
    for (const secret of [CLIENT_SECRET, JWT]) expect(text).not.toContain(secret.slice(0, 20))
  }
})

test('an error without a sentence says what it takes', () => {
  expect(() => Reflect.construct(GenesysError, ['x'])).toThrow(new TypeError('new GenesysError(code, message) takes a code of docs/errors.md and a sentence.'))
})
