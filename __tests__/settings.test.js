'use strict'

const { checkGenesysOptions, checkGuestOptions, checkSettings } = require('../build/playwright/settings')
const { untyped } = require('./support/untyped')

/** What a check says of it; nothing where it is right. */
function said(check, value) {
  try {
    check(untyped(value))
    return undefined
  } catch (error) {
    return error.message
  }
}

const SETTINGS = { cleanup: 'always', attach: 'on-failure', leaks: 'close', texts: false, record: /** @type {const} */ (false), guestOptions: {} }

test.each([
  ['the usual', checkSettings, SETTINGS],
  ['a recording of each test', checkSettings, { ...SETTINGS, record: 'run.jsonl' }],
  ['all of a page', checkGuestOptions, { closedLocator: () => {}, closedEvent: 'chat.closed', door: false }],
  ['a connection', checkGenesysOptions, { mode: 'live', region: 'eu-west-1', guard: { attributes: { run: '7' } }, deploymentId: undefined, simulator: {} }],
])('%s is right', (_name, check, value) => {
  expect(said(check, value)).toBeUndefined()
})

test.each([
  ['a guard that is misspelt', checkGenesysOptions, { gaurd: { attributes: { run: '7' } } }, /^INVALID_INPUT: genesysOptions\.gaurd .*unknown option[\s\S]*Did you mean genesysOptions\.guard\?/],
  ['an option inside the guard', checkGenesysOptions, { guard: { attribute: {} } }, /genesysOptions\.guard\.attribute .*unknown option/],
  ['a mode in another case', checkGenesysOptions, { mode: 'Live' }, /genesysOptions\.mode is not acceptable: got .*Live/],
  ['whom to ask', checkSettings, { ...SETTINGS, guestOptions: { closedLocater: () => {} } }, /guestOptions\.closedLocater .*unknown option[\s\S]*Did you mean guestOptions\.closedLocator\?/],
  ['a locator that is a text', checkGuestOptions, { closedLocator: 'text=closed' }, /guestOptions\.closedLocator is not acceptable: .*a function/],
  ['an event that is a pattern', checkGuestOptions, { closedEvent: /x/ }, /guestOptions\.closedEvent is not acceptable/],
  ['what becomes of leaks', checkSettings, { ...SETTINGS, leaks: 'Fail' }, /genesysLeaks is not acceptable: got .*Fail/],
  ['a recording of no name', checkSettings, { ...SETTINGS, record: true }, /genesysRecord is not acceptable/],
  ['when to clean up', checkSettings, { ...SETTINGS, cleanup: 'sometimes' }, /genesysCleanup is not acceptable/],
])('%s is refused by its name', (_name, check, value, words) => {
  expect(said(check, value)).toMatch(words)
})
