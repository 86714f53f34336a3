'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { rejection } = require('./support/rejection')

const DAY_MS = 24 * 3_600_000
const SETTINGS = ['off', 'Send', 'ReadOnly']

let simulator
let client
let guests

async function start(conversationDisconnect, more = {}) {
  simulator = await Simulator.start({ deployment: { conversationDisconnect, conversationClear: true }, ...more })
  client = new GenesysClient(simulator.connection)
}

async function join(options = {}) {
  const guest = await GuestSession.connect({ client, ...options })
  guests.push(guest)
  return guest
}

/** A guest in conversation with an agent. */
async function talking(options) {
  const guest = await join(options)
  await guest.send('hello')
  const id = await guest.conversationId()
  return { guest, id, close: (more = {}) => client.closeConversation(id, { wrapUp: 'Resolved', guest, ...more }) }
}

/** What a close came to: its outcome or its code, what the socket saw, and its sentence without times. */
async function verdictOf(closing) {
  const [report, error] = await closing.then((value) => [value], (reason) => [reason.report, reason])
  const wire = report.witnesses.wire
  const sentence = wire.detail.replace(/\d+ ms/g, 'N ms').replace(/; last frames:.*/, '')
  return [error?.code ?? report.outcome, wire.saw, wire.mode, sentence]
}

/** What the socket saw, in which mode, and its sentence without times. */
async function wireOf(guest) {
  const { saw, mode, detail } = (await guest.testify({ timeoutMs: 50 })).wire
  return [saw, mode, detail.replace(/\d+ ms/g, 'N ms').replace(/; last frames:.*/, '')]
}

beforeEach(() => { guests = [] })

afterEach(async () => {
  await Promise.all(guests.map((guest) => guest.dispose()))
  await client.dispose()
  await simulator.stop()
})

const TOLD = {
  off: ['GUEST_NOT_TOLD', 'open', undefined, 'no closing frame within N ms; this deployment never tells the guest: conversationDisconnect is off'],
  Send: ['closed', 'closed', 'Send', 'told by Presence Disconnect; mode Send'],
  ReadOnly: ['closed', 'closed', 'ReadOnly', 'told by Presence Disconnect; mode ReadOnly'],
}

describe.each(SETTINGS)('conversationDisconnect %s', (setting) => {
  const isOff = setting === 'off'

  test.each(['agent', 'conversation', 'teardown'])('closed by strategy %s', async (strategy) => {
    await start(setting)
    const { close } = await talking()
    const wrapUp = strategy === 'teardown' ? undefined : 'Resolved'
    expect(await verdictOf(close({ strategy, wrapUp }))).toEqual(TOLD[setting])
  })

  test('the agent leaves by itself', async () => {
    await start(setting)
    const { guest, id } = await talking()
    await simulator.agent(id).disconnect()
    if (isOff) {
      const error = await rejection(() => guest.closed({ timeoutMs: 50 }))
      expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('conversationDisconnect is off') })
    } else {
      expect(await guest.closed()).toMatchObject({ kind: setting === 'Send' ? 'told' : 'locked', mode: setting, originatingEntity: 'Human' })
    }
    expect(await wireOf(guest)).toEqual(TOLD[setting].slice(1))
  })

  test('the bot ends it', async () => {
    await start(setting, { bot: { endsOn: 'bye' } })
    const { guest } = await talking()
    await guest.send('bye')
    if (isOff) {
      const error = await rejection(() => guest.closed({ timeoutMs: 50 }))
      expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('conversationDisconnect is off') })
    } else {
      expect(await guest.closed()).toMatchObject({ kind: setting === 'Send' ? 'told' : 'locked', mode: setting, originatingEntity: 'Bot' })
    }
    expect(await wireOf(guest)).toEqual(TOLD[setting].slice(1))
  })

  test('the guest clears', async () => {
    await start(setting)
    const { guest } = await talking()
    await guest.clear()
    expect(await rejection(() => guest.closed())).toMatchObject({ code: 'SESSION_CLOSED', message: expect.stringContaining('cleared: the guest cleared the conversation') })
    expect(await guest.testify({})).toEqual({ wire: { saw: 'nothing', detail: 'the guest cleared the conversation; that is no closing frame' } })
  })

  test('the session expires', async () => {
    await start(setting)
    const { guest } = await talking()
    const closed = rejection(() => guest.closed())
    const started = Date.now()
    await simulator.advance(4 * DAY_MS)
    expect(await closed).toMatchObject({ code: 'SESSION_EXPIRED', message: expect.stringContaining("the guest's session expired") })
    expect(Date.now() - started).toBeLessThan(2_000)
    expect(guest.state).toBe('expired')
    expect(await wireOf(guest)).toEqual(['nothing', undefined, "the guest's session expired before any closing frame"])
  })

  test('another tab displaces it', async () => {
    await start(setting)
    const guestToken = '5e1f0000-cafe-4000-8000-00000000cafe'
    const { guest } = await talking({ guestToken })
    const closed = rejection(() => guest.closed())
    for (let tab = 0; tab < 3; tab++) await join({ guestToken })
    expect(await closed).toMatchObject({ code: 'SESSION_CLOSED', message: expect.stringContaining('displaced: the server dropped this connection') })
    expect(guest.state).toBe('displaced')
    expect(await wireOf(guest)).toEqual(['nothing', undefined, 'the server dropped this connection for another one of the same guest'])
  })

  test('its socket is cut', async () => {
    await start(setting)
    const { guest, close } = await talking({ reconnect: false })
    await guest.dropSocket()
    expect(await verdictOf(close())).toEqual(['GUEST_NOT_TOLD', 'nothing', undefined, "the guest's socket has been down for N ms; no closing frame could reach it"])
  })

  test('the page is loaded again after the end', async () => {
    await start(setting)
    const guestToken = '5e1f0000-cafe-4000-8000-00000000cafe'
    const { guest, close } = await talking({ guestToken, reconnect: false })
    await guest.dropSocket()
    await close().catch(() => {})
    const again = await join({ guestToken })
    const expected = {
      off: undefined,
      Send: { kind: 'told', mode: 'Send', by: 'history' },
      ReadOnly: { kind: 'locked', mode: 'ReadOnly', by: 'session' },
    }[setting]
    if (expected !== undefined) expect(await again.closed()).toMatchObject(expected)
    else expect(await rejection(() => again.closed({ timeoutMs: 50 }))).toMatchObject({ code: 'GUEST_NOT_TOLD' })
    const sentence = {
      off: TOLD.off[3],
      Send: "told, as the guest's history shows after (re)connecting; mode Send",
      ReadOnly: 'locked: the session is read-only on (re)connecting; mode ReadOnly',
    }[setting]
    expect((await wireOf(again)).at(-1)).toBe(sentence)
  })
})

const FRAME_FAULTS = {
  lose: ['GUEST_NOT_TOLD', 'open', undefined, 'no closing frame within N ms'],
  duplicate: TOLD.ReadOnly,
  delay: TOLD.ReadOnly,
  reorder: TOLD.ReadOnly,
}

test.each(Object.entries(FRAME_FAULTS))('of 5 frame faults: the closing frame meets %s', async (frame, expected) => {
  await start('ReadOnly')
  const { close } = await talking()
  const fault = simulator.fault({ on: { frame: 'closing', times: 1 }, frame, ...(frame === 'delay' && { delayMs: 50 }) })
  expect(await verdictOf(close({ timeoutMs: 3_000 }))).toEqual(expected)
  expect(fault.hits).toBeGreaterThan(0)
})

test('of 5 frame faults: the closing frame cuts the connection, and the next one shows the end', async () => {
  await start('ReadOnly')
  const { guest, close } = await talking()
  const fault = simulator.fault({ on: { frame: 'closing', times: 1 }, frame: 'cut' })
  expect(await verdictOf(close())).toEqual(['closed', 'closed', 'ReadOnly', 'locked: the session is read-only on (re)connecting; mode ReadOnly'])
  expect(fault.hits).toBe(1)
  expect(guest.state).toBe('read-only')
})

test.each(
  ['Send', 'ReadOnly'].flatMap((setting) => Object.keys(FRAME_FAULTS).map((frame) => [frame, setting])),
)('of 8 faults on whatever frame comes first: it meets %s, under %s', async (frame, setting) => {
  await start(setting)
  const { close } = await talking()
  const fault = simulator.fault({ on: { frame: 'any', times: 1 }, frame, ...(frame === 'delay' && { delayMs: 50 }) })
  expect(await verdictOf(close({ timeoutMs: 3_000 }))).toEqual(frame === 'lose' ? FRAME_FAULTS.lose : TOLD[setting])
  expect(fault.hits).toBe(1)
})

test('the last text of the agent comes behind the end: that is no new life', async () => {
  await start('Send')
  const { guest, id, close } = await talking()
  const fault = simulator.fault({ on: { frame: 'any', times: 1 }, frame: 'reorder' })
  const said = simulator.agent(id).say('goodbye')
  expect(await verdictOf(close({ staysForMs: 300 }))).toEqual(TOLD.Send)
  await said
  expect(fault.hits).toBe(1)
  const kinds = guest.events.map(({ kind, direction, text }) => (direction === 'received' && text === 'goodbye' ? 'goodbye' : kind))
  expect(kinds.filter((kind) => ['closed', 'goodbye', 'reopened'].includes(kind))).toEqual(['closed', 'goodbye'])
})

test('of 2 faults on connects: a late connection still shows the end', async () => {
  await start('ReadOnly')
  const { guest, close } = await talking()
  const fault = simulator.fault({ on: { connect: true, times: 1 }, delayMs: 100 })
  await guest.dropSocket()
  const [outcome, saw, mode] = await verdictOf(close())
  expect([outcome, saw, mode]).toEqual(['closed', 'closed', 'ReadOnly'])
  expect(fault.hits).toBe(1)
})

test('of 2 faults on connects: a refused one leaves the guest without a line', async () => {
  await start('ReadOnly')
  const { guest, close } = await talking()
  const fault = simulator.fault({ on: { connect: true }, respond: { status: 503 } })
  await guest.dropSocket()
  expect(await verdictOf(close({ timeoutMs: 1_500 }))).toEqual(['GUEST_NOT_TOLD', 'nothing', undefined, "the guest's socket has been down for N ms; no closing frame could reach it; its last connect was refused with 503"])
  expect(fault.hits).toBeGreaterThan(0)
})

describe('of 6 sabotages', () => {
  test('accepts-but-ignores is not closed, whatever the guest says', async () => {
    await start('ReadOnly')
    const { close } = await talking()
    simulator.sabotage('accepts-but-ignores')
    expect(await rejection(() => close({ timeoutMs: 3_000 }))).toMatchObject({ code: 'NOT_CLOSED', effect: 'done' })
  })

  test('closes-neighbour tells the neighbour too, and changes nothing for ours', async () => {
    await start('ReadOnly')
    const [ours, neighbour] = [await talking(), await talking()]
    simulator.sabotage('closes-neighbour')
    expect(await verdictOf(ours.close())).toEqual(TOLD.ReadOnly)
    expect(await neighbour.guest.closed()).toMatchObject({ kind: 'locked' })
  })

  test('leaves-acw-open shows in the wrap-up, not in the guest', async () => {
    await start('ReadOnly')
    const { close } = await talking()
    simulator.sabotage('leaves-acw-open')
    const report = await close()
    expect(report).toMatchObject({ outcome: 'closed', wrapUp: { status: 'pending', reason: 'not-seen-yet' } })
    expect(report.witnesses.wire.saw).toBe('closed')
  })

  test('never-tells-guest is seen', async () => {
    await start('ReadOnly')
    const { close } = await talking()
    simulator.sabotage('never-tells-guest')
    expect(await verdictOf(close({ timeoutMs: 3_000 }))).toEqual(['GUEST_NOT_TOLD', 'open', undefined, 'no closing frame within N ms'])
  })

  test('wrong-read-only is seen in the mode', async () => {
    await start('ReadOnly')
    const { close } = await talking()
    simulator.sabotage('wrong-read-only')
    expect(await verdictOf(close())).toEqual(TOLD.Send)
  })

  test('reopens is seen by the settle window', async () => {
    await start('Send')
    const { guest, close } = await talking()
    simulator.sabotage('reopens')
    await close().catch(() => {})
    const error = await rejection(() => guest.closed({ staysForMs: 1_000, timeoutMs: 1_500 }))
    expect(error).toMatchObject({ code: 'GUEST_NOT_TOLD', message: expect.stringContaining('reopened') })
    expect(guest.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['closed', 'reopened']))
  })
})
