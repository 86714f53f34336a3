'use strict'

jest.mock('../build/boundary/binding', () => require('./support/fake-binding'))

const { GenesysClient, closeConversation } = require('../build/entries')
const { report, reset, script } = require('./support/fake-binding')
const { rejection } = require('./support/rejection')

const ID = '11111111-2222-4333-8444-555555555555'
const LOOPBACK = { apiUrl: 'http://127.0.0.1:9', loginUrl: 'http://127.0.0.1:9' }

beforeEach(reset)
afterEach(() => jest.restoreAllMocks())

/** A close that does not end by itself; resolves with what the addon was given once it runs. */
function endless() {
  return new Promise((started) => {
    script.onClose = (given) => {
      started(given)
      return new Promise(() => {})
    }
  })
}

describe('what crosses into the addon', () => {
  test.each(/** @type {[string, import('..').CloseOptions, object][]} */ ([
    ['nothing', {}, { strategy: 'auto' }],
    ['a name', { wrapUp: 'E2E Test Closure' }, { strategy: 'auto', wrapUp: { name: 'E2E Test Closure' } }],
    ['an id', { wrapUp: ID.toUpperCase() }, { strategy: 'auto', wrapUp: { id: ID } }],
    ['the long form', { wrapUp: { pick: 'first', notes: '' } }, { strategy: 'auto', wrapUp: { pick: 'first', notes: '' } }],
    ['everything', { strategy: 'agent', timeoutMs: 5, guard: { queueIds: [ID] } }, { strategy: 'agent', timeoutMs: 5, guard: { queueIds: [ID] } }],
  ]))('%s', async (_name, options, expected) => {
    await new GenesysClient(LOOPBACK).closeConversation(ID, options)
    expect(script.calls).toEqual([{ name: 'closeConversation', id: ID, options: { timeoutMs: expect.any(Number), ...expected } }])
  })

  test('the one-call form splits connection and close, and lets go', async () => {
    await closeConversation(ID, { ...LOOPBACK, clientId: 'i', clientSecret: 's', guard: { queueIds: [ID] }, timeoutMs: 9, wrapUp: 'x' })
    const [client] = script.clients
    expect(client.connection).toMatchObject({ ...LOOPBACK, clientId: 'i', timeoutMs: 9 })
    expect(client.connection).not.toHaveProperty('guard')
    expect(script.calls[0].options).toEqual({ strategy: 'auto', wrapUp: { name: 'x' }, guard: { queueIds: [ID] }, timeoutMs: 9 })
  })

  test('what the addon answers as an error is thrown with its fields', async () => {
    script.onClose = async () => ({ error: { code: 'NOT_CLOSED', message: 'The agent is still connected.', effect: 'unknown', attempts: 2, report: { requests: 4 } } })
    await expect(closeConversation(ID, LOOPBACK)).rejects.toMatchObject({
      name: 'GenesysError', code: 'NOT_CLOSED', message: 'NOT_CLOSED: The agent is still connected.', effect: 'unknown', attempts: 2, report: { requests: 4 },
    })
  })

  const TOLD = ['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED', 'REJECTED', 'UNAVAILABLE', 'TIMEOUT', 'TRANSPORT', 'DECODE']

  test.each(TOLD)('%s says what to do next, also where the addon did not', async (code) => {
    script.onClose = async () => ({ error: { code, message: 'What.' } })
    const error = await rejection(() => closeConversation(ID, LOOPBACK))
    expect(error.hint).toMatch(/^[A-Z].{20,}\.$/)
    expect(error.message).toBe(`${code}: What.\n${error.hint}`)
  })

  test.each(TOLD)('%s keeps the hint of the addon', async (code) => {
    script.onClose = async () => ({ error: { code, message: 'What.', hint: 'How.' } })
    expect(await rejection(() => closeConversation(ID, LOOPBACK))).toMatchObject({ hint: 'How.', message: `${code}: What.\nHow.` })
  })

  test.each(['ABORTED', 'INVALID_INPUT'])('%s has no hint of its own', async (code) => {
    script.onClose = async () => ({ error: { code, message: 'What.' } })
    const error = await rejection(() => closeConversation(ID, LOOPBACK))
    expect(error.message).toBe(`${code}: What.`)
    expect(error).not.toHaveProperty('hint')
  })

  test('the other calls', async () => {
    const client = new GenesysClient(LOOPBACK)
    await client.getConversation(ID, { timeoutMs: 7 })
    await client.listWrapUpCodes()
    await client.listWrapUpCodes({ conversationId: ID, participantId: ID })
    await expect(client.findConversation({ messageId: '0'.repeat(32) })).rejects.toMatchObject({ code: 'NOT_FOUND', attempts: 4, elapsedMs: 900 })
    expect(script.calls).toEqual([
      { name: 'getConversation', id: ID, options: { timeoutMs: 7 } },
      { name: 'listWrapUpCodes', of: {}, options: { timeoutMs: expect.any(Number) } },
      { name: 'listWrapUpCodes', of: { conversationId: ID, participantId: ID }, options: { timeoutMs: expect.any(Number) } },
      { name: 'findConversation', messageId: '0'.repeat(32), options: { timeoutMs: expect.any(Number) } },
    ])
  })

  test('a handle names its conversation and asks for it', async () => {
    const handle = new GenesysClient(LOOPBACK).conversation(ID)
    expect(handle.id).toBe(ID)
    expect(await handle.get()).toMatchObject({ id: ID, state: 'open' })
    expect(await handle.close()).toMatchObject({ conversationId: ID, outcome: 'closed' })
  })
})

describe('the report', () => {
  test('has a summary that JSON does not see', async () => {
    const closed = await new GenesysClient(LOOPBACK).closeConversation(ID)
    expect(Object.keys(closed)).not.toContain('summary')
    expect(JSON.parse(JSON.stringify(closed))).toEqual(report(ID))
    expect(closed.summary()).toBe(
      'The conversation was closed on messages, by disconnecting its agent. The wrap-up code "Resolved" was applied. '
      + 'The server saw the close. The agent is free.',
    )
  })

  test.each([
    [{ outcome: 'already-closed', strategy: 'none', wrapUp: { status: 'not-needed', reason: 'no-agent' }, agents: [] }],
    [{ strategy: 'teardown', wrapUp: { status: 'system' } }],
    [{ resource: 'messaging', strategy: 'conversation', wrapUp: { status: 'pending', reason: 'not-seen-yet', detail: 'after 60 ms' } }],
    [{
      witnesses: { server: { saw: 'closed' }, wire: { saw: 'closed', mode: 'ReadOnly', detail: 'after 40 ms' }, page: { saw: 'open', detail: 'x' } },
      agents: [{ free: false }, { free: true }],
    }],
  ])('reads as one paragraph without times and ids: %j', async (fields) => {
    script.onClose = async ({ id }) => ({ ok: report(id, fields) })
    const summary = (await new GenesysClient(LOOPBACK).closeConversation(ID)).summary()
    expect(summary).not.toMatch(/\d ?ms|[0-9a-f]{8}-|undefined|\n/)
    expect(summary).toMatchSnapshot()
  })
})

describe('callbacks', () => {
  test('steps come in order, before the promise settles and never after', async () => {
    const seen = []
    let late
    script.onClose = async ({ id, onStep }) => {
      onStep({ name: 'read' })
      onStep({ name: 'write' })
      late = onStep
      return { ok: report(id) }
    }
    await new GenesysClient(LOOPBACK).closeConversation(ID, { onStep: ({ name }) => seen.push(name) })
    expect(seen).toEqual(['read', 'write'])
    late({ name: 'too late' })
    expect(seen).toEqual(['read', 'write'])
  })

  test.each([
    ['throws', () => { throw new Error('in the callback') }],
    ['rejects', async () => { throw new Error('in the callback') }],
  ])('one that %s becomes a process warning, and the close goes on', async (_name, onStep) => {
    script.onClose = async ({ id, onStep: step }) => {
      step({ name: 'read' })
      return { ok: report(id) }
    }
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    await expect(new GenesysClient(LOOPBACK).closeConversation(ID, { onStep })).resolves.toMatchObject({ outcome: 'closed' })
    const [[message, { type, detail }]] = warn.mock.calls
    expect([message, type]).toEqual(['onStep threw an exception; the call goes on.', 'GenesysCallbackWarning'])
    expect(detail).toContain('in the callback')
  })
})

describe('aborting', () => {
  test('a signal stops the native work and names its reason', async () => {
    const running = endless()
    const controller = new AbortController()
    const closing = rejection(() => new GenesysClient(LOOPBACK).closeConversation(ID, { signal: controller.signal }))
    const { cancellation } = await running
    const reason = new Error('enough')
    controller.abort(reason)
    expect(await closing).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: reason, effect: 'unknown' })
    expect(cancellation.isCancelled).toBe(true)
  })

  test.each([
    ['closeConversation', (client, options) => client.closeConversation(ID, options)],
    ['closeConversations', (client, options) => client.closeConversations([ID], options)],
    ['getConversation', (client, options) => client.getConversation(ID, options)],
    ['findConversation', (client, options) => client.findConversation({ messageId: ID }, options)],
    ['listWrapUpCodes', (client, options) => client.listWrapUpCodes(undefined, options)],
    ['the one-call form', (_client, options) => closeConversation(ID, { ...LOOPBACK, ...options })],
  ])('a signal that fired before reaches %s: nothing is started', async (_name, start) => {
    const client = new GenesysClient(LOOPBACK)
    const error = await rejection(() => start(client, { signal: AbortSignal.abort('before') }))
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: 'before', effect: 'none' })
    expect(script.calls).toEqual([])
  })
})

describe('disposing', () => {
  test('aborts what is running and waits for it', async () => {
    const running = endless()
    const client = new GenesysClient(LOOPBACK)
    const closing = rejection(() => client.closeConversation(ID))
    const { cancellation } = await running
    await client.dispose()
    expect(cancellation.isCancelled).toBe(true)
    expect(await closing).toMatchObject({ code: 'ABORTED', effect: 'unknown' })
    expect((await closing).message).toContain('its client was disposed of')
  })

  test('use after it is INVALID_INPUT, from a handle too', async () => {
    const client = new GenesysClient(LOOPBACK)
    const handle = client.conversation(ID)
    await client.dispose()
    await client.dispose()
    for (const start of [() => client.closeConversation(ID), () => client.closeConversations([ID]), () => handle.get()]) {
      const error = await rejection(start)
      expect(error).toMatchObject({ code: 'INVALID_INPUT' })
      expect(error.message).toContain('disposed')
    }
    expect(script.calls).toEqual([])
  })

  test('await using disposes', async () => {
    const client = new GenesysClient(LOOPBACK)
    await client[Symbol.asyncDispose]()
    await expect(client.getConversation(ID)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})
