const { GenesysClient, GuestSession, Simulator } = require('playwright-genesys')

let simulator
let genesys
let guest

beforeAll(async () => {
  simulator = await Simulator.start()
  genesys = new GenesysClient(simulator.connection)
})

afterAll(async () => {
  await genesys.dispose()
  await simulator.stop()
})

beforeEach(async () => {
  guest = await GuestSession.connect({ ...simulator.connection, client: genesys })
})

afterEach(() => guest.dispose())

test('a payload closes the conversation, and the guest is told', async () => {
  const closing = guest.closeWhen('hard-disconnect', { wrapUp: 'E2E Test Closure' })
  await guest.send('please hard-disconnect me')
  const { conversationId } = await closing
  await expect(guest).toBeClosed({ mode: 'ReadOnly' })
  await expect(genesys.conversation(conversationId)).toBeWrappedUp('E2E Test Closure')
})

test('a 200 that does nothing is not taken for a close', async () => {
  await guest.send('hello')
  simulator.sabotage('accepts-but-ignores')
  const close = genesys.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', timeoutMs: 2_000 })
  await expect(close).rejects.toMatchObject({ code: 'NOT_CLOSED' })
  simulator.sabotage('none')
  await expect(guest).toBeOpen()
})
