'use strict'

jest.mock('../build/boundary/binding', () => require('./support/fake-binding'))

const { GenesysClient, GuestSession, closeConversation } = require('../build/entries')
const { reset, script } = require('./support/fake-binding')
const { rejection, thrown } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const ID = '11111111-2222-4333-8444-555555555555'
const LOOPBACK = { apiUrl: 'http://127.0.0.1:9', loginUrl: 'http://127.0.0.1:9' }

beforeEach(reset)

function expectInvalid(error, field, texts) {
  expect(error).toMatchObject({ name: 'GenesysError', code: 'INVALID_INPUT', effect: 'none', attempts: 0, retryable: false })
  expect(error.message.startsWith(`INVALID_INPUT: ${field} is not acceptable: got `)).toBe(true)
  for (const text of texts) expect(error.message).toContain(text)
  expect(script.calls).toEqual([])
}

const BAD_IDS = [
  ['nothing', undefined, 'missing'],
  ['null', null, 'null'],
  ['a number', untyped(5), 'the number 5'],
  ['not a UUID', 'not-a-uuid', 'the string "not-a-uuid"'],
  ['a blank', '   ', 'a blank string'],
  ['an empty string', '', 'a blank string'],
  ['a blank at the end', `${ID} `, 'blanks'],
  ['a line break', `${ID}\n`, 'control characters'],
  ['a NUL', `${ID}\0`, 'control characters'],
  ['path characters', `../${ID}`, 'path characters'],
  ['an encoded slash', `${ID}%2f..`, 'path characters'],
  ['a query', `${ID}?x=1`, 'path characters'],
  ['a full URL', `https://apps.mypurecloud.ie/directory/#/engage/${ID}`, 'Pass the id alone'],
  ['braces', `{${ID}}`, 'no braces'],
  ['a URN', `urn:uuid:${ID}`, 'urn:uuid:'],
  ['a message id', '0123456789abcdef0123456789abcdef', 'findConversation'],
  ['a very long string', 'x'.repeat(5000), 'a string of 5000 characters'],
]

describe('a conversation id', () => {
  test.each(BAD_IDS)('%s is refused everywhere', async (_name, id, text) => {
    const client = new GenesysClient(LOOPBACK)
    expectInvalid(await rejection(() => closeConversation(id, LOOPBACK)), 'conversationId', [text])
    expectInvalid(await rejection(() => client.closeConversation(id)), 'conversationId', [text])
    expectInvalid(await rejection(() => client.getConversation(id)), 'conversationId', [text])
    expectInvalid(thrown(() => client.conversation(id)), 'conversationId', [text])
  })
})

const GUARD_ACCEPTS = 'at least one clause'
const UNSAFE = 'Only this machine may be spoken to in clear text'

/** [what, options, field, texts in the message] */
/** @type {[string, {}, string, string[]][]} */
const BAD_CONNECTIONS = [
  ['null', null, 'options', ['null']],
  ['a string', 'eu-west-1', 'options', ['the string "eu-west-1"']],
  ['an array', [], 'options', ['an array of 0']],
  ['a promise', Promise.resolve({}), 'options', ['an instance of Promise']],
  ['an instance without options', new (class Simulator {})(), 'options', ['an instance of Simulator']],
  ['an unknown name', { regoin: 'eu-west-1' }, 'regoin', ['an unknown option', 'Did you mean region?']],
  ['a name in other case', { timeoutms: 5 }, 'timeoutms', ['Did you mean timeoutMs?']],
  ['a name cut short', { timeout: 5 }, 'timeout', ['Did you mean timeoutMs?']],
  ['an unknown name inside', { retry: { attempts: 2 } }, 'retry.attempts', ['an unknown option', 'maxAttempts']],
  ['an unknown name like nothing', { zzzzzzzz: 1 }, 'zzzzzzzz', ['accepted: region, clientId']],
  ['null for an option', { region: null }, 'region', ['null']],
  ['us1', { region: 'us1' }, 'region', ['us-east-1 (mypurecloud.com)', 'eu-west-1 (mypurecloud.ie)']],
  ['a mistyped region', { region: 'eu-wst-1' }, 'region', ['Did you mean eu-west-1?']],
  ['a region with a scheme', { region: 'https://mypurecloud.ie' }, 'region', ['a URL', 'has no scheme']],
  ['a region with a service', { region: 'api.mypurecloud.ie' }, 'region', ['mypurecloud.ie']],
  ['a region with a path', { region: 'mypurecloud.ie/api' }, 'region', ['mypurecloud.ie/api']],
  ['a region that is an IP address', { region: '127.0.0.1' }, 'region', ['"127.0.0.1"']],
  ['a blank region', { region: ' ' }, 'region', ['blank']],
  ['an empty client id', { clientId: '', clientSecret: 's' }, 'clientId', ['an empty string']],
  ['a blank secret', { clientId: 'i', clientSecret: ' \t' }, 'clientSecret', ['a blank string']],
  ['a secret with a line break', { clientId: 'i', clientSecret: 'abc\n' }, 'clientSecret', ['white space']],
  ['an empty token', { accessToken: '' }, 'accessToken', ['an empty string']],
  ['a client id alone', { clientId: 'i' }, 'clientSecret', ['nothing, beside clientId']],
  ['a secret alone', { clientSecret: 's' }, 'clientId', ['nothing, beside clientSecret']],
  ['a token beside a client', { accessToken: 't', clientId: 'i', clientSecret: 's' }, 'accessToken', ['one of the two']],
  ['a token beside half a client', { accessToken: 't', clientSecret: 's' }, 'accessToken', ['one of the two']],
  ['http to a real host', { apiUrl: 'http://api.mypurecloud.ie' }, 'apiUrl', ['http to api.mypurecloud.ie', UNSAFE]],
  ['http to a host that looks local', { loginUrl: 'http://127.0.0.1.example.com' }, 'loginUrl', [UNSAFE]],
  ['ws to a real host', { guestUrl: 'ws://webmessaging.mypurecloud.ie' }, 'guestUrl', [UNSAFE]],
  ['https for the socket', { guestUrl: 'https://webmessaging.mypurecloud.ie' }, 'guestUrl', ['wss']],
  ['another scheme', { configUrl: 'ftp://example.com' }, 'configUrl', ['the scheme ftp']],
  ['no address', { apiUrl: 'api.mypurecloud.ie' }, 'apiUrl', ['no address']],
  ['an address with a password', { apiUrl: 'https://user:canary@example.com' }, 'apiUrl', ['user or password']],
  ['an address with a query', { apiUrl: 'https://example.com/?a=1' }, 'apiUrl', ['query']],
  ['a deployment that is no id', { deploymentId: 'mine' }, 'deploymentId', ['"mine"', 'UUID']],
  ['an unknown resource', { resource: 'message' }, 'resource', ["Did you mean 'messages'?"]],
  ['a resource of another type', { resource: 1 }, 'resource', ["'auto', 'messages', 'messaging'"]],
  ['no time', { timeoutMs: 0 }, 'timeoutMs', ['the number 0', 'from 1 to 3600000']],
  ['negative time', { timeoutMs: -1 }, 'timeoutMs', ['the number -1']],
  ['NaN', { timeoutMs: NaN }, 'timeoutMs', ['the number NaN']],
  ['infinite time', { timeoutMs: Infinity }, 'timeoutMs', ['the number Infinity']],
  ['huge time', { timeoutMs: 3_600_001 }, 'timeoutMs', ['the number 3600001']],
  ['time as text', { timeoutMs: '5000' }, 'timeoutMs', ['the string "5000"']],
  ['time as bigint', { timeoutMs: 5n }, 'timeoutMs', ['the bigint 5n']],
  ['retry true', { retry: true }, 'retry', ['false, or an object']],
  ['no attempts', { retry: { maxAttempts: 0 } }, 'retry.maxAttempts', ['from 1 to 100']],
  ['half an attempt', { retry: { maxAttempts: 1.5 } }, 'retry.maxAttempts', ['a whole number']],
  ['pauses crossed', { retry: { baseDelayMs: 6000 } }, 'retry.baseDelayMs', ['at most maxDelayMs, which is 5000']],
  ['no budget', { requestsPerMinute: 0 }, 'requestsPerMinute', ['the number 0']],
  ['a misspelt budget', { requestsPerMinute: 'unlimitted' }, 'requestsPerMinute', ['"unlimited"']],
  ['shared state true', { sharedState: true }, 'sharedState', ['true', 'accepted: false']],
  ['shared state in a folder without a name', { sharedState: ' ' }, 'sharedState', ['accepted: a path']],
  ['shared state in a folder with NUL', { sharedState: 'a\0b' }, 'sharedState', ['NUL']],
  ['notifications by name', { notifications: 'queue' }, 'notifications', ['true or false']],
  ['a socks proxy', { proxy: 'socks5://127.0.0.1:1' }, 'proxy', ['the scheme socks5']],
  ['a CA file with NUL', { caFile: 'a\0b' }, 'caFile', ['NUL']],
  ['an empty guard', { guard: {} }, 'guard', [GUARD_ACCEPTS]],
  ['a guard of undefined', { guard: { queueIds: undefined } }, 'guard', [GUARD_ACCEPTS]],
  ['a guard without queues', { guard: { queueIds: [] } }, 'guard.queueIds', ['an empty array']],
  // eslint-disable-next-line no-sparse-arrays
  ['a list with a hole', { guard: { queueIds: [ID, , ID] } }, 'guard.queueIds[1]', ['missing']],
  ['a guard with a queue name', { guard: { queueIds: [ID, 'Support'] } }, 'guard.queueIds[1]', ['"Support"']],
  ['a guard with bad messages', { guard: { messageIds: ['../1'] } }, 'guard.messageIds[0]', ['path characters']],
  ['a guard without attributes', { guard: { attributes: {} } }, 'guard.attributes', ['at least one']],
  ['a guard with a number', { guard: { attributes: { run: 5 } } }, 'guard.attributes.run', ['a string']],
  ['a guard with a Map', { guard: { attributes: new Map([['run', '5']]) } }, 'guard.attributes', ['an instance of Map', 'a plain object']],
  ['a guard with a Date', { guard: { attributes: new Date(0) } }, 'guard.attributes', ['an instance of Date']],
  ['a guard with a class instance', { guard: { attributes: new (class Run { run = '5' })() } }, 'guard.attributes', ['an instance of Run']],
  ['a guard of no time', { guard: { startedWithinMs: -5 } }, 'guard.startedWithinMs', ['the number -5']],
]

describe('a connection', () => {
  test.each(BAD_CONNECTIONS)('%s is refused by constructor and one-call form alike', async (_name, options, field, texts) => {
    expectInvalid(thrown(() => new GenesysClient(options)), field, texts)
    const error = await rejection(() => closeConversation(ID, options))
    expectInvalid(error, field, texts.filter((text) => !text.startsWith('accepted: region, clientId')))
    expect(script.clients).toEqual([])
  })
})

const WRAP_UP_ACCEPTS = 'exactly one of id, name, pick'

/** @type {[string, {}, string, string[]][]} */
const BAD_CLOSES = [
  ['null', null, 'options', ['null']],
  ['wrap-up by id and name', { wrapUp: { id: ID, name: 'Resolved' } }, 'wrapUp', ['id and name together', WRAP_UP_ACCEPTS]],
  ['wrap-up by name and pick', { wrapUp: { name: 'Resolved', pick: 'first' } }, 'wrapUp', [WRAP_UP_ACCEPTS]],
  ['wrap-up without a code', { wrapUp: { notes: 'n' } }, 'wrapUp', ['no code', WRAP_UP_ACCEPTS]],
  ['a blank wrap-up', { wrapUp: ' ' }, 'wrapUp', ['blank']],
  ['a wrap-up id that is none', { wrapUp: { id: 'Resolved' } }, 'wrapUp.id', ['"Resolved"', 'UUID']],
  ['a code for a teardown', { strategy: 'teardown', wrapUp: 'Resolved' }, 'wrapUp', ["strategy 'teardown'"]],
  ['pick last', { wrapUp: { pick: 'last' } }, 'wrapUp.pick', ["'first'"]],
  ['notes of another type', { wrapUp: { name: 'Resolved', notes: 5 } }, 'wrapUp.notes', ['a number']],
  ['tags that are text', { wrapUp: { name: 'Resolved', tags: 'a' } }, 'wrapUp.tags', ['a non-empty array, each item']],
  ['a number as wrap-up', { wrapUp: 7 }, 'wrapUp', ['a non-blank string, or an object']],
  ['a name of the API', { wrapUpCodeId: ID }, 'wrapUpCodeId', ['Did you mean wrapUp?']],
  ['an unknown strategy', { strategy: 'tear-down' }, 'strategy', ["Did you mean 'teardown'?"]],
  ['a guest that cannot testify', { guest: {} }, 'guest', ['testify']],
  ['a signal that is none', { signal: { aborted: false } }, 'signal', ['an AbortSignal']],
  ['the controller as signal', { signal: new AbortController() }, 'signal', ['an AbortSignal']],
  ['a callback that is none', { onStep: 'log' }, 'onStep', ['a function']],
  ['an empty guard', { guard: {} }, 'guard', [GUARD_ACCEPTS]],
  ['NaN', { timeoutMs: NaN }, 'timeoutMs', ['the number NaN']],
]

describe('a close', () => {
  test.each(BAD_CLOSES)('%s is refused', async (_name, options, field, texts) => {
    const client = new GenesysClient(LOOPBACK)
    expectInvalid(await rejection(() => client.closeConversation(ID, options)), field, texts)
    expectInvalid(await rejection(() => client.conversation(ID).close(options)), field, texts)
    if (options !== null) expectInvalid(await rejection(() => closeConversation(ID, { ...LOOPBACK, ...options })), field, texts)
  })

  test('connection options are refused where the connection stands already', async () => {
    const client = new GenesysClient(LOOPBACK)
    const error = await rejection(() => client.closeConversation(ID, untyped({ region: 'eu-west-1' })))
    expectInvalid(error, 'region', ['an unknown option'])
    expect(error.choices).toContain('wrapUp')
  })
})

describe('the other calls', () => {
  const of = (client) => ({
    closeConversations: (ids, options) => client.closeConversations(ids, options),
    findConversation: (by, options) => client.findConversation(by, options),
    getConversation: (id, options) => client.getConversation(id, options),
    listWrapUpCodes: (whose, options) => client.listWrapUpCodes(whose, options),
    doctor: (whose, options) => client.doctor(whose, options),
  })

  test.each([
    ['closeConversations', [undefined], 'ids', ['missing', 'iterable']],
    ['closeConversations', [null], 'ids', ['null']],
    ['closeConversations', [ID], 'ids', ['One id goes into closeConversation.']],
    ['closeConversations', [{}], 'ids', ['an object']],
    ['closeConversations', [[], { concurrency: 0 }], 'concurrency', ['from 1 to 1000']],
    ['closeConversations', [[], { guest: { testify() {} } }], 'guest', ['an unknown option']],
    ['closeConversations', [[], { onProgress: 1 }], 'onProgress', ['a function']],
    ['findConversation', [undefined], 'by', ['missing']],
    ['findConversation', ['0123456789abcdef0123456789abcdef'], 'by', ['an object with messageId']],
    ['findConversation', [{}], 'by.messageId', ['nothing']],
    ['findConversation', [{ messageId: 'a/b' }], 'by.messageId', ['path characters']],
    ['findConversation', [{ messageId: ID }, { timeoutMs: -1 }], 'timeoutMs', ['the number -1']],
    ['getConversation', [ID, { signal: 'now' }], 'signal', ['an AbortSignal']],
    ['getConversation', [ID, { wrapUp: 'x' }], 'wrapUp', ['an unknown option']],
    ['listWrapUpCodes', [null], 'of', ['null']],
    ['listWrapUpCodes', [{}], 'of', ['an empty object']],
    ['listWrapUpCodes', [{ conversationId: ID, queueId: ID }], 'of', ['together']],
    ['listWrapUpCodes', [{ participantId: ID }], 'of.participantId', ['without a conversation']],
    ['listWrapUpCodes', [{ queueId: 'Support' }], 'of.queueId', ['"Support"']],
    ['doctor', [null], 'options', ['null']],
    ['doctor', [ID], 'options', ['an object with deploymentId']],
    ['doctor', [{ deployment: ID }], 'deployment', ['Did you mean deploymentId?']],
    ['doctor', [{ queueId: 'Support' }], 'queueId', ['"Support"']],
    ['doctor', [{ conversationId: `${ID}/x` }], 'conversationId', ['path characters']],
    ['doctor', [{ origin: 'https://shop.example/' }], 'origin', ['scheme, host and port alone']],
    ['doctor', [{}, { probeWrites: 'yes' }], 'probeWrites', ['true or false']],
    ['doctor', [{}, { timeoutMs: 0 }], 'timeoutMs', ['from 1 to']],
  ])('%s(%j) is refused', async (name, args, field, texts) => {
    const calls = of(new GenesysClient(LOOPBACK))
    expectInvalid(await rejection(() => calls[name](...args)), field, texts)
  })
})

describe('an origin', () => {
  const connect = (origin) => rejection(() => GuestSession.connect({ ...LOOPBACK, origin }))

  test.each([
    ['a path', 'https://shop.example/chat'],
    ['a slash at the end', 'https://shop.example/'],
    ['a query', 'https://shop.example?a=1'],
    ['a user', 'https://user@shop.example'],
    ['no address', 'shop.example'],
  ])('with %s is refused', async (_name, origin) => {
    expectInvalid(await connect(origin), 'origin', ['https://shop.example or'])
  })

  test.each([['https://shop.example'], ['https://shop.example:8443'], ['http://127.0.0.1:3000']])('%s is accepted', async (origin) => {
    expect((await connect(origin)).message).not.toContain('origin')
  })
})

describe('a property that throws when it is read', () => {
  const cause = new Error('not now')
  const trap = (name) => Object.defineProperty({}, name, { enumerable: true, get() { throw cause } })

  test.each([['signal'], ['timeoutMs']])('%s: every promise function rejects', async (name) => {
    const client = new GenesysClient(LOOPBACK)
    const options = trap(name)
    const calls = [
      () => closeConversation(ID, options),
      () => client.closeConversation(ID, options),
      () => client.closeConversations([], options),
      () => client.conversation(ID).get(options),
      () => client.findConversation({ messageId: ID }, options),
      () => client.listWrapUpCodes(undefined, options),
      () => client.doctor(undefined, options),
    ]
    for (const call of calls) {
      const error = await rejection(call)
      expectInvalid(error, name, ['a property that throws'])
      expect(error.cause).toBe(cause)
    }
  })

  test('a constructor throws the same', () => {
    expectInvalid(thrown(() => new GenesysClient(trap('region'))), 'region', ['a property that throws'])
  })
})

describe('what an error says', () => {
  test('a secret never stands in it, whatever is wrong with it', () => {
    const canary = 'CANARY-5f3a'
    /** @type {{}[]} */
    const bad = [
      { clientId: 'i', clientSecret: `${canary} ${canary}` },
      { clientId: `${canary}\n`, clientSecret: 's' },
      { accessToken: `${canary}\u0007` },
      { clientId: 'i', clientSecret: [canary] },
      { clientSecret: canary },
      { accessToken: canary, clientId: canary },
      { proxy: `socks5://user:${canary}@host` },
      { proxy: `${canary}:x@host` },
      { apiUrl: `https://user:${canary}@host` },
      { apiUrl: `http://user:${canary}@host` },
      { apiUrl: `//${canary}` },
    ]
    for (const options of bad) {
      const error = thrown(() => new GenesysClient(options))
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(canary)
    }
  })

  test('choices stand in a field too', () => {
    expect(thrown(() => new GenesysClient({ region: 'us1' })).choices).toHaveLength(36)
    expect(thrown(() => new GenesysClient({ resource: untyped('x') })).choices).toEqual(['auto', 'messages', 'messaging'])
    expect(thrown(() => new GenesysClient(untyped({ regoin: 'x' }))).choices).toContain('region')
  })

  test('a long value is cut short', () => {
    const { message } = thrown(() => new GenesysClient({ region: 'x'.repeat(500) }))
    expect(message).toContain(`"${'x'.repeat(40)}…"`)
    expect(message).not.toContain('x'.repeat(41))
  })

  test.each(['', 'a\nb', '\u001b[2J', 'x'.repeat(300)])('an option with the odd name %j is named in quotes, in short', (name) => {
    const { code, message } = thrown(() => new GenesysClient({ [name]: 1 }))
    expect(code).toBe('INVALID_INPUT')
    expect(message).toMatch(/^INVALID_INPUT: options\["[ -~…]{0,60}"\] is not acceptable: got an unknown option/)
  })

  test('a value that throws when it is looked at is refused like any other', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const untouchable = new Proxy({}, { ownKeys() { throw new Error('no') } })
    for (const options of [proxy, untouchable, { timeoutMs: proxy }, { guard: untouchable }]) {
      expect(thrown(() => new GenesysClient(options))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('throws when it is looked at') })
    }
  })

  test('options are read once: what happens to them later has no effect', async () => {
    const options = { wrapUp: { name: 'Resolved', tags: ['a'] } }
    const closing = new GenesysClient(LOOPBACK).closeConversation(ID, options)
    options.wrapUp.name = 'Escalated'
    options.wrapUp.tags.push('b')
    await closing
    expect(script.calls[0].options.wrapUp).toEqual({ name: 'Resolved', tags: ['a'] })
  })
})
