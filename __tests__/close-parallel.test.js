'use strict'

const { GenesysClient, Simulator } = require('..')

const CLOSES = 200
const SEED = 20_261_122

/** A small seeded generator, so that a failing run can be repeated (mulberry32). */
function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What may happen to a request: each is set at several random places in the stream. */
const CONFLICT = { 'a conflict': { respond: { status: 409, body: { code: 'general.conflict', status: 409, message: 'x' } } } }
const TROUBLES = {
  'a spent budget': { respond: { status: 429, retryAfterSeconds: 0 } },
  'a server error': { respond: { status: 500 } },
  'a cut before the effect': { cut: 'before' },
  'a cut after the effect': { cut: 'after' },
}

/** So many different places among the first `among`. */
function places(random, among, count) {
  const chosen = new Set()
  while (chosen.size < count) chosen.add(1 + Math.floor(random() * among))
  return [...chosen]
}

/** Sets each trouble on the given requests four times, each at a place of its own: at most one rule acts on a request. */
function trouble(simulator, random, on) {
  const troubles = Object.entries(on.method === 'GET' ? TROUBLES : { ...TROUBLES, ...CONFLICT })
  return places(random, CLOSES, 4 * troubles.length).map((nth, index) => {
    const [name, does] = troubles[index % troubles.length]
    return { name: `${name} at ${on.method} ${nth}`, fault: simulator.fault({ on: { ...on, nth }, ...does }) }
  })
}

/** By the server's own count: one disconnect, one wrap-up, one end. */
function tookEffectOnce({ participantDisconnects, conversationDisconnects, wrapUps, ends }) {
  return participantDisconnects + conversationDisconnects === 1 && wrapUps === 1 && ends === 1
}

describe.each([
  ['messages', [{ method: 'PATCH', path: /\/participants\// }, { method: 'GET', path: /\/conversations\/messages\/[^/]+$/ }]],
  ['messaging', [{ method: 'PUT', path: /\/conversations\/messaging\// }, { method: 'GET', path: /\/conversations\/messaging\// }]],
])(`${CLOSES} closes in parallel on %s, with random conflicts, limits, errors and cuts`, (resource, streams) => {
  let simulator

  beforeAll(async () => {
    simulator = await Simulator.start({ resource: 'both', settleMs: 5 })
  })
  afterAll(() => simulator.stop())

  test('all end closed, each write takes effect exactly once, and every fault is met', async () => {
    const random = seeded(SEED)
    const opened = await Promise.all(Array.from({ length: CLOSES }, () => simulator.openConversation({ agent: 'connected' })))
    const faults = streams.flatMap((on) => trouble(simulator, random, on))
    const client = new GenesysClient({ ...simulator.connection, resource, retry: { baseDelayMs: 5, maxDelayMs: 50 } })

    const closing = opened.map(({ conversationId }) => client.closeConversation(conversationId, { wrapUp: 'E2E Test Closure' }))
    const reports = await Promise.all(closing)
    await client.dispose()

    const records = await Promise.all(opened.map(({ conversationId }) => simulator.conversation(conversationId)))
    expect(reports.filter(({ outcome }) => outcome === 'closed')).toHaveLength(CLOSES)
    expect(records.filter(({ state }) => state !== 'closed')).toEqual([])
    expect(records.filter(({ effects }) => !tookEffectOnce(effects))).toEqual([])
    expect(faults.filter(({ fault }) => fault.hits === 0).map(({ name }) => name)).toEqual([])
  }, 60_000)
})
