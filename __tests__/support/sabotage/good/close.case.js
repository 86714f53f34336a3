'use strict'

const { GenesysClient, GuestSession, Simulator } = require('../../../..')
const { matchers } = require('../../../../dist/matchers')

expect.extend(matchers)

let simulator
let genesys
let guest
let neighbour

beforeAll(async () => {
  simulator = await Simulator.start()
  genesys = new GenesysClient(simulator.connection)
})
afterAll(async () => {
  await genesys.dispose()
  await simulator.stop()
})
beforeEach(async () => {
  await simulator.reset()
  const connect = async () => await GuestSession.connect({ ...simulator.connection, client: genesys })
  ;[guest, neighbour] = [await connect(), await connect()]
  await Promise.all([guest, neighbour].map((each) => each.send('hello')))
  await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', timeoutMs: 1_500 })
})
afterEach(() => Promise.all([guest, neighbour].map((each) => each.dispose())))

test('the guest is locked out, and stays so', async () => {
  await expect(guest).toBeClosed({ mode: 'ReadOnly', timeout: 3_000 })
})

test('the agent is wrapped up', async () => {
  await expect(genesys.conversation(await guest.conversationId())).toBeWrappedUp('Resolved', { timeout: 1_500 })
})

test('nobody else is closed', async () => {
  await expect(neighbour).toBeOpen({ timeout: 1_500 })
})
