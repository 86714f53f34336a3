'use strict'

const { matchers } = require('../../dist/matchers')
const { useOrg } = require('../support/matchers-org')
const { rejection } = require('../support/rejection')

expect.extend(matchers)

const SECRET = 'e5343bd36d4441cb8f5caad434f7d188599e2ad644004366b5220305399f2509'
const org = useOrg()

describe('what cannot be asked', () => {
  const ID = '11111111-2222-4333-8444-555555555555'

  test.each([
    ['a promise', Promise.resolve(), 'A promise came: await it first.'],
    ['an id', ID, 'Of an id, client.conversation(id) makes what can be asked.'],
    ['a page', { goto() {} }, 'A page came; its guest is what can be asked.'],
    ['nothing', undefined, 'got missing'],
    ['a secret', SECRET, 'got a string of 64 characters'],
  ])('%s is refused by each matcher, saying what would do', async (_, subject, hint) => {
    for (const name of Object.keys(matchers)) {
      const error = await rejection(() => expect(subject)[name]('x', 'y'))
      expect(error).toMatchObject({ code: 'INVALID_INPUT', operation: name })
      expect(error.message).toContain(hint)
      expect(error.message).not.toContain(SECRET)
    }
  })

  test.each([
    ['toBeClosed', [{ mode: 'readonly' }], "Did you mean 'ReadOnly'?"],
    ['toBeClosed', [{ timeoutMs: 5 }], 'Did you mean timeout?'],
    ['toBeClosed', [{ mode: 'Send', kind: 'expired' }], "got a mode beside kind 'expired'"],
    ['toBeClosed', [{ staysForMs: 500, timeout: 500 }], 'less than timeout, which is 500'],
    ['toBeOpen', [{ timeout: 0 }], 'got the number 0'],
    ['toBeOpen', ['soon'], 'options is not acceptable'],
    ['toHaveSent', [], 'match is not acceptable'],
    ['toHaveReceived', ['  '], 'match is not acceptable'],
  ])('%s(%j) is refused', async (name, given, text) => {
    const guest = { events: [], testify: () => {} }
    const error = await rejection(() => expect(guest)[name](...given))
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(error.message).toContain(text)
  })

  test.each([
    ['toHaveParticipantState', [], 'purpose is not acceptable'],
    ['toHaveParticipantState', ['agent', 5], 'state is not acceptable'],
    ['toBeWrappedUp', [null], 'code is not acceptable'],
  ])('%s(%j) is refused', async (name, given, text) => {
    const error = await rejection(() => expect(org.client.conversation(ID))[name](...given))
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(error.message).toContain(text)
  })
})

test('the deadline is the runner\'s where it has one, 0 meaning none, 5 s where it has not, and never beyond the test', async () => {
  const { checkMatcherOptions } = require('../../build/matchers/options')
  const timeoutOf = (context, given) => checkMatcherOptions(context, 'toBeOpen', 'ToBeOpenOptions', given).timeout
  const timeouts = [timeoutOf({}), timeoutOf({ timeout: 70 }), timeoutOf({ timeout: 70 }, { timeout: 9 })]
  expect(timeouts).toEqual([5_000, 70, 9])
  expect(timeoutOf({ timeout: 0 })).toBeLessThan(30_000)
  expect(timeoutOf({ timeout: 0, task: { timeout: 2_000 } })).toBe(1_500)
})
