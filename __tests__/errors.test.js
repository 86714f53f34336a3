'use strict'

const { GenesysClient, GenesysError, Simulator, closeConversation, isGenesysError } = require('..')
const { rejection, thrown } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const ID = '11111111-2222-4333-8444-555555555555'
/** @type {import('..').ConnectionOptions} */
const NOBODY = { apiUrl: 'http://127.0.0.1:1', loginUrl: 'http://127.0.0.1:1', accessToken: 'CANARY-token', retry: false, timeoutMs: 2_000 }

/** The first line of a stack that names a file, and whether it is this one. */
const firstFrame = (error) => error.stack.split('\n').find((line) => /^\s+at /.test(line))

describe('the stack points at the line of the caller', () => {
  const client = new GenesysClient(NOBODY)

  test.each([
    ['bad input, one-call form', () => closeConversation('x')],
    ['bad input, a method', () => client.closeConversation('x')],
    ['bad input, many', () => client.closeConversations('x')],
    ['bad input, a handle', () => client.conversation(ID).close({ wrapUp: untyped(5) })],
    ['a native failure, one-call form', () => closeConversation(ID, NOBODY)],
    ['a native failure, a method', () => client.getConversation(ID)],
    ['a native failure, look-up', () => client.findConversation({ messageId: ID })],
  ])('%s', async (_name, start) => {
    expect(firstFrame(await rejection(start))).toContain('errors.test.js')
  })

  test('what throws at once', () => {
    expect(firstFrame(thrown(() => new GenesysClient({ timeoutMs: -1 })))).toContain('errors.test.js')
    expect(firstFrame(thrown(() => client.conversation('x')))).toContain('errors.test.js')
  })

  test('a failure among many', async () => {
    const { failed: [{ error }] } = await client.closeConversations([ID])
    expect(firstFrame(error)).toContain('errors.test.js')
  })
})

describe('an error', () => {
  test('says in JSON what is known, without secrets', async () => {
    const error = await rejection(() => closeConversation(ID, NOBODY))
    const json = JSON.parse(JSON.stringify(error))
    expect(json).toMatchObject({ name: 'GenesysError', code: 'TRANSPORT', effect: 'none', conversationId: ID })
    expect(json.docsUrl).toMatch(/docs\/errors\.md#transport$/)
    expect(`${error.stack}${JSON.stringify(json)}`).not.toContain('CANARY')
  })

  test('repeats its hint in the message', () => {
    const error = new GenesysError('DECODE', 'What.', { hint: 'How.' })
    expect(error).toMatchObject({ message: 'DECODE: What.\nHow.', hint: 'How.' })
    expect(error.toJSON()).not.toHaveProperty('status')
  })

  test('shows every letter that a terminal obeys as its number, and no other', () => {
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code)).filter((letter) => letter !== '\n')
    const shown = (letter) => new GenesysError('DECODE', letter, { hint: '.' }).message === `DECODE: ${letter}\n.`
    expect(all.filter((letter) => !shown(letter))).toEqual(all.filter((letter) => /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(letter)))
  })

  test('begins its message with its code, once, and names the conversation, once', () => {
    const fields = { conversationId: ID, hint: 'How.' }
    const error = new GenesysError('NOT_CLOSED', 'Still open.', fields)
    expect(error.message).toBe(`NOT_CLOSED: Still open. Conversation ${ID}.\nHow.`)
    expect(new GenesysError(error.code, error.message, fields).message).toBe(error.message)
    expect(new GenesysError('NOT_FOUND', `${ID} is gone.`, fields).message).toBe(`NOT_FOUND: ${ID} is gone.\nHow.`)
  })

  test('acts on no terminal, whatever a server wrote', () => {
    const { message, hint } = new GenesysError('REJECTED', 'a\u001b[2Jb\u202ec', { hint: 'd\u0007e' })
    expect([message, hint]).toEqual(['REJECTED: a\\u{1b}[2Jb\\u{202e}c\nd\\u{7}e', 'd\\u{7}e'])
  })

  test('does not name a wait that is not told', () => {
    expect(new GenesysError('RATE_LIMITED', 'Spent.', {}).hint).not.toContain('retryAfterMs')
    expect(new GenesysError('RATE_LIMITED', 'Spent.', { retryAfterMs: 5 }).hint).toContain('retryAfterMs')
  })

  test('is recognized across copies of the package', () => {
    const error = thrown(() => new GenesysClient({ timeoutMs: -1 }))
    jest.resetModules()
    const copy = require('..')
    expect(copy.GenesysError).not.toBe(GenesysError)
    expect(error).not.toBeInstanceOf(copy.GenesysError)
    expect(copy.isGenesysError(error)).toBe(true)
    expect(copy.isGenesysError(error, 'INVALID_INPUT')).toBe(true)
    expect(copy.isGenesysError(error, 'TIMEOUT')).toBe(false)
    expect([new Error('x'), null, undefined, { code: 'TIMEOUT' }].map((other) => isGenesysError(other))).toEqual([false, false, false, false])
  })
})

test('after jest.resetModules the addon works as before', async () => {
  jest.resetModules()
  const copy = require('..')
  const simulator = await copy.Simulator.start({ wrapUp: { required: false } })
  const { conversationId } = await simulator.openConversation()
  const report = await copy.closeConversation(conversationId, simulator.connection)
  await simulator.stop()
  expect(report.outcome).toBe('closed')
  expect(copy.Simulator).not.toBe(Simulator)
})
