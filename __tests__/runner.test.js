'use strict'

const { defaultMs, patienceOf, tellRest, withinTest } = require('../build/surroundings/runner')
const { resolveConnection } = require('../build/client/connection')

const LOOPBACK = { apiUrl: 'http://127.0.0.1:9', loginUrl: 'http://127.0.0.1:9', clientId: 'i', clientSecret: 's' }

afterEach(() => tellRest(undefined))

test("a default deadline ends before the running test's own", () => {
  expect(defaultMs(60_000)).toBeLessThanOrEqual(1_500)
  expect(defaultMs(60_000)).toBeGreaterThan(0)
  expect(defaultMs(100)).toBe(100)
}, 2_000)

test('one that was given is taken as it is', () => {
  expect(patienceOf(resolveConnection({ ...LOOPBACK, timeoutMs: 9_000 }, 'test'))).toBe(9_000)
  expect(patienceOf(resolveConnection(LOOPBACK, 'test'))).toBeLessThanOrEqual(1_500)
}, 2_000)

test.each([
  ['a rest that is known', 3_000, 2_500],
  ['more rest than is needed', 90_000, 30_000],
  ['no limit', undefined, 30_000],
  ['a rest that is used up', 400, 30_000],
])('of our fixtures: %s', (_what, rest, expected) => {
  tellRest(() => rest)
  expect(defaultMs(30_000)).toBe(expected)
})

test('Vitest tells a matcher the time of its task', () => {
  expect(withinTest(5_000, 2_000)).toBe(1_500)
})
