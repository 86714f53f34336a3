'use strict'

// The parts of the Messenger's stand-in that need no browser.
const path = require('node:path')

const part = (name) => require(path.resolve(__dirname, '../src/simulator/pages/assets/bootstrap', name))
const { Bus, pluginOf } = part('bus')
const { MAX_ATTEMPTS, pauseBefore } = part('connection')
const { ConversationView } = part('conversation-view')
const { deepMerge, get, remove, set } = part('database')
const { hostsOf, mayLoad } = part('hosts')
const { formatted } = part('messages')
const { messageOf } = part('requests')

test('a script from a region uses its hosts, one from anywhere else that origin', () => {
  expect(hostsOf('https://apps.usw2.pure.cloud/genesys-bootstrap/genesys.min.js')).toEqual({
    apps: 'https://apps.usw2.pure.cloud', guest: 'wss://webmessaging.usw2.pure.cloud/v1',
    files: 'https://api-cdn.usw2.pure.cloud', api: 'https://api.usw2.pure.cloud',
  })
  const local = { apps: 'http://127.0.0.1:81', guest: 'ws://127.0.0.1:81/v1', files: 'http://127.0.0.1:81', api: 'http://127.0.0.1:81' }
  expect(hostsOf('http://127.0.0.1:81/genesys-bootstrap/genesys.min.js')).toEqual(local)
  expect(hostsOf('https://127.0.0.1:81/x.js').guest).toBe('wss://127.0.0.1:81/v1')
})

test.each([
  [{ allowAllDomains: true, allowedDomains: [] }, 'any.example', true],
  [{ allowAllDomains: false, allowedDomains: [] }, 'any.example', false],
  [{ allowAllDomains: false, allowedDomains: ['Shop.example'] }, 'www.SHOP.example', true],
  [{ allowAllDomains: false, allowedDomains: ['shop.example'] }, 'workshop.example', false],
])('%j lets %s load: %s', (domains, host, expected) => {
  expect(mayLoad(domains, host)).toBe(expected)
})

test('pauses between attempts double up to a limit', () => {
  const pauses = Array.from({ length: MAX_ATTEMPTS }, (_, index) => pauseBefore(index + 1))
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000])
})

test('set joins attributes at their first level, update at all, remove takes one away', () => {
  const data = { messaging: { customAttributes: { a: { x: 1 }, b: 2 } }, other: 1 }
  const given = { messaging: { customAttributes: { a: { y: 2 } } } }
  expect(set(data, given).messaging.customAttributes).toEqual({ a: { y: 2 }, b: 2 })
  expect(deepMerge(data, given).messaging.customAttributes).toEqual({ a: { x: 1, y: 2 }, b: 2 })
  expect(remove(data, 'messaging.customAttributes.b')).toEqual({ messaging: { customAttributes: { a: { x: 1 } } }, other: 1 })
  expect(remove(data, 'nothing.there')).toEqual(data)
  expect(get(data, 'messaging.customAttributes.b')).toBe(2)
  expect(get(data, 'nothing.there')).toBeUndefined()
  expect(data).toEqual({ messaging: { customAttributes: { a: { x: 1 }, b: 2 } }, other: 1 })
})

test('what sendMessage puts on the wire', () => {
  const button = { text: 'Yes', payload: 'yes' }
  const response = (type) => ({ type: 'Structured', text: 'Yes', content: [{ contentType: 'ButtonResponse', buttonResponse: { type, ...button } }] })
  expect(messageOf({ message: ' hi ' })).toEqual({ type: 'Text', text: 'hi' })
  expect(messageOf({ type: 'quickReply', postback: button })).toEqual(response('QuickReply'))
  expect(messageOf({ type: 'card', postback: button })).toEqual(response('Button'))
  expect([messageOf({}), messageOf({ message: '' })]).toEqual([undefined, undefined])
})

test('history has the formatted shape: lower case, the other id, buttons of quick replies and cards', () => {
  const body = {
    id: 'raw', type: 'Structured', direction: 'Outbound', text: 'Well?', originatingEntity: 'Bot', channel: { time: 't', messageId: 'other' },
    content: [{ contentType: 'QuickReply', quickReply: { text: 'A', payload: 'a' } }, { contentType: 'Card', card: { title: 'C', actions: [{ text: 'B', payload: 'b' }] } }],
  }
  expect(formatted(body)).toMatchObject({
    id: 'other', type: 'structured', messageType: 'outbound', time: 't', timestamp: 't', contentType: 'card', from: '', tracingId: '',
    quickReplies: [{ text: 'A', payload: 'a' }], card: { title: 'C', imageUrl: '', buttons: [{ text: 'B', payload: 'b' }] },
  })
})

describe('the bus', () => {
  const settled = () => new Promise((resolve) => { setTimeout(resolve, 0) })

  test('a subscriber that throws silences nobody, and events keep their order', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => {})
    const bus = new Bus()
    const heard = []
    bus.subscribe('x', 'A.one', () => { throw new Error('mine') })
    for (const event of ['A.one', 'A.two']) bus.subscribe('x', event, ({ event: name }) => heard.push(name))
    bus.publish('A', 'two')
    bus.publish('A', 'one')
    await settled()
    expect(heard).toEqual(['A.two', 'A.one'])
    expect(told).toHaveBeenCalledTimes(1)
    told.mockRestore()
  })

  test('an early command waits for its plugin; after the start an unknown one is refused', async () => {
    const bus = new Bus()
    const early = bus.command('A.double', { of: 2 })
    pluginOf(bus, 'A', new Map()).registerCommand('double', ({ data, resolve }) => resolve(data.of * 2))
    bus.start()
    await expect(early).resolves.toBe(4)
    await expect(bus.command('A.nothing')).rejects.toBe('The command A.nothing is not available.')
  })

  test('a plugin leaves an event with all its callbacks, and others stay', async () => {
    const bus = new Bus()
    const heard = []
    const [one, two] = ['One', 'Two'].map((name) => pluginOf(bus, name, new Map()))
    for (const plugin of [one, one, two]) plugin.subscribe('A.x', () => heard.push(plugin === one))
    expect([one.unsubscribe('A.x'), one.unsubscribe('A.x')]).toEqual([true, false])
    bus.publish('A', 'x')
    await settled()
    expect(heard).toEqual([false])
  })
})

describe('the view of a conversation', () => {
  const text = (id, direction, words) => ({ id, type: 'Text', direction, text: words, channel: { time: `time ${id}` } })
  const end = { id: 'end', type: 'Event', direction: 'Outbound', channel: { time: 'time end' }, events: [{ eventType: 'Presence', presence: { type: 'Disconnect' } }] }

  test('an echo takes the place of what was being sent', () => {
    const view = new ConversationView()
    view.sending({ message: { type: 'Text', text: 'hi', tracingId: 't1' } })
    expect(view.snapshot().entries).toMatchObject([{ text: 'hi', delivery: 'sending' }])
    view.received({ messages: [{ ...text('1', 'Inbound', 'hi'), tracingId: 't1' }] })
    expect(view.snapshot().entries).toMatchObject([{ text: 'hi', delivery: 'sent', at: 'time 1' }])
  })

  test('an end is an end until somebody writes', () => {
    const view = new ConversationView()
    view.disconnected({ message: end, readOnly: true })
    expect(view.snapshot().end).toBeUndefined()
    view.received({ messages: [end] })
    expect(view.snapshot().end).toEqual({ at: 'time end', readOnly: true })
    view.received({ messages: [text('2', 'Outbound', 'one more thing')] })
    expect(view.snapshot().end).toBeUndefined()
  })

  test('a restored history has its newest message last, and keeps what never arrived as not sent', () => {
    const view = new ConversationView()
    view.sending({ message: { type: 'Text', text: 'arrived', tracingId: 't1' } })
    view.sending({ message: { type: 'Text', text: 'lost', tracingId: 't2' } })
    view.reconnected()
    view.restored({ messages: [end, text('1', 'Inbound', 'arrived')].map(formatted) })
    const { entries, end: shown } = view.snapshot()
    expect(entries.map(({ kind, text: words, delivery }) => [kind, words, delivery])).toEqual([
      ['message', 'arrived', undefined], ['end', undefined, undefined], ['message', 'lost', 'failed'],
    ])
    expect(shown).toEqual({ at: 'time end', readOnly: false })
  })

  test('what was written since the socket is back does not wait for the history', () => {
    const view = new ConversationView()
    view.received({ messages: [text('1', 'Inbound', 'hello')] })
    view.reconnected()
    view.sending({ message: { type: 'Text', text: 'on its way', tracingId: 't1' } })
    view.sending({ message: { type: 'Text', text: 'hello', tracingId: 't2' } })
    view.received({ messages: [{ ...text('2', 'Inbound', 'hello'), tracingId: 't2' }] })
    view.restored({ messages: [text('1', 'Inbound', 'hello')].map(formatted) })
    const shown = () => view.snapshot().entries.map(({ text: words, delivery }) => [words, delivery])
    expect(shown()).toEqual([['hello', undefined], ['on its way', 'sending'], ['hello', 'sent']])
    view.received({ messages: [{ ...text('3', 'Inbound', 'on its way'), tracingId: 't1' }] })
    expect(shown()[1]).toEqual(['on its way', 'sent'])
  })

  test('what was sent before a loss and stands on an older page is not shown as lost', () => {
    const view = new ConversationView()
    view.sending({ message: { type: 'Text', text: 'long ago', tracingId: 't1' } })
    view.received({ messages: [{ ...text('1', 'Inbound', 'long ago'), tracingId: 't1' }] })
    view.reconnected()
    view.restored({ messages: [text('2', 'Outbound', 'newest')].map(formatted) })
    expect(view.snapshot().entries.map(({ text: words }) => words)).toEqual(['newest'])
  })

  test('an echo that comes over the next socket stays, though a history that leaves out what was heard comes after it', () => {
    const view = new ConversationView()
    view.sending({ message: { type: 'Text', text: 'overtaken', tracingId: 't1' } })
    view.reconnected()
    view.received({ messages: [{ ...text('1', 'Inbound', 'overtaken'), tracingId: 't1' }] })
    view.restored({ messages: [] })
    expect(view.snapshot().entries).toMatchObject([{ text: 'overtaken', delivery: 'sent' }])
  })

  test('what was written on after an end, and echoed over the next socket, takes the end away before the history and after it', () => {
    const view = new ConversationView()
    view.received({ messages: [end] })
    view.sending({ message: { type: 'Text', text: 'one more thing', tracingId: 't1' } })
    view.reconnected()
    view.received({ messages: [{ ...text('z', 'Inbound', 'one more thing'), tracingId: 't1' }] })
    view.restored({ messages: [end].map(formatted) })
    expect(view.snapshot().end).toBeUndefined()
  })

  test('an end, and what an agent says, that come over the next socket before the history stay after it', () => {
    const view = new ConversationView()
    view.received({ messages: [text('1', 'Inbound', 'hello')] })
    view.reconnected()
    view.received({ messages: [text('2', 'Outbound', 'good bye'), end] })
    view.restored({ messages: [text('1', 'Inbound', 'hello')].map(formatted) })
    const { entries, end: shown } = view.snapshot()
    expect(entries.map(({ kind, text: words }) => [kind, words])).toEqual([['message', 'hello'], ['message', 'good bye'], ['end', undefined]])
    expect(shown).toEqual({ at: 'time end', readOnly: false })
  })
})
