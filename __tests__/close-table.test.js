'use strict'

const { GenesysClient, Simulator } = require('..')

/*
 * What a close does, by resource, state, wrap-up and strategy. The expectations are written from
 * the rules of the workflow, not from its output. Requests in order:
 *   R read on messages    L participant's codes   A disconnect the agent   C disconnect the conversation
 *   D read communications W post a wrap-up        T tear down              r read on messaging
 *   P PUT on messaging    O org's codes
 * Repeated verifying reads count as one, since their number depends on the machine.
 */
/** @type {[string, RegExp, string][]} */
const LETTERS = [
  ['GET', /^\/api\/v2\/conversations\/messages\/[^/]+$/, 'R'],
  ['GET', /\/wrapupcodes$/, 'L'],
  ['PATCH', /\/participants\/[^/]+$/, 'A'],
  ['PATCH', /^\/api\/v2\/conversations\/messages\/[^/]+$/, 'C'],
  ['GET', /^\/api\/v2\/conversations\/[^/]+$/, 'D'],
  ['POST', /\/wrapup$/, 'W'],
  ['POST', /^\/api\/v2\/conversations\/[^/]+\/disconnect$/, 'T'],
  ['GET', /^\/api\/v2\/conversations\/messaging\/[^/]+$/, 'r'],
  ['PUT', /^\/api\/v2\/conversations\/messaging\/[^/]+$/, 'P'],
]

function letterOf({ method, path }) {
  const plain = path.split('?')[0]
  if (plain === '/api/v2/routing/wrapupcodes') return 'O'
  const found = LETTERS.find(([verb, pattern]) => verb === method && pattern.test(plain))
  return found ? found[2] : `[${method} ${plain}]`
}

function trail(requests) {
  const letters = requests.filter(({ path }) => path.startsWith('/api/')).map(letterOf)
  return letters.filter((letter, at) => !(/[Rr]/.test(letter) && letters[at - 1] === letter)).join('')
}

const NAME = 'E2E Test Closure'
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999'

const WRAP_UPS = {
  none: () => undefined,
  name: () => NAME,
  'name in capitals': () => NAME.toUpperCase(),
  'unknown name': () => 'No Such Code',
  id: ({ codeId }) => codeId,
  'unknown id': () => UNKNOWN_ID,
  first: () => ({ pick: 'first' }),
  'name and notes': () => ({ name: NAME, notes: 'closed by a test' }),
}

/** Ends a conversation by others: the scripted agent leaves. */
async function agentLeaves(simulator, id) {
  await simulator.agent(id).disconnect()
}

const STATES = {
  connected: { agent: 'connected' },
  alerting: { agent: 'alerting' },
  queued: { agent: 'none' },
  bot: { agent: 'none', bot: true },
  'ended by the agent': { agent: 'connected', prepare: agentLeaves },
}

const applied = { status: 'applied' }
const system = { status: 'system' }
const noAgent = { status: 'not-needed', reason: 'no-agent' }
const notRequired = { status: 'not-needed', reason: 'not-required' }
const byOthers = { status: 'pending', reason: 'ended-by-others' }
const refused = { status: 'pending', reason: 'refused' }

/**
 * An outcome may be the code of an error; strategy and wrap-up in the report come last.
 * @typedef {import('..').CloseOptions['strategy']} Strategy
 * @typedef {[state: string, wrapUp: string, strategy: Strategy, outcome: string, requests: string, way?: string, reported?: object]} Row
 */

/** @type {Row[]} */
const ON_MESSAGES = [
  ['connected', 'name', 'auto', 'closed', 'RLAR', 'agent', applied],
  ['connected', 'name in capitals', 'auto', 'closed', 'RLAR', 'agent', applied],
  ['connected', 'name and notes', 'auto', 'closed', 'RLAR', 'agent', { ...applied, notes: 'closed by a test' }],
  ['connected', 'first', 'auto', 'closed', 'RLAR', 'agent', applied],
  ['connected', 'id', 'auto', 'closed', 'RAR', 'agent', applied],
  ['connected', 'none', 'auto', 'WRAP_UP_REQUIRED', 'RL'],
  ['connected', 'unknown name', 'auto', 'WRAP_UP_NOT_FOUND', 'RL'],
  ['connected', 'unknown id', 'auto', 'WRAP_UP_NOT_FOUND', 'RAL'],
  ['connected', 'name', 'agent', 'closed', 'RLAR', 'agent', applied],
  ['connected', 'id', 'agent', 'closed', 'RAR', 'agent', applied],
  ['connected', 'none', 'agent', 'WRAP_UP_REQUIRED', 'RL'],
  ['connected', 'unknown name', 'agent', 'WRAP_UP_NOT_FOUND', 'RL'],
  ['connected', 'unknown id', 'agent', 'WRAP_UP_NOT_FOUND', 'RAL'],
  ['connected', 'name', 'conversation', 'closed', 'RLDCRWR', 'conversation', applied],
  ['connected', 'id', 'conversation', 'closed', 'RDCRWR', 'conversation', applied],
  ['connected', 'none', 'conversation', 'WRAP_UP_REQUIRED', 'RL'],
  ['connected', 'unknown name', 'conversation', 'WRAP_UP_NOT_FOUND', 'RL'],
  ['connected', 'unknown id', 'conversation', 'closed', 'RDCRW', 'conversation', refused],
  ['connected', 'none', 'teardown', 'closed', 'RTR', 'teardown', system],
  ['connected', 'name', 'teardown', 'INVALID_INPUT', ''],
  ['alerting', 'none', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['alerting', 'name', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['alerting', 'unknown name', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['alerting', 'id', 'conversation', 'closed', 'RCR', 'conversation', noAgent],
  ['alerting', 'none', 'conversation', 'closed', 'RCR', 'conversation', noAgent],
  ['alerting', 'none', 'agent', 'NOT_CLOSED', 'R'],
  ['alerting', 'name', 'agent', 'NOT_CLOSED', 'R'],
  ['alerting', 'none', 'teardown', 'closed', 'RTR', 'teardown', system],
  ['queued', 'none', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['queued', 'name', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['queued', 'none', 'conversation', 'closed', 'RCR', 'conversation', noAgent],
  ['queued', 'none', 'agent', 'NOT_CLOSED', 'R'],
  ['queued', 'none', 'teardown', 'closed', 'RTR', 'teardown', system],
  ['bot', 'none', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['bot', 'name', 'auto', 'closed', 'RCR', 'conversation', noAgent],
  ['bot', 'none', 'conversation', 'closed', 'RCR', 'conversation', noAgent],
  ['bot', 'none', 'agent', 'NOT_CLOSED', 'R'],
  ['bot', 'none', 'teardown', 'closed', 'RTR', 'teardown', system],
  ['ended by the agent', 'none', 'auto', 'already-closed', 'RD', 'none', byOthers],
  ['ended by the agent', 'name', 'auto', 'already-closed', 'RD', 'none', byOthers],
  ['ended by the agent', 'unknown name', 'auto', 'already-closed', 'RD', 'none', byOthers],
  ['ended by the agent', 'none', 'agent', 'already-closed', 'RD', 'none', byOthers],
  ['ended by the agent', 'none', 'conversation', 'already-closed', 'RD', 'none', byOthers],
  ['ended by the agent', 'none', 'teardown', 'already-closed', 'RD', 'none', byOthers],
]

/** @type {Row[]} */
const WRAP_UP_NOT_REQUIRED = [
  ['connected', 'none', 'auto', 'closed', 'RAR', 'agent', notRequired],
  ['connected', 'name', 'auto', 'closed', 'RLAR', 'agent', applied],
  ['connected', 'unknown name', 'auto', 'WRAP_UP_NOT_FOUND', 'RL'],
  ['connected', 'none', 'agent', 'closed', 'RAR', 'agent', notRequired],
  ['connected', 'none', 'conversation', 'closed', 'RCR', 'conversation', notRequired],
  ['connected', 'id', 'conversation', 'closed', 'RDCRWR', 'conversation', applied],
  ['connected', 'none', 'teardown', 'closed', 'RTR', 'teardown', system],
  ['alerting', 'none', 'auto', 'closed', 'RCR', 'conversation', noAgent],
]

/** @type {Row[]} */
const ON_MESSAGING = [
  ['connected', 'name', 'auto', 'closed', 'OrPr', 'conversation', applied],
  ['connected', 'first', 'auto', 'closed', 'OrPr', 'conversation', applied],
  ['connected', 'id', 'auto', 'closed', 'rPr', 'conversation', applied],
  ['connected', 'name and notes', 'auto', 'closed', 'OrPr', 'conversation', { ...applied, notes: 'closed by a test' }],
  ['connected', 'name', 'conversation', 'closed', 'OrPr', 'conversation', applied],
  ['connected', 'none', 'auto', 'WRAP_UP_REQUIRED', 'rO'],
  ['connected', 'unknown name', 'auto', 'WRAP_UP_NOT_FOUND', 'Or'],
  ['connected', 'unknown id', 'auto', 'WRAP_UP_NOT_FOUND', 'rPO'],
  ['connected', 'name', 'agent', 'INVALID_INPUT', 'Or'],
  ['connected', 'none', 'teardown', 'INVALID_INPUT', 'r'],
  ['queued', 'id', 'auto', 'closed', 'rPr', 'conversation', applied],
  ['queued', 'none', 'auto', 'WRAP_UP_REQUIRED', 'rO'],
  ['ended by the agent', 'none', 'auto', 'already-closed', 'r', 'none', undefined],
  ['ended by the agent', 'id', 'auto', 'already-closed', 'r', 'none', undefined],
]

/** The list of codes and the first read go out together: either may arrive first. */
const inAnyOrder = (letters) => letters.replace(/^(rO|Or)/, 'Or')

describe.each([
  ['messages', {}, ON_MESSAGES],
  ['messages, wrap-up not required', { wrapUp: { required: false } }, WRAP_UP_NOT_REQUIRED],
  ['messaging', {}, ON_MESSAGING],
])('a close on %s', (title, simulatorOptions, rows) => {
  const resource = title.split(',')[0]
  let simulator
  let codeId

  beforeAll(async () => {
    simulator = await Simulator.start({ ...simulatorOptions, resource: 'both', settleMs: 1 })
    const client = new GenesysClient(simulator.connection)
    const codes = await client.listWrapUpCodes()
    codeId = codes.find(({ name }) => name === NAME).id
    await client.dispose()
  })
  afterAll(() => simulator.stop())

  test.each(rows)('%s, wrap-up %s, strategy %s: %s by %s', async (...row) => {
    const [state, wrapUp, strategy, expected, letters, way, wrapUpReport] = row
    const { prepare, ...opened } = STATES[state]
    const { conversationId } = await simulator.openConversation(opened)
    await prepare?.(simulator, conversationId)
    const client = new GenesysClient({ ...simulator.connection, resource })
    const before = simulator.requests().length

    const choice = WRAP_UPS[wrapUp]({ codeId })
    const closing = client.closeConversation(conversationId, { ...(choice !== undefined && { wrapUp: choice }), strategy })
    const ended = await closing.then((report) => ({ report, error: undefined }), (error) => ({ report: undefined, error }))
    const requests = simulator.requests().slice(before)
    await client.dispose()

    expect(ended.error?.code ?? ended.report.outcome).toBe(expected)
    expect(inAnyOrder(trail(requests))).toBe(inAnyOrder(letters))
    const { state: serverState } = await simulator.conversation(conversationId)
    if (ended.report === undefined) {
      expect(serverState).toBe('open')
      return
    }
    expect(serverState).toBe('closed')
    expect(ended.report).toMatchObject({ conversationId, resource, strategy: way, ...(wrapUpReport && { wrapUp: wrapUpReport }) })
    expect(ended.report.witnesses.server.saw).toBe('closed')
    expect(ended.report.requests).toBe(requests.filter(({ path }) => path.startsWith('/api/')).length)
  })
})

test('the table has at least sixty rows', () => {
  expect(ON_MESSAGES.length + WRAP_UP_NOT_REQUIRED.length + ON_MESSAGING.length).toBeGreaterThanOrEqual(60)
})
