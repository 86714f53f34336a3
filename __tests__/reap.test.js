'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { GenesysClient, Simulator, reap } = require('..')
const { Ledger } = require('../build/ledger')
const { crash, everythingIn, temporaryFolder } = require('./support/ledger')
const { rejection } = require('./support/rejection')

const WRAP_UP = 'E2E Test Closure'
const SOME_ID = '11111111-1111-4111-8111-111111111111'
const nowhere = (number) => String(number).padStart(32, 'b')

let simulator
let folder

beforeAll(async () => { simulator = await Simulator.start() })
afterAll(() => simulator.stop())
beforeEach(async () => {
  await simulator.reset()
  folder = path.join(temporaryFolder(), 'ledger')
})
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true }))

const run = (options) => reap({ ...simulator.connection, ledger: folder, wrapUp: WRAP_UP, ...options })
const stateOf = async (id) => (await simulator.conversation(id)).state
const writes = () => simulator.requests().filter(({ method, path: where }) => method !== 'GET' && where.startsWith('/api/'))
const outcomes = ({ conversations }) => conversations.map(({ outcome }) => outcome).sort()
const idsOf = (conversations) => conversations.map(({ conversationId }) => conversationId).sort()
const receipts = () => (fs.existsSync(path.join(folder, 'receipts')) ? fs.readdirSync(path.join(folder, 'receipts')) : [])

/** The ledger of a worker that notes something and crashes. */
function crashed(note, fields = {}) {
  const ledger = Ledger.open({ folder, run: 'run-1', worker: 0, org: simulator.connection, ...fields })
  note(ledger)
  crash(ledger.path)
  return ledger.path
}

/** So many conversations, each on the ledger of a crashed worker by its message id. */
async function leftBehind(count, note = (ledger, conversation, index) => ledger.opened({ guest: `g${index}`, messageId: conversation.messageId })) {
  const opened = []
  for (let index = 0; index < count; index++) opened.push(await simulator.openConversation())
  const file = crashed((ledger) => opened.forEach((each, index) => note(ledger, each, index)))
  return { opened, file }
}

describe('what a crashed run left behind', () => {
  test('is ended, and nothing else', async () => {
    const { opened, file } = await leftBehind(3)
    const foreign = await simulator.openConversation()
    const report = await run()
    expect(report).toMatchObject({ closed: 3, alreadyClosed: 0, failedTotal: 0, refused: 0, unknown: 0, damaged: 0 })
    for (const { conversationId } of opened) expect((await simulator.conversation(conversationId)).effects.ends).toBe(1)
    expect(await stateOf(foreign.conversationId)).toBe('open')
    expect(fs.existsSync(file)).toBe(false)
  })

  test('is ended once: a second reap finds nothing and asks nobody', async () => {
    await leftBehind(2)
    await run()
    const before = simulator.requests().length
    expect(await run()).toMatchObject({ closed: 0, alreadyClosed: 0, conversations: [], requests: 0 })
    expect(simulator.requests()).toHaveLength(before)
    expect(receipts()).toHaveLength(1)
  })

  test('is ended by two reaps beside each other, and nobody warns of anything', async () => {
    const { opened, file } = await leftBehind(4)
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const reports = await Promise.all([run(), run()])
    expect(warnings).not.toHaveBeenCalled()
    warnings.mockRestore()
    expect(reports.map(({ failedTotal, unknown }) => [failedTotal, unknown])).toEqual([[0, 0], [0, 0]])
    for (const { conversationId } of opened) expect(await stateOf(conversationId)).toBe('closed')
    expect(fs.existsSync(file)).toBe(false)
  })

  test('is told by a dry run, which changes neither the org nor the disk', async () => {
    const { opened } = await leftBehind(2)
    const before = everythingIn(folder)
    const report = await run({ dryRun: true })
    expect(outcomes(report)).toEqual(['would-close', 'would-close'])
    expect(idsOf(report.conversations)).toEqual(idsOf(opened))
    expect(report).toMatchObject({ closed: 0, alreadyClosed: 0 })
    expect(report).not.toHaveProperty('receipt')
    expect(writes()).toEqual([])
    expect(everythingIn(folder)).toBe(before)
  })

  test('is one conversation, whether it is known by messages, by its id, or by both', async () => {
    const { opened: [{ conversationId }] } = await leftBehind(1, (ledger, { messageId, conversationId: id }) => {
      ledger.opened({ guest: 'g1', messageId })
      ledger.resolved({ messageId, conversationId: id })
      ledger.tracked({ conversationId: id })
    })
    crashed((ledger) => ledger.tracked({ conversationId }))
    const [messageId] = Ledger.read(folder).open.flatMap(({ messageIds }) => messageIds)
    crashed((ledger) => ledger.opened({ guest: 'g1', messageId }))
    expect(await run()).toMatchObject({ closed: 1, alreadyClosed: 0, conversations: [{ conversationId, outcome: 'closed' }] })
    expect(Ledger.read(folder).open).toEqual([])
  })

  test('and had ended meanwhile is already closed, without a write', async () => {
    const { opened: [{ conversationId }] } = await leftBehind(1)
    await simulator.agent(conversationId).disconnect()
    expect(await run()).toMatchObject({ closed: 0, alreadyClosed: 1 })
    expect(writes()).toEqual([])
    expect(await run()).toMatchObject({ conversations: [] })
  })

  test('by messages of which some lead nowhere is found by those that lead somewhere; the others stay, and are told', async () => {
    const lost = Array.from({ length: 10 }, (_, number) => nowhere(number))
    const { file } = await leftBehind(1, (ledger, { messageId }) => {
      for (const id of [...lost, messageId]) ledger.opened({ guest: 'g1', messageId: id })
    })
    expect(await run({ timeoutMs: 2_000 })).toMatchObject({ closed: 1, unknown: 1, conversations: [{ reason: 'leads-nowhere', messageIds: lost }, { outcome: 'closed' }] })
    expect(Ledger.read(folder).open).toMatchObject([{ messageIds: lost }])
    expect(fs.existsSync(file)).toBe(true)
  }, 30_000)

  test('whose record comes late is waited for, also where another message of its guest led somewhere at once', async () => {
    const { opened: [, late] } = await leftBehind(2, (ledger, { messageId }) => ledger.opened({ guest: 'g1', messageId }))
    const fault = simulator.fault({ on: { path: new RegExp(late.messageId), times: 8 }, respond: { status: 404, body: { code: 'not.found', message: 'not yet' } } })
    expect(await run({ timeoutMs: 20_000 })).toMatchObject({ closed: 2, unknown: 0 })
    expect(fault.hits).toBe(8)
  }, 30_000)

  test('whose record comes late is waited for', async () => {
    const { opened: [{ messageId }] } = await leftBehind(1)
    const fault = simulator.fault({ on: { path: new RegExp(messageId), times: 8 }, respond: { status: 404, body: { code: 'not.found', message: 'not yet' } } })
    expect(await run({ timeoutMs: 20_000 })).toMatchObject({ closed: 1, unknown: 0 })
    expect(fault.hits).toBe(8)
  }, 30_000)

  test('whose look-up is slow is waited for, also where another message led somewhere', async () => {
    const { opened: [, slow] } = await leftBehind(2, (ledger, { messageId }) => ledger.opened({ guest: 'g1', messageId }))
    const fault = simulator.fault({ on: { path: new RegExp(slow.messageId), times: 1 }, delayMs: 1_200 })
    expect(await run({ timeoutMs: 20_000 })).toMatchObject({ closed: 2, failedTotal: 0, unknown: 0 })
    expect(fault.hits).toBe(1)
  }, 30_000)

  test('of one guest in two conversations is both of them', async () => {
    const { opened } = await leftBehind(2, (ledger, { messageId }) => ledger.opened({ guest: 'g1', messageId }))
    const { conversations } = await run()
    expect(idsOf(conversations)).toEqual(idsOf(opened))
  })

  test('of more than one worker and run is ended in one go, and each is told', async () => {
    const opened = await Promise.all([1, 2].map(() => simulator.openConversation()))
    opened.forEach(({ messageId }, index) => crashed((ledger) => ledger.opened({ guest: 'g1', messageId }), { run: `run-${index}`, worker: index }))
    const { conversations } = await run()
    expect(conversations.map((each) => [each.run, each.worker, each.outcome]).sort()).toEqual([['run-0', 0, 'closed'], ['run-1', 1, 'closed']])
  })

  test('tells its progress', async () => {
    await leftBehind(3)
    const seen = []
    await run({ onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toMatchObject({ done: 3, closed: 3, failed: 0, total: 3 })
  })
})

describe('what nobody can tell', () => {
  test('is told by each reap, for nothing of it was seen ended', async () => {
    crashed((ledger) => {
      ledger.sent({ guest: 'g1' })
      ledger.sent({ guest: 'g2' })
      ledger.opened({ guest: 'g2', messageId: nowhere(1) })
    })
    const first = await run({ timeoutMs: 2_000 })
    expect(first).toMatchObject({ closed: 0, failedTotal: 0, unknown: 2 })
    expect(first.conversations.map(({ reason }) => reason).sort()).toEqual(['leads-nowhere', 'nothing-came-back'])
    const second = await run({ timeoutMs: 2_000 })
    expect(second.conversations.map(({ reason }) => reason).sort()).toEqual(['leads-nowhere', 'nothing-came-back'])
    expect(Ledger.read(folder)).toMatchObject({ open: [{ messageIds: [nowhere(1)] }], unknown: 1 })
  })
})

describe('what is left alone', () => {
  test('entries of another org', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const file = crashed((ledger) => ledger.opened({ guest: 'g1', messageId }), { org: { region: 'eu-west-1' } })
    expect(await run()).toMatchObject({ conversations: [], leftAlone: { otherOrg: 1, alive: 0, elsewhere: 0 } })
    expect(await stateOf(conversationId)).toBe('open')
    expect(fs.existsSync(file)).toBe(true)
  })

  test('a run that is alive, unless it is asked for', async () => {
    const { conversationId, messageId } = await simulator.openConversation()
    const ledger = Ledger.open({ folder, run: 'run-1', worker: 0, org: simulator.connection })
    ledger.opened({ guest: 'g1', messageId })
    expect(await run()).toMatchObject({ conversations: [], leftAlone: { alive: 1 } })
    expect(await stateOf(conversationId)).toBe('open')
    expect(await run({ includeLive: true })).toMatchObject({ closed: 1, leftAlone: { alive: 0 } })
    expect(await stateOf(conversationId)).toBe('closed')
    expect(fs.existsSync(ledger.path)).toBe(true)
    expect(await run({ includeLive: true })).toMatchObject({ conversations: [] })
    ledger.close()
  })

  test('a run of another machine, unless it is asked for', async () => {
    const { file, opened: [{ conversationId }] } = await leftBehind(1)
    const [header, ...lines] = fs.readFileSync(file, 'utf8').split('\n')
    fs.writeFileSync(file, [JSON.stringify({ ...JSON.parse(header), host: 'another' }), ...lines].join('\n'))
    expect(await run()).toMatchObject({ conversations: [], leftAlone: { elsewhere: 1 } })
    expect(await run({ includeLive: true })).toMatchObject({ conversations: [{ conversationId, outcome: 'closed' }] })
  })
})

describe('a ledger that cannot be read whole', () => {
  test('stays, though all that could be read of it has ended', async () => {
    const { file } = await leftBehind(1)
    fs.appendFileSync(file, '{"type":"opened","at":1,"gue')
    expect(await run()).toMatchObject({ closed: 1, damaged: 1 })
    expect(fs.existsSync(file)).toBe(true)
    expect(await run()).toMatchObject({ conversations: [], damaged: 1 })
  })

  test('in a folder where others could write is not acted upon', async () => {
    const { opened: [{ conversationId }] } = await leftBehind(1)
    fs.chmodSync(folder, 0o777)
    expect(await rejection(() => run())).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('others can write there') })
    expect(await stateOf(conversationId)).toBe('open')
  })
})

describe('the guard', () => {
  test('refuses a ledger that was made to name a conversation to which its message does not lead', async () => {
    const foreign = await simulator.openConversation()
    const { file, opened: [own] } = await leftBehind(1, (ledger, { messageId, conversationId }) => {
      ledger.opened({ guest: 'g1', messageId })
      ledger.resolved({ messageId, conversationId })
    })
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(own.conversationId, foreign.conversationId))
    expect(await run({ dryRun: true })).toMatchObject({ refused: 1, conversations: [{ outcome: 'refused', code: 'GUARD_REFUSED' }] })
    const report = await run()
    expect(report).toMatchObject({ closed: 0, failedTotal: 0, failed: [], refused: 1 })
    expect(report.conversations).toMatchObject([{ conversationId: foreign.conversationId, outcome: 'refused', code: 'GUARD_REFUSED' }])
    expect(writes()).toEqual([])
    expect(await stateOf(foreign.conversationId)).toBe('open')
    expect(fs.existsSync(file)).toBe(true)
  })

  test('of the connection holds beside the proof by messages', async () => {
    const { opened: [{ conversationId }] } = await leftBehind(1)
    expect(await run({ guard: { attributes: { run: 'mine' } } })).toMatchObject({ refused: 1, closed: 0 })
    expect(await stateOf(conversationId)).toBe('open')
  })

  test.each([
    ['is refused where it is older than its entry by more than an hour', 3_700_000, {}, 'refused'],
    ['is ended where it is not', 3_500_000, {}, 'closed'],
    ["is judged by the connection's guard where there is one", 3_700_000, { guard: { startedWithinMs: 7_200_000 } }, 'closed'],
  ])('a conversation that is known by its id alone %s', async (_name, age, options, outcome) => {
    await leftBehind(1, (ledger, { conversationId }) => ledger.tracked({ conversationId }))
    await simulator.advance(age)
    expect(outcomes(await run(options))).toEqual([outcome])
  })
})

describe('where something fails', () => {
  test('the rest is ended, and what failed stays on the ledger for the next reap', async () => {
    const { opened, file } = await leftBehind(3)
    const fault = simulator.fault({
      on: { method: 'PATCH', path: new RegExp(opened[1].conversationId) }, respond: { status: 400, body: { code: 'bad.request', message: 'no' } },
    })
    const report = await run()
    expect(fault.hits).toBeGreaterThan(0)
    expect(report).toMatchObject({ closed: 2, failedTotal: 1, failed: [{ conversationId: opened[1].conversationId, error: { code: 'REJECTED' } }] })
    fault.remove()
    expect(Ledger.read(folder).open.map(({ messageIds }) => messageIds)).toEqual([[opened[1].messageId]])
    expect(await run()).toMatchObject({ closed: 1, failedTotal: 0, conversations: [{ conversationId: opened[1].conversationId }] })
    expect(fs.existsSync(file)).toBe(false)
  })

  test('a look-up that fails is a failure of its message, and stays on the ledger', async () => {
    const { opened } = await leftBehind(2)
    const fault = simulator.fault({ on: { path: new RegExp(`${opened[0].messageId}/details`) }, respond: { status: 403, body: { code: 'missing.permissions', message: 'no' } } })
    const report = await run()
    expect(fault.hits).toBeGreaterThan(0)
    expect(report).toMatchObject({ closed: 1, failedTotal: 1, unknown: 0, failed: [{ conversationId: opened[0].messageId, error: { code: 'FORBIDDEN' } }] })
    expect(Ledger.read(folder).open).toMatchObject([{ messageIds: [opened[0].messageId] }])
  })

  test('a wrap-up that is needed and not given is a failure with the choices', async () => {
    await leftBehind(1)
    const { failed } = await reap({ ...simulator.connection, ledger: folder })
    expect(failed).toMatchObject([{ error: { code: 'WRAP_UP_REQUIRED', choices: expect.arrayContaining([WRAP_UP]) } }])
  })

  test('an abort keeps what was not ended, and leaves a receipt of what was', async () => {
    const { opened } = await leftBehind(2)
    const controller = new AbortController()
    const fault = simulator.fault({ on: { method: 'PATCH', path: new RegExp(opened[1].conversationId) }, delayMs: 60_000 })
    const aborting = rejection(() => run({ signal: controller.signal, onProgress: ({ closed }) => { if (closed === 1) controller.abort('enough') } }))
    expect(await aborting).toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(fault.hits).toBe(1)
    expect(Ledger.read(folder).open).toMatchObject([{ messageIds: [opened[1].messageId] }])
    const [receipt] = receipts().map((name) => JSON.parse(fs.readFileSync(path.join(folder, 'receipts', name), 'utf8')))
    expect(receipt).toMatchObject({ counts: { closed: 1 }, conversations: [{ conversationId: opened[0].conversationId, outcome: 'closed' }] })
  })

  test('a signal that fired while messages are looked up stops that too', async () => {
    crashed((ledger) => ledger.opened({ guest: 'g1', messageId: nowhere(1) }))
    const controller = new AbortController()
    const aborting = rejection(() => run({ signal: controller.signal }))
    const look = setInterval(() => { if (simulator.requests({ path: /details/ }).length > 0) controller.abort('enough') }, 5)
    expect(await aborting).toMatchObject({ code: 'ABORTED' })
    clearInterval(look)
    expect(receipts()).toEqual([])
  })
})

describe('before anything is asked', () => {
  test.each([
    ['an unknown option', { dryrun: true }, /Did you mean dryRun/],
    ['a ledger that is no path', { ledger: 5 }, /ledger is not acceptable/],
    ['two wrap-ups', { wrapUp: { name: 'x', pick: 'first' } }, /wrapUp/],
    ['an empty guard', { guard: {} }, /guard/],
  ])('%s is refused', async (_name, options, message) => {
    const { opened: [{ conversationId }] } = await leftBehind(1)
    expect(await rejection(() => run(options))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(message) })
    expect(await stateOf(conversationId)).toBe('open')
  })

  test('an org must be named', async () => {
    const named = { ...process.env }
    for (const name of Object.keys(process.env)) if (/^(PLAYWRIGHT_)?GENESYS/.test(name)) delete process.env[name]
    const error = await rejection(() => reap({ ledger: folder }))
    process.env = named
    expect(error).toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('GENESYSCLOUD_REGION') })
  })

  test('a ledger that is not there is an empty one, and needs no credentials', async () => {
    expect(await reap({ region: 'eu-west-1', accessToken: 't', ledger: folder })).toMatchObject({ conversations: [], closed: 0 })
    expect(fs.existsSync(folder)).toBe(false)
  })

  test('a ledger that cannot be read is said', async () => {
    fs.writeFileSync(folder, 'in the way')
    expect(await rejection(() => run())).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('ENOTDIR') })
  })
})

test('the receipt says what was ended, when, and by which run, to its owner alone', async () => {
  const { opened: [{ conversationId, messageId }] } = await leftBehind(1)
  const { receipt } = await run()
  expect((fs.statSync(receipt).mode & 0o777).toString(8)).toBe('600')
  const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect(JSON.parse(fs.readFileSync(receipt, 'utf8'))).toEqual({
    version: 1,
    by: expect.stringMatching(/^playwright-genesys \d+\.\d+\.\d+$/),
    org: new URL(simulator.url).host,
    startedAt: ISO,
    endedAt: ISO,
    counts: { closed: 1, alreadyClosed: 0, failed: 0, refused: 0, unknown: 0, leftAlone: { otherOrg: 0, alive: 0, elsewhere: 0 } },
    conversations: [{ conversationId, messageIds: [messageId], run: 'run-1', worker: 0, openedAt: ISO, outcome: 'closed', at: ISO }],
  })
})

test('neither ledger nor receipt holds a secret or a text', async () => {
  const guestToken = '7f3a9c00-cafe-4000-8000-00000000cafe'
  const text = 'hello-canary'
  const { GuestSession } = require('..')
  const client = new GenesysClient(simulator.connection)
  const guest = await GuestSession.connect({ client, guestToken })
  const { messageId } = await guest.send(text)
  await guest.dispose()
  await client.dispose()
  crashed((ledger) => {
    ledger.opened({ guest: 'g1', messageId })
    ledger.tracked({ conversationId: SOME_ID })
  })
  const report = await run({ timeoutMs: 2_000 })
  expect(report).toMatchObject({ closed: 1, failedTotal: 1 })
  const { clientSecret, clientId } = simulator.connection
  const written = everythingIn(folder)
  expect(written).toContain(messageId)
  for (const secret of [guestToken, text, clientSecret, clientId, 'Bearer']) expect(written).not.toContain(secret)
})
