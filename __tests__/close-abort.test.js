'use strict'

const { GenesysClient, Simulator, closeConversation } = require('..')
const { rejection } = require('./support/rejection')

const WRAP_UP = 'E2E Test Closure'
const closing = (simulator, conversationId, more) => () =>
  closeConversation(conversationId, { ...simulator.connection, wrapUp: WRAP_UP, ...more })
const isWrite = ({ method, path }) => method !== 'GET' && path.startsWith('/api/')

describe('aborting a close', () => {
  let simulator

  beforeAll(async () => {
    simulator = await Simulator.start({ settleMs: 1 })
  })
  beforeEach(() => simulator.reset())
  afterAll(() => simulator.stop())

  test('a signal that is aborted already: nothing is sent, and the reason is the cause', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const reason = new Error('the test is over')
    const before = simulator.requests().length
    const error = await rejection(closing(simulator, conversationId, { signal: AbortSignal.abort(reason) }))
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', effect: 'none', cause: reason })
    expect(simulator.requests()).toHaveLength(before)
  })

  test('during the first read: no write follows, and the conversation stays open', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const stall = simulator.fault({ on: { method: 'GET', path: /\/conversations\/messages\// }, delayMs: 60_000 })
    const stop = new AbortController()
    const ended = rejection(closing(simulator, conversationId, { signal: stop.signal }))
    while (stall.hits === 0) await new Promise(setImmediate)
    stop.abort()
    const error = await ended
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'none', conversationId, operation: 'closeConversation' })
    expect(simulator.requests().filter(isWrite)).toEqual([])
    expect((await simulator.conversation(conversationId)).state).toBe('open')
  })

  test('while a write is under way: its effect is unknown', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const stall = simulator.fault({ on: { method: 'PATCH' }, delayMs: 60_000 })
    const stop = new AbortController()
    const ended = rejection(closing(simulator, conversationId, { signal: stop.signal }))
    while (stall.hits === 0) await new Promise(setImmediate)
    stop.abort()
    expect(await ended).toMatchObject({ code: 'ABORTED', effect: 'unknown' })
  })

  test('after the write was accepted: the effect is done, and the report says what was sent', async () => {
    simulator.sabotage('accepts-but-ignores')
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const stop = new AbortController()
    const onStep = ({ method, status }) => { if (method === 'PATCH' && status === 202) stop.abort() }
    const error = await rejection(closing(simulator, conversationId, { signal: stop.signal, onStep }))
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'done' })
    expect(error.report.steps.map(({ name }) => name)).toContain('disconnect the agent')
  })

  test('disposing of the client aborts what is running', async () => {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    const stall = simulator.fault({ on: { method: 'GET', path: /\/conversations\/messages\// }, delayMs: 60_000 })
    const client = new GenesysClient(simulator.connection)
    const ended = rejection(() => client.closeConversation(conversationId, { wrapUp: WRAP_UP }))
    while (stall.hits === 0) await new Promise(setImmediate)
    await client.dispose()
    expect(await ended).toMatchObject({ code: 'ABORTED', effect: 'none' })
  })
})
