'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { fromFaults, fromMatchers, fromPage, testReport } = require('../build/timeline')
const { bigTest } = require('./support/big-test')

const START = Date.UTC(2026, 0, 1)
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'
const CLIENT_SECRET = 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWp'
const TEXT = 'my card is 4111'

const modelOf = (given) => JSON.parse(testReport(given).json)
const told = (entries) => entries.map(({ label, detail, tone }) => [label, detail, tone])

describe('what a page showed', () => {
  test('a page that shows open after closed is unusual, in the order of time', () => {
    const seen = [{ at: 3, what: 'open' }, { at: 1, what: 'open' }, { at: 2, what: 'closed' }, { at: 4, what: 'closed' }]
    expect(told(fromPage(seen))).toEqual([
      ['shows open', undefined, 'info'], ['shows closed', undefined, 'ok'], ['shows open again', undefined, 'warn'], ['shows closed', undefined, 'ok'],
    ])
  })

  test.each([
    ['navigated', 'https://user:pw@shop.example/chat?token=abc#id_token=x', 'https://shop.example/chat'],
    ['loaded', 'about:blank', 'about:'],
    ['navigated', 'no address', undefined],
    ['event', 'MessagingService.conversationDisconnected', 'MessagingService.conversationDisconnected'],
    ['event', '{"text":"my card is 4111"}', '26 characters'],
    ['closed', undefined, undefined],
  ])('%s of %j is told as %j', (what, detail, expected) => {
    expect(fromPage([{ at: 1, what, detail }])[0].detail).toBe(expected)
  })

  test('with texts it is told whole, and an address still without its query', () => {
    const [event, went] = fromPage([{ at: 1, what: 'event', detail: TEXT }, { at: 2, what: 'navigated', detail: 'https://a.example/?q=1' }], { texts: true })
    expect([event.detail, went.detail]).toEqual([`“${TEXT}”`, 'https://a.example/'])
  })
})

test('a fault is as long as it lasted, and one that never struck is against the test', () => {
  const faults = fromFaults([{ at: 5, until: 9, what: 'closing frame lost', hits: 2 }, { at: 6, what: 'socket cut', hits: 0 }, { at: 7, what: 'silence', detail: 'half-open' }])
  expect(told(faults)).toEqual([['closing frame lost', 'struck 2 times', 'warn'], ['socket cut', 'never struck', 'fail'], ['silence', 'half-open', 'warn']])
  expect(faults.map(({ durationMs }) => durationMs)).toEqual([4, undefined, undefined])
})

test('a matcher tells its code, and its sentence only with texts', () => {
  const message = `\u001b[2mexpect(guest).toHaveSent(match)\u001b[22m\n\nNOT_CLOSED: It matched “${TEXT}”.`
  const results = [{ at: 1, name: 'toBeClosed', pass: true, isNot: true }, { at: 2, name: 'toHaveSent', pass: false, message }]
  expect(told(fromMatchers(results))).toEqual([['not.toBeClosed holds', undefined, 'ok'], ['toHaveSent fails', 'NOT_CLOSED', 'fail']])
  expect(fromMatchers([{ ...results[1], durationMs: 5_004 }])).toMatchObject([{ at: 5_006, detail: 'NOT_CLOSED · after 5 s' }])
  expect(fromMatchers(results, { texts: true })[1].detail).toBe(`NOT_CLOSED: It matched “${TEXT}”.`)
})

describe('one report', () => {
  test('of nothing is a page all the same', () => {
    const { html, json } = testReport()
    expect(JSON.parse(json)).toMatchObject({ title: 'A test', entries: [] })
    expect(html).not.toMatch(/NaN|Infinity|undefined/)
  })

  test('has all lanes on one axis, steps of a report once, and times from the first', () => {
    const step = { at: START + 5, name: 'read', method: 'GET', path: '/api/v2/x', status: 200, elapsedMs: 3 }
    const other = { ...step, at: START + 9, name: 'codes' }
    const made = modelOf({
      ...bigTest({ count: 60 }),
      reports: [{ conversationId: 'c', steps: [step], witnesses: {}, agents: [{ participantId: 'p', afterCallWork: 'pending', free: false }] }],
      cleanUp: [other],
      asked: [
        { at: START + 1, method: 'POST', path: '/oauth/token', status: 200, client: 'python-requests/2.32' },
        { at: START + 2, method: 'PATCH', path: '/api/v2/conversations/messages/x', status: 403 },
        { at: START + 3, method: 'GET', path: '/api/v2/x', status: 200, client: 'playwright-genesys/0.1.0' },
        { at: START + 4, method: 'GET', path: '/api/v2/x', status: 200, client: 'Mozilla/5.0 (X11)' },
        { at: START + 5, method: 'GET', path: '/api/v2/webmessaging/messages', status: 200 },
        { at: START + 6, method: 'GET', path: '/v1?deploymentId=ab-1&witness=w&token=canary', status: 403, client: 'Mozilla/5.0 (X11)' },
        { at: START + 6, method: 'GET', path: '/v1?deploymentId=ab-2', status: 101, client: 'Mozilla/5.0 (X11)' },
        { at: START + 6, method: 'GET', path: '/webdeployments/v1/deployments/x/config.json', status: 200 },
      ],
    })
    expect(made.lanes).toEqual(['api', 'backend', 'guest', 'page', 'agent', 'fault', 'test'])
    const labels = (wanted) => made.entries.filter(({ lane }) => lane === wanted).map(({ label, detail }) => [label, detail])
    expect(labels('api')).toEqual([['GET /api/v2/x', 'read'], ['GET /api/v2/x', 'clean-up · codes']])
    expect(labels('backend')).toEqual([['POST /oauth/token', 'python-requests/2.32'], ['PATCH /api/v2/conversations/messages/x', undefined]])
    expect(labels('page').filter(([label]) => label.includes('/v1'))).toEqual([['GET /v1?deploymentId=ab-1', 'guest socket refused: its deployment or its origin is not accepted']])
    expect(made.entries).toContainEqual(expect.objectContaining({ lane: 'agent', label: 'agent not free', detail: 'participant p · after-call work pending', at: START + 8 }))
    expect(made.entries[0]).toMatchObject({ label: 'test began', offsetMs: 0 })
    expect(made.entries.map(({ at }) => at)).toEqual(made.entries.map(({ at }) => at).sort((a, b) => a - b))
  })

  test('tells several guests and several closes apart', () => {
    const event = { at: START, direction: 'sent', kind: 'typing' }
    const report = (conversationId) => ({ conversationId, steps: [], witnesses: { server: { saw: 'closed', detail: 'gone' } } })
    const made = modelOf({ guests: [{ events: [event] }, { name: 'second tab', events: [event] }], reports: [report('a'), report('b')] })
    expect(made.entries.map(({ detail }) => detail)).toEqual(['guest 1', 'second tab'])
    expect(made.witnesses.map(({ name }) => name)).toEqual(["The server's record, a", "The server's record, b"])
    expect(made.facts).toEqual([{ name: 'conversations', value: 'a, b' }, { name: 'guests', value: '2' }])
  })

  test('tells whom an assertion that failed had asked', () => {
    const matchers = [{ at: START, name: 'toBeClosed', pass: false, message: 'x', witnesses: { server: { saw: 'open', detail: 'customer connected' } } }]
    expect(modelOf({ matchers }).witnesses).toEqual([{ name: "The server's record, asked by toBeClosed", saw: 'open', detail: 'customer connected', tone: 'fail' }])
  })

  test('of 200 events stays below 200 kB, and 2 000 are drawn in good time', () => {
    expect(modelOf(bigTest()).entries).toHaveLength(200)
    expect(testReport(bigTest()).html.length).toBeLessThan(200_000)
    const started = Date.now()
    expect(modelOf(bigTest({ count: 2_000, seed: 2 })).entries).toHaveLength(2_000)
    expect(Date.now() - started).toBeLessThan(5_000)
  })
})

describe('what must not be seen', () => {
  /** @type {import('..').GuestEvent[]} */
  const events = [
    { at: START, direction: 'sent', kind: 'text', text: `${TEXT} Bearer ${TOKEN}`, acknowledged: true, detail: { content: [{ text: TEXT }], message: TEXT } },
    { at: START + 1, direction: 'received', kind: 'other', detail: { action: `x ${CLIENT_SECRET}`, reason: '"guestToken":"short-one"' } },
  ]
  /** @type {Parameters<typeof testReport>[0]} */
  const given = {
    title: `a test with ${TOKEN}`,
    guests: [{ events }],
    cleanUp: [{ at: START, name: 'read', detail: `client_secret=hush-hush&b=1 ${CLIENT_SECRET}`, method: 'GET', path: '/api/v2/x', status: 200 }],
    page: [{ at: START, what: 'navigated', detail: 'https://a.example/?token=hush-hush' }, { at: START, what: 'event', detail: TEXT }],
    faults: [{ at: START, what: 'cut', detail: `Bearer ${TOKEN}` }],
    matchers: [{ at: START, name: 'toHaveSent', pass: false, message: `NOT: “${TEXT}” ${TOKEN}` }],
    verdict: { tone: 'fail', text: `It matched “${TEXT}” ${TOKEN}`, hint: `Look at “${TEXT}”` },
  }
  const SECRETS = [TOKEN, TOKEN.split('.')[2], CLIENT_SECRET, 'hush-hush', 'short-one']

  test.each(['html', 'json'])('no text and no secret stands in the %s', (form) => {
    const made = testReport(given)[form]
    for (const hidden of [TEXT, '4111', ...SECRETS]) expect(made).not.toContain(hidden)
    expect(made).toContain('[masked]')
  })

  test.each(['html', 'json'])('with texts: true the texts stand in the %s, and the secrets still do not', (form) => {
    const made = testReport({ ...given, texts: true })[form]
    expect(made.split(TEXT).length).toBeGreaterThan(4)
    for (const hidden of SECRETS) expect(made).not.toContain(hidden)
  })
})

test('a real close tells a whole story', async () => {
  const simulator = await Simulator.start()
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client })
  try {
    const started = Date.now()
    await guest.send(TEXT)
    const id = await guest.conversationId()
    const conversations = [{ at: Date.now(), conversation: await client.getConversation(id) }]
    const report = await client.closeConversation(id, { wrapUp: 'Resolved', guest })
    conversations.push({ at: Date.now(), conversation: await client.getConversation(id) })
    const { html, json } = testReport({ title: 'real', reports: [report], guests: [guest], conversations, asked: simulator.requests(), started, ended: Date.now() })
    const { lanes, entries, witnesses } = JSON.parse(json)
    expect(lanes).toEqual(expect.arrayContaining(['api', 'guest', 'agent', 'close', 'test']))
    expect(entries.map(({ label }) => label)).toEqual(expect.arrayContaining(['← closed (ReadOnly)', 'seen closed on the server', 'agent disconnected', 'agent free']))
    expect(witnesses.map(({ saw }) => saw)).toEqual(['closed', 'closed'])
    expect(html).not.toContain(TEXT)
  } finally {
    await guest.dispose()
    await client.dispose()
    await simulator.stop()
  }
})
