'use strict'

const { GenesysClient, Simulator } = require('..')

/** What a verified close costs, by the simulator's own journal. */
/** @type {[RegExp, string][]} */
const PLACES = [
  [/\/wrapupcodes/, 'codes'],
  [/\/participants\//, 'participant'],
  [/\/conversations\//, 'conversation'],
]
const named = ({ method, path }) => `${method} ${PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? path}`

describe.each([
  ['messages', ['GET conversation', 'GET codes', 'PATCH participant', 'GET conversation'], ['GET conversation', 'PATCH participant', 'GET conversation']],
  ['messaging', ['GET codes', 'GET conversation', 'GET conversation', 'PUT conversation'], ['GET conversation', 'PUT conversation', 'GET conversation']],
])('the cost of a close by name on %s', (resource, cold, warm) => {
  let simulator
  let client

  beforeAll(async () => {
    // The change shows long before the first verifying read.
    simulator = await Simulator.start({ resource: 'both', settleMs: 0 })
    client = new GenesysClient({ ...simulator.connection, resource })
  })
  afterAll(async () => {
    await client.dispose()
    await simulator.stop()
  })

  async function costOfAClose() {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const before = simulator.requests({ path: /^\/api\// }).length
    const report = await client.closeConversation(conversationId, { wrapUp: 'E2E Test Closure' })
    const requests = simulator.requests({ path: /^\/api\// }).slice(before)
    expect(report.outcome).toBe('closed')
    expect(report.requests).toBe(requests.length)
    return requests.map(named)
  }

  test('the first time one list more, then three requests each', async () => {
    const first = await costOfAClose()
    expect(resource === 'messaging' ? first.sort() : first).toEqual(cold)
    for (let again = 0; again < 5; again += 1) expect(await costOfAClose()).toEqual(warm)
  })

  test('one login serves all of them', () => {
    expect(simulator.requests({ method: 'POST', path: '/oauth/token' })).toHaveLength(1)
  })
})
