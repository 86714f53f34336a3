'use strict'

const { GenesysClient, Simulator } = require('..')
const { lineBefore } = require('./support/line')

const WRAP_UP = 'E2E Test Closure'
const RESOURCES = ['messages', 'messaging']
const WRITES = { messages: 'PATCH', messaging: 'PUT' }
const isWrite = ({ method, path }) => method !== 'GET' && path.startsWith('/api/')

/** The requests of a close, as faults meet them; a conversation is read first and again. */
const requestsOf = (resource) => ({
  'log in': { method: 'POST', path: '/oauth/token' },
  'first read': { method: 'GET', path: new RegExp(`/conversations/${resource}/[^/]+$`), nth: 1 },
  'wrap-up codes': { method: 'GET', path: /wrapupcodes/ },
  write: { method: WRITES[resource] },
  'verifying read': { method: 'GET', path: new RegExp(`/conversations/${resource}/[^/]+$`), nth: 2 },
})

const MOMENTS = {
  'before it is done': { stall: 'before' },
  'after it is done': { stall: 'after' },
  'before it is repeated': { respond: { status: 429, retryAfterSeconds: 20 } },
}

const cells = RESOURCES.flatMap((resource) =>
  Object.keys(requestsOf(resource)).flatMap((request) => Object.keys(MOMENTS).map((moment) => [resource, request, moment])))

describe('aborting at every step, by an AbortSignal', () => {
  let simulator
  let line

  beforeAll(async () => {
    simulator = await Simulator.start({ settleMs: 0 })
    line = await lineBefore(simulator)
  })
  beforeEach(() => simulator.reset())
  afterAll(async () => {
    await line.stop()
    await simulator.stop()
  })

  const begin = (resource, conversationId) => {
    const client = new GenesysClient({ ...simulator.connection, apiUrl: line.url, loginUrl: line.url, resource })
    const stop = new AbortController()
    let isLimited
    const limited = new Promise((resolve) => { isLimited = resolve })
    const onStep = ({ status = undefined }) => { if (status === 429) isLimited() }
    const closing = client.closeConversation(conversationId, { wrapUp: WRAP_UP, signal: stop.signal, onStep })
    return { client, stop, limited, settled: closing.then(() => undefined, (error) => error) }
  }

  test.each(cells)('%s, %s, %s', async (resource, request, moment) => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const fault = simulator.fault({ on: requestsOf(resource)[request], ...MOMENTS[moment] })
    const isRepeated = moment === 'before it is repeated'
    const { client, stop, limited, settled } = begin(resource, conversationId)
    while (fault.hits === 0) await new Promise(setImmediate)
    if (isRepeated) await limited
    const before = simulator.requests().filter(isWrite).length
    stop.abort()
    const error = await settled
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', operation: 'closeConversation' })
    await client.dispose()
    while (line.open() > 0) await new Promise(setImmediate)

    // Every connection has ended: nothing more can come in.
    expect(simulator.requests().filter(isWrite)).toHaveLength(before)
    expect(fault.hits).toBe(1)
    const { effects, state } = await simulator.conversation(conversationId)
    const landed = effects.participantDisconnects + effects.conversationDisconnects
    const isDone = (request === 'write' && moment === 'after it is done') || request === 'verifying read'
    expect({ landed, state }).toEqual({ landed: isDone ? 1 : 0, state: isDone ? 'closed' : 'open' })
    const ofWrite = isRepeated ? 'none' : 'unknown'
    expect(error.effect).toBe({ write: ofWrite, 'verifying read': 'done' }[request] ?? 'none')
    if (isRepeated) expect(error.attempts).toBe(request === 'verifying read' ? 2 : 1)
  })
})
