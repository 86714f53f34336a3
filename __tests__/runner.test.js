'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { rejection } = require('./support/rejection')
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

test('so does one of a guest beside a client, whatever else of its connection was said', async () => {
  const simulator = await Simulator.start()
  const client = new GenesysClient(simulator.connection)
  const guests = await Promise.all([{}, simulator.connection].map((more) => GuestSession.connect({ ...more, client })))
  const errors = await Promise.all(guests.map((guest) => rejection(() => guest.closed())))
  expect(errors.map(({ code }) => code)).toEqual(['GUEST_NOT_TOLD', 'GUEST_NOT_TOLD'])
  await Promise.all([...guests, client].map((each) => each.dispose()))
  await simulator.stop()
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
