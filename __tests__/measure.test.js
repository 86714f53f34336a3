'use strict'

const { spawn } = require('node:child_process')
const { randomUUID } = require('node:crypto')
const { once } = require('node:events')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { PassThrough } = require('node:stream')
const { GenesysClient, GuestSession, Simulator, reap } = require('..')
const { confirm } = require('../build/cli/measure/confirm')
const { BUDGET, PATIENCE, measure } = require('../build/measure')
const { QUESTIONS } = require('../build/measure/question')
const { environmentOf } = require('../build/surroundings/environment')
const { OtherOrg } = require('./support/other-org')
const { untyped } = require('./support/untyped')

const CLI = path.resolve(__dirname, '..', 'dist', 'cli.js')
const QUICK = { agentMs: 2_000, windowMs: 250, everyMs: 25 }

let folder
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'measure-')) })
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const ledgers = () => fs.mkdtempSync(path.join(folder, 'ledger-'))
const isOver = ({ participants }) => participants.every(({ state }) => state === 'disconnected')
const answersOf = ({ answered }) => Object.fromEntries(answered.map(({ id, answer }) => [id, answer]))

async function withOrg(options, work) {
  const org = await new OtherOrg({ answers: true, ...options }).start()
  try {
    return await work(org)
  } finally {
    await org.stop()
  }
}

function measured(org, more = {}) {
  const { signal } = new AbortController()
  return measure({ connection: org.connection, ledger: ledgers(), signal, ...QUICK, ...more })
}

/** Each of six questions has two ways. */
const VARIANTS = Array.from({ length: 64 }, (_, number) => {
  const is = (bit) => (number & (1 << bit)) !== 0
  const writes = { secondWrite: is(0) ? 202 : 403, foreignCode: is(1) ? 202 : 400 }
  const ways = { ...writes, customerStays: is(2), tellsAfterWrapUp: is(3), detailsAfterMs: is(4) ? 800 : 0 }
  return { mode: is(5) ? 'off' : 'ReadOnly', ways }
})

function expected({ mode, ways }) {
  const isTold = mode !== 'off'
  return {
    'invalid-client': '401',
    details: ways.detailsAfterMs > 0 ? 'later' : 'at once',
    told: isTold ? 'locked' : 'nothing',
    'waits-for-wrap-up': isTold ? (ways.tellsAfterWrapUp ? 'yes' : 'no') : undefined,
    'customer-leaves': ways.customerStays ? 'no' : 'yes',
    'second-write': String(ways.secondWrite),
    'writes-again': isTold ? 'refused' : 'the same conversation',
    'foreign-code': ways.foreignCode === 202 ? 'accepted' : 'refused: 400',
  }
}

describe('an org of another hand', () => {
  test.each([0, 1, 2, 3])('is answered rightly in each of its ways, and left with nothing open, part %i', async (part) => {
    const variants = VARIANTS.filter((_, index) => index % 4 === part)
    await Promise.all(variants.map((variant) => withOrg(variant, async (org) => {
      const came = await measured(org)
      expect({ variant, ...answersOf(came) }).toEqual({ variant, ...expected(variant) })
      expect([came.leftOpen, org.talks.size]).toEqual([[], 2])
      if (variant.mode === 'off') expect(came.answered.find(({ id }) => id === 'told').saw).toMatch(/; no other frame either$/)
      expect(org.requests.length).toBeLessThanOrEqual(BUDGET.requests({ ...PATIENCE, ...QUICK }))
      expect([...org.talks.values()].every(isOver)).toBe(true)
    })))
  }, 60_000)

  test('in which nobody answers has no answers that need one, and is left with nothing open', () => withOrg({ answers: false }, async (org) => {
    const came = await measured(org, { agentMs: 100 })
    const needy = came.answered.filter(({ id }) => QUESTIONS[id].needsAgent)
    expect(needy.map(({ answer, whyNot }) => [answer, whyNot])).toEqual(needy.map(() => [undefined, 'no agent answered within 0 s']))
    expect(answersOf(came).details).toBe('at once')
    expect([...org.talks.values()].every(isOver)).toBe(true)
  }))

  test('that refuses says so in place of answers', () => withOrg({ plant: { answer: ({ name }) => (name === 'conversation' ? { status: 403, body: { message: 'no', code: 'missing.permissions', status: 403 } } : undefined) } }, async (org) => {
    const told = []
    const came = await measured(org, { onAnswer: ({ id }) => told.push(id) })
    expect(came.answered.find(({ id }) => id === 'told')).toMatchObject({ whyNot: expect.stringContaining('FORBIDDEN') })
    // The text tells each as it comes, also what nobody came to.
    expect(told.toSorted()).toEqual(Object.keys(QUESTIONS).toSorted())
    expect(came.leftOpen).toHaveLength(1)
  }))
})

test('that is slow answers what a quick one answers', async () => {
  const answers = []
  for (const settleMs of [10, 3 * QUICK.windowMs]) {
    const simulator = await Simulator.start({ settleMs })
    answers.push(answersOf(await measured(simulator)))
    await simulator.stop()
  }
  expect(answers[0]).toMatchObject({ told: 'locked', 'waits-for-wrap-up': 'no', 'customer-leaves': 'yes' })
  expect(answers[1]).toEqual(answers[0])
}, 30_000)

test.each(Object.values(QUESTIONS))('$row: the words stand there', ({ row }) => {
  const [file, words] = row.split(': ')
  expect(fs.readFileSync(path.join(__dirname, '..', file), 'utf8').replace(/\s+/g, ' ')).toContain(words)
})

describe('the guard of its writes', () => {
  const NEEDY = Object.keys(QUESTIONS).filter((id) => QUESTIONS[id].needsAgent)
  const updates = (org) => org.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/participants/'))

  async function refused(org, options) {
    const came = await measured(org, options)
    const whyNot = came.answered.filter(({ id }) => NEEDY.includes(id)).map(({ answer, whyNot: why }) => answer ?? why)
    expect(whyNot).toEqual(NEEDY.map(() => expect.stringMatching(/^GUARD_REFUSED: The guard refused: \w+ does not hold/)))
    expect(came.answered.find(({ id }) => id === 'details')).toMatchObject({ answer: 'at once' })
    return came
  }

  test('refuses each in another queue than the named one; what it had opened is ended all the same', () => withOrg({}, async (org) => {
    const { leftOpen } = await refused(org, { queueId: randomUUID() })
    expect(leftOpen).toEqual([])
    expect([...org.talks.values()].map(isOver)).toEqual([true])
    // The one with which a close ends it; a probe of measure's would have come without a code.
    expect(updates(org).map(({ body }) => Object.keys(body))).toEqual([['state', 'wrapup']])
  }))

  test('lets each through in the named one', () => withOrg({ ways: { foreignCode: 400 } }, async (org) => {
    const { answered } = await measured(org, { queueId: org.queue.id })
    expect(answered.filter(({ answer }) => answer === undefined)).toEqual([])
  }))

  test("is the client's too: what that refuses stays open, and is told", () => withOrg({}, async (org) => {
    const connection = { ...org.connection, guard: { queueIds: [randomUUID()] } }
    const { leftOpen } = await refused({ ...org, connection })
    expect(leftOpen).toEqual([expect.stringContaining('GUARD_REFUSED')])
    expect(updates(org)).toEqual([])
  }))

  test('refuses a conversation that is of other messages', () => withOrg({}, async (org) => {
    const client = new GenesysClient(org.connection)
    const talk = async () => {
      const guest = await GuestSession.connect({ client })
      const { messageId } = await guest.send('Hello')
      await guest.dispose()
      return { messageId, id: await client.findConversation({ messageId }) }
    }
    const [own, other] = [await talk(), await talk()]
    const participantId = org.talks.get(other.id).participants.find(({ purpose }) => purpose === 'agent').id
    const asked = { conversationId: other.id, participantId, disconnects: true }
    const probe = (messageId) => /** @type {any} */ (client)._probe({ ...asked, guard: { messageIds: [messageId] } })
    await expect(probe(own.messageId)).rejects.toMatchObject({ code: 'GUARD_REFUSED', effect: 'none' })
    expect(updates(org)).toEqual([])
    expect(await probe(other.messageId)).toBe(202)
    await client.dispose()
  }))
})

function command(args, env) {
  const child = spawn(process.execPath, [CLI, 'measure', ...args], { cwd: folder, env: { ...process.env, NO_COLOR: '1', ...env } })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => { said.stdout += data })
  child.stderr.on('data', (data) => { said.stderr += data })
  return { child, said, ended: once(child, 'close').then(([status]) => ({ status, ...said })) }
}

describe('the command', () => {
  test('measures a simulator, says that it is one, and what it did to it stands in a recording', async () => {
    const simulator = await Simulator.start()
    const output = path.join(folder, 'run.jsonl')
    const { status, stdout, stderr } = await command(['-o', output, '--window', '250', '--ledger', ledgers()], environmentOf(simulator.connection)).ended
    await simulator.stop()
    expect(status).toBe(1)
    expect(stderr).toMatch(/^8 questions to 127\.0\.0\.1:\d+, .* 3 conversations at most/)
    expect(stdout).toContain('✓ What is the guest told when the last agent has gone? locked')
    expect(stdout).toContain("– What does a wrap-up code get that is not of the agent's list? not seen")
    expect(stdout).toContain('7 of 8 questions answered by a simulator')
    const lines = fs.readFileSync(output, 'utf8')
    expect(lines).toContain('"status":403')
    const { clientId, clientSecret, deploymentId } = simulator.connection
    expect([clientId, clientSecret, deploymentId, 'measurement by'].filter((value) => lines.includes(value))).toEqual([])
  }, 30_000)

  test('needs an org, a deployment and somebody to ask', async () => {
    const none = Object.fromEntries(Object.keys(process.env).filter((name) => /^GENESYS/.test(name)).map((name) => [name, '']))
    expect(await command([], none).ended).toMatchObject({ status: 2 })
    const real = { GENESYSCLOUD_REGION: 'mypurecloud.ie', GENESYSCLOUD_OAUTHCLIENT_ID: 'x', GENESYSCLOUD_OAUTHCLIENT_SECRET: 'y', GENESYS_DEPLOYMENT_ID: '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10' }
    expect(await command([], real).ended).toMatchObject({ status: 2, stderr: expect.stringContaining('no terminal to answer on: add --yes') })
  })

  test.each([['measure\n', 'confirmed'], ['yes\n', 'Not confirmed; nothing was opened.'], ['', 'Not confirmed; nothing was opened.']])('a real org is asked about: %j is %s', async (line, expected) => {
    const [input, output] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()]
    input.end(line)
    const org = { host: 'api.mypurecloud.ie', isSimulated: false }
    expect(await confirm(org, {}, untyped({ input, output })).then(() => 'confirmed', ({ message }) => message)).toBe(expected)
    expect(String(output.read())).toContain('Type "measure" to begin: ')
    expect(await confirm({ ...org, isSimulated: true }, {}, untyped({ input, output }))).toBeUndefined()
  })

  test('that is killed in the middle leaves to reap what it had opened', () => withOrg({ answers: false }, async (org) => {
    const ledger = ledgers()
    const { child, ended } = command(['--ledger', ledger], environmentOf(org.connection))
    while (org.talks.size === 0 || !fs.readdirSync(ledger).some((file) => fs.readFileSync(path.join(ledger, file), 'utf8').includes('"resolved"'))) await new Promise(setImmediate)
    child.kill('SIGKILL')
    await ended
    const [talk] = org.talks.values()
    expect(isOver(talk)).toBe(false)
    expect(await reap({ ...org.connection, ledger })).toMatchObject({ closed: 1, unknown: 0 })
    expect(isOver(talk)).toBe(true)
  }), 30_000)
})
