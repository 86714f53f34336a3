'use strict'

const mockSeen = []

jest.mock('../build/boundary/binding', () => {
  const { binding } = require('./support/fake-binding')
  class NativeGuest {
    async connect(connection) {
      mockSeen.push(connection)
      return { error: { code: 'TRANSPORT', message: 'nobody is there' } }
    }
  }
  return { binding: { ...binding, NativeGuest } }
})

const { GenesysClient, GuestSession } = require('../build/entries')
const { rejection } = require('./support/rejection')

const environment = { ...process.env }
const DEPLOYMENT = '11111111-2222-4333-8444-555555555555'

beforeEach(() => {
  mockSeen.length = 0
  process.env.PLAYWRIGHT_GENESYS_API_URL = 'http://127.0.0.1:1'
  process.env.PLAYWRIGHT_GENESYS_GUEST_URL = 'ws://127.0.0.1:1'
})
afterEach(() => { process.env = { ...environment } })

async function hostsOf(options) {
  await rejection(() => GuestSession.connect(options))
  const [{ region, apiUrl, guestUrl }] = mockSeen
  return { region, apiUrl, guestUrl }
}

test("a guest of a client goes to the client's org, whatever address the environment names", async () => {
  const client = new GenesysClient({ region: 'eu-west-1', accessToken: 't' })
  expect(await hostsOf({ client, deploymentId: DEPLOYMENT })).toEqual({ region: 'eu-west-1' })
})

test('an address that is given goes before that of the client', async () => {
  const client = new GenesysClient({ region: 'eu-west-1', accessToken: 't' })
  expect(await hostsOf({ client, guestUrl: 'ws://127.0.0.1:2' })).toEqual({ region: 'eu-west-1', guestUrl: 'ws://127.0.0.1:2' })
})

test('a guest of its own goes where the environment says', async () => {
  expect(await hostsOf({ deploymentId: DEPLOYMENT })).toEqual({ apiUrl: 'http://127.0.0.1:1', guestUrl: 'ws://127.0.0.1:1' })
})
