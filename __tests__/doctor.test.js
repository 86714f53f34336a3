'use strict'

const { GenesysClient, Simulator } = require('..')
const { rejection } = require('./support/rejection')

const NOWHERE = 'http://127.0.0.1:1'
const UNKNOWN = '99999999-9999-4999-8999-999999999999'
const ORIGIN = 'https://shop.example'
const EVERYTHING = [
  'conversation:communication:disconnect', 'conversation:participant:wrapup', 'conversation:communication:view',
  'conversation:message:view', 'routing:wrapupCode:view', 'routing:queue:view',
]
const without = (...names) => ({ permissions: EVERYTHING.filter((name) => !names.includes(name)) })
const disconnectAs = (conversationDisconnect) => ({ messenger: { apps: { conversations: { conversationDisconnect } } } })
const publicOnly = ({ clientId: _id, clientSecret: _secret, ...connection }) => connection

let simulator
let client
let faults
/** An org with a clock that agrees with ours, so that everything can be well. */
async function start(options = {}) {
  simulator = await Simulator.start({ clockSkewMs: 0, ...options })
}
beforeEach(() => { faults = [] })
afterEach(async () => {
  const struck = faults.map(({ hits }) => hits > 0)
  await client?.dispose()
  await simulator?.stop()
  expect(struck).toEqual(faults.map(() => true))
})

const fault = (rule) => faults.push(simulator.fault(rule))

/** A conversation with an agent, and the queue that it is in. */
async function inOrg() {
  const { conversationId } = await simulator.openConversation()
  const { participants } = await simulator.conversation(conversationId)
  return { conversationId, queueId: participants.find(({ queueId }) => queueId !== undefined).queueId }
}

/** Everything there is to look at, with what a row says differently. */
async function examine({ connection = {}, of = {}, options = {}, before = undefined } = {}) {
  client = new GenesysClient(typeof connection === 'function' ? connection(simulator.connection) : { ...simulator.connection, ...connection })
  const { conversationId, queueId } = await inOrg()
  await before?.(client, { conversationId, queueId })
  return await client.doctor({ queueId, origin: ORIGIN, ...of }, { probeWrites: true, ...options })
}

const trouble = ({ findings }) => findings.filter(({ status }) => status === 'failed' || status === 'warning')

async function accessToken({ loginUrl, clientId, clientSecret }) {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const answer = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization }, body })
  return (await answer.json()).access_token
}

/** Each set-up is broken in one way: what it is called, what is wrong, and the one finding that says so. */
const BROKEN = {
  'the secret is wrong': {
    run: () => examine({ connection: { clientSecret: 'wrong' } }),
    says: ['failed', 'token', 'The login host refused the client credentials (invalid_client); they came from option clientId.'],
  },
  'the login host throttles': {
    run: () => {
      fault({ on: { path: '/oauth/token' }, respond: { status: 400, body: { error: 'invalid_request', description: 'rate limit exceeded' } } })
      return examine({ connection: { retry: false } })
    },
    says: ['failed', 'token', 'The login host throttles token requests.'],
  },
  'the login host cannot be reached': {
    run: () => examine({ connection: { loginUrl: NOWHERE, retry: false } }),
    says: ['failed', 'token', expect.stringMatching(/^The login host was not reached: .*refused.*\.$/)],
  },
  'the access token has expired': {
    run: async () => {
      const token = await accessToken(simulator.connection)
      return examine({ connection: (own) => ({ ...publicOnly(own), accessToken: token }), before: () => simulator.advance(25 * 3_600_000) })
    },
    org: { clockSkewMs: -25 * 3_600_000 },
    says: ['failed', 'token', 'The API refused the access token (401): it is unknown, revoked or expired; it came from option accessToken.'],
  },
  'the deployment is of another region, or mistyped': {
    run: () => examine({ of: { deploymentId: UNKNOWN } }),
    says: ['failed', 'deployment', `This region knows no deployment ${UNKNOWN}.`],
  },
  'the deployment is inactive': {
    org: { deployment: { id: UNKNOWN, status: 'Inactive' } },
    says: ['failed', 'deployment', `The deployment ${UNKNOWN} is not active.`],
  },
  'conversationDisconnect is off': {
    org: { deployment: { conversationDisconnect: 'off' } },
    says: ['failed', 'guest-told', 'No guest of this deployment is ever told of a close: conversationDisconnect is off.'],
  },
  'the origin is not allowed': {
    org: { deployment: { allowedDomains: ['example.com', 'example.org'] } },
    says: ['failed', 'allowed-domains', 'The origin https://shop.example is not allowed: the deployment lists 2 domains, and it is in none of them.'],
  },
  'the host of the public configuration cannot be reached': {
    run: () => examine({ connection: { configUrl: NOWHERE } }),
    says: ['failed', 'config-host', 'The host of the public configuration could not be reached.'],
  },
  'something on the way breaks WebSockets': {
    run: () => {
      fault({ on: { connect: true }, respond: { status: 502 } })
      return examine()
    },
    says: ['failed', 'guest-socket', "The guest's socket is refused with 502."],
  },
  'the API is silent': {
    run: () => {
      fault({ on: { path: '/api/v2/tokens/me' }, delayMs: 60_000 })
      return examine({ options: { timeoutMs: 2_500 } })
    },
    says: ['failed', 'api', 'The API did not answer in time when asked to tell whose token this is.'],
  },
  'conversations may not be viewed': {
    org: without('conversation:communication:view'),
    says: ['failed', 'read-conversations', 'The token may not read conversations: it lacks conversation:communication:view.'],
  },
  'messages may not be viewed': {
    org: without('conversation:message:view'),
    says: ['failed', 'find-by-message', 'The token may not look up messages: it lacks conversation:message:view or conversation:webmessaging:view.'],
  },
  'conversations may not be disconnected': {
    org: without('conversation:communication:disconnect'),
    says: ['failed', 'disconnect', 'The token may not disconnect conversations: it lacks conversation:communication:disconnect or conversation:message:park.'],
  },
  'agents may not be wrapped up for': {
    org: without('conversation:participant:wrapup'),
    says: ['failed', 'wrap-up', 'The token may not wrap up for agents: it lacks conversation:participant:wrapup.'],
  },
  'queues may not be viewed': {
    org: without('routing:queue:view'),
    says: ['failed', 'queue', 'The token may not read the queue: it lacks routing:queue:view.'],
  },
  'the queue is another one': {
    run: () => examine({ of: { queueId: UNKNOWN } }),
    says: ['failed', 'queue', 'There is no such queue, or not for this token.'],
  },
  'there are no wrap-up codes': {
    org: { wrapUp: { codes: [] } },
    says: ['failed', 'wrap-up-codes', 'The queue has no wrap-up codes: an agent who must wrap up cannot be closed.'],
  },
  'after-call work cannot be left early': {
    org: { wrapUp: { timeoutMs: 30_000, forced: true } },
    says: ['warning', 'queue', 'Agents stay in after-call work for 30 s, even when they have wrapped up (MANDATORY_FORCED_TIMEOUT).'],
  },
  'the request budget is nearly spent': {
    org: { limits: { requestsPerMinute: 40 } },
    run: () => examine({
      connection: { requestsPerMinute: 'unlimited' },
      before: async (own) => { for (let count = 0; count < 35; count++) await own.listWrapUpCodes() },
      of: { queueId: undefined },
      options: { probeWrites: false },
    }),
    says: ['warning', 'rate-limit', expect.stringMatching(/^3[6-9] of 40 requests of this minute are spent; it begins anew in \d+ s\.$/)],
  },
  'the request budget is spent': {
    org: { limits: { requestsPerMinute: 20 } },
    run: () => examine({
      connection: { requestsPerMinute: 'unlimited' },
      before: async (own) => { for (let count = 0; count < 20; count++) await own.listWrapUpCodes() },
    }),
    says: ['failed', 'rate-limit', 'The request budget of this minute is spent (429).'],
  },
  'the versioned resource is pinned, and its scope is missing': {
    org: { resource: 'messaging', scopes: ['conversations', 'routing'] },
    run: () => examine({
      connection: { resource: 'messaging' },
      before: async (_client, { conversationId }) => { of.conversationId = conversationId },
      of,
    }),
    says: ['failed', 'messaging', 'The token may not use the versioned resource messaging: it lacks the scope conversations:messaging.'],
  },
  'the conversation is not of this org': {
    run: () => examine({ of: { conversationId: UNKNOWN } }),
    org: { resource: 'messages' },
    says: ['failed', 'conversation', 'There is no such conversation, or not for this token.'],
  },
  "this machine's clock is wrong": {
    org: { clockSkewMs: 10 * 60_000 },
    says: ['warning', 'clock', "This machine's clock is 10 minutes behind the API's."],
  },
}
/** Filled in by a row that needs the conversation. */
const of = {}

describe('broken set-ups', () => {
  test.each(Object.entries(BROKEN))('%s', async (_name, { org, run = () => examine(), says: [status, check, detail] }) => {
    await start(org)
    const report = await run()
    expect(trouble(report)).toEqual([{ status, check, detail, why: expect.any(String), fix: expect.any(String) }])
    expect(report.ok).toBe(status === 'warning')
    expect(report.elapsedMs).toBeLessThan(30_000)
  })

  test('have a diagnosis each, none like another', () => {
    const said = Object.values(BROKEN).map(({ says: [, check, detail] }) => `${check}: ${String(detail)}`)
    expect(said.length).toBeGreaterThanOrEqual(12)
    expect(new Set(said).size).toBe(said.length)
  })
})

describe('a set-up in order', () => {
  test('has no trouble, and every check that can be made is ok', async () => {
    await start({ limits: 'genesys' })
    const { conversationId } = await inOrg()
    const report = await examine({ of: { conversationId } })
    expect(trouble(report)).toEqual([])
    expect(report).toMatchObject({ ok: true })
    expect(report.findings.map(({ status }) => status)).toEqual(report.findings.map(() => 'ok'))
    const plain = (detail) => detail.replace(/[\da-f-]{36}/g, '<id>').replace(/\d+ of 300/, '<some> of 300')
    expect(Object.fromEntries(report.findings.map(({ check, detail }) => [check, plain(detail)]))).toMatchSnapshot()
  })

  test('is left as it was: no session, no conversation, no effect', async () => {
    await start()
    const { conversationId } = await inOrg()
    await examine({ of: { conversationId } })
    const { effects } = await simulator.conversation(conversationId)
    expect(Object.values(effects)).toEqual([0, 0, 0, 0])
    const writes = simulator.requests().filter(({ method }) => ['PATCH', 'PUT', 'POST', 'DELETE'].includes(method))
    expect(writes.filter(({ path, status }) => path !== '/oauth/token' && status !== 404)).toEqual([])
    expect(writes.filter(({ path }) => path.includes(conversationId))).toEqual([])
  })

  test('is not written to unless that is asked for', async () => {
    await start({ limits: 'genesys' })
    const { findings } = await examine({ options: { probeWrites: false } })
    expect(simulator.requests().filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual(['/oauth/token'])
    const skipped = findings.filter(({ status }) => status === 'skipped').map(({ check }) => check)
    expect(skipped).toEqual(['disconnect', 'wrap-up', 'conversation', 'messaging'])
  })

  test('can be looked at without credentials', async () => {
    await start({ deployment: { allowedDomains: ['shop.example'], autoStart: true, conversationDisconnect: 'Send' } })
    client = new GenesysClient(publicOnly(simulator.connection))
    const { ok, findings } = await client.doctor({ origin: ORIGIN })
    const seen = findings.filter(({ status }) => status !== 'skipped').map(({ check, detail }) => [check, detail])
    expect(ok).toBe(true)
    expect(Object.fromEntries(seen)).toEqual({
      'config-host': 'The public configuration can be read.',
      deployment: 'The deployment is active.',
      'allowed-domains': 'The origin https://shop.example is allowed.',
      'guest-told': 'Guests are told of a close, in the mode Send: they can write on, and that reopens the conversation.',
      'auto-start': 'The conversation starts with the session.',
      clear: 'Guests may clear the conversation.',
      'guest-socket': "The guest's socket is accepted.",
    })
    expect(simulator.requests().map(({ path }) => path.split('?')[0].split('/').at(-1)).sort()).toEqual(['config.json', 'domains.json', 'v1'])
  })

  test('with restricted domains and no origin is not accused of anything', async () => {
    await start({ deployment: { allowedDomains: ['shop.example'] } })
    const report = await examine({ of: { origin: undefined } })
    expect(trouble(report)).toEqual([])
    expect(report.findings.find(({ check }) => check === 'guest-socket').detail).toMatch(/no origin was given/)
  })
})

describe('a doctor', () => {
  test('skips what only follows from a cause, and names it', async () => {
    await start({ deployment: { status: 'Inactive' } })
    const { findings } = await examine()
    expect(findings.find(({ check }) => check === 'guest-socket')).toMatchObject({ status: 'skipped', detail: 'Refused with 403, which deployment explains.' })
  })

  test.each([
    ['says nothing', {}, 'warning', 'skipped', 'The public configuration does not say.'],
    ['has no settings of conversations', { messenger: { apps: {} } }, 'ok', 'skipped', 'The public configuration does not say.'],
    ['leaves it out', { messenger: { apps: { conversations: {} } } }, 'ok', 'failed', 'No guest of this deployment is ever told of a close: conversationDisconnect is off.'],
    ['has a mode that nobody knows', disconnectAs({ enabled: true, type: 'readonly' }), 'ok', 'ok', 'Guests are told of a close, in a mode that is not known here.'],
  ])('calls nothing off that is not: a configuration that %s', async (_name, body, host, status, detail) => {
    await start()
    fault({ on: { path: /config\.json$/ }, respond: { status: 200, body } })
    const { findings } = await examine()
    expect(findings.find(({ check }) => check === 'config-host').status).toBe(host)
    expect(findings.find(({ check }) => check === 'guest-told')).toMatchObject({ status, detail })
  })

  test.each([
    ['a 200', { status: 200, body: {} }, '200'],
    ["a gateway's 404", { status: 404, body: '<html>not here</html>' }, '404'],
    ["a gateway's 403", { status: 403, body: '<html>forbidden</html>' }, '403'],
  ])('takes %s for no word on a right', async (_name, respond, told) => {
    await start()
    fault({ on: { path: /^\/api\/v2\/conversations\// }, respond })
    const { findings } = await examine()
    for (const check of ['read-conversations', 'find-by-message']) {
      expect(findings.find((finding) => finding.check === check)).toMatchObject({ status: 'skipped', detail: expect.stringContaining(`was answered ${told}, which does not say`) })
    }
  })

  test('answers in time where nobody else does', async () => {
    await start()
    fault({ on: { path: /./ }, delayMs: 60_000 })
    fault({ on: { connect: true }, delayMs: 60_000 })
    client = new GenesysClient(simulator.connection)
    const report = await client.doctor({}, { timeoutMs: 2_000 })
    expect(report.ok).toBe(false)
    expect(trouble(report).map(({ check, detail }) => [check, detail])).toEqual([
      ['config-host', 'The host of the public configuration did not answer in time.'],
      ['guest-socket', "The host of the guest's socket did not answer in time."],
      ['token', 'The login host did not answer in time.'],
    ])
    expect(report.elapsedMs).toBeLessThan(30_000)
  })

  test('rejects only for what cannot be meant, or when it is aborted', async () => {
    await start()
    client = new GenesysClient(simulator.connection)
    expect(await rejection(() => client.doctor({ deployment: UNKNOWN }))).toMatchObject({ code: 'INVALID_INPUT', hint: 'Did you mean deploymentId?' })
    expect(await rejection(() => client.doctor({ queueId: 'x' }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await rejection(() => client.doctor({}, { probeWrites: 'yes' }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await rejection(() => client.doctor({ origin: 'https://shop.example/path' }))).toMatchObject({ code: 'INVALID_INPUT' })
    const { deploymentId: _none, ...rest } = publicOnly(simulator.connection)
    expect(await rejection(() => new GenesysClient(rest).doctor())).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/^INVALID_INPUT: There is nothing to look at/) })
    const { configUrl: _config, ...partial } = simulator.connection
    expect(await rejection(() => new GenesysClient(partial).doctor())).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('configUrl') })
    fault({ on: { path: '/oauth/token' }, delayMs: 60_000 })
    const controller = new AbortController()
    const running = rejection(() => client.doctor({}, { signal: controller.signal }))
    controller.abort()
    expect(await running).toMatchObject({ code: 'ABORTED', effect: 'none' })
    faults = []
  })

  test('never shows a secret', async () => {
    await start()
    const secret = 'canary-of-a-secret'
    const report = await examine({ connection: { clientSecret: secret } })
    expect(JSON.stringify(report)).not.toContain(secret)
    const token = 'canary-of-a-token'
    const told = await new GenesysClient({ ...publicOnly(simulator.connection), accessToken: token }).doctor()
    expect(JSON.stringify(told)).not.toContain(token)
  })

  test('shows names of the server on one line only', async () => {
    await start()
    fault({ on: { path: '/api/v2/tokens/me' }, respond: { status: 200, body: { organization: { id: 'o', name: `evil\n\u001b[31m${'x'.repeat(500)}` } } } })
    const { findings } = await examine()
    const { detail } = findings.find(({ check }) => check === 'organization')
    expect(detail).toMatch(/^The organization is "evil\[31mx{90,100}" \(o\)\.$/)
  })
})
