'use strict'

const { GuestSession, Simulator, closeConversation } = require('..')
const { rejection } = require('./support/rejection')

describe('an org with a certificate authority of its own', () => {
  let simulator
  let untrusting
  const environment = { ...process.env }

  beforeAll(async () => {
    simulator = await Simulator.start({ tls: true })
    const { caFile: _caFile, ...rest } = simulator.connection
    untrusting = rest
  })
  afterEach(() => { process.env = { ...environment } })
  afterAll(() => simulator.stop())

  async function closeWith(connection) {
    const { conversationId } = await simulator.openConversation({ agent: 'connected' })
    return closeConversation(conversationId, { ...connection, wrapUp: 'E2E Test Closure' })
  }

  test('is trusted by caFile, for REST and for the guest', async () => {
    expect(simulator.url).toMatch(/^https:/)
    expect((await closeWith(simulator.connection)).outcome).toBe('closed')
    const guest = await GuestSession.connect(simulator.connection)
    expect(guest.state).toBe('open')
    await guest.dispose()
  })

  test('is trusted by NODE_EXTRA_CA_CERTS', async () => {
    process.env.NODE_EXTRA_CA_CERTS = simulator.connection.caFile
    expect((await closeWith(untrusting)).outcome).toBe('closed')
  })

  test('is refused without, and the error says how to name the authority', async () => {
    const error = await rejection(() => closeWith({ ...untrusting, retry: false }))
    expect(error).toMatchObject({ code: 'TRANSPORT', effect: 'none' })
    expect(error.message).toContain('certificate')
    expect(error.hint).toContain('caFile')
  })
})
