'use strict'

const net = require('node:net')
const { GenesysClient, closeConversation } = require('..')
const { listening } = require('./support/listening')
const { untyped } = require('./support/untyped')

const ID = '11111111-2222-4333-8444-555555555555'

/** A port of this machine that counts who knocks, and hangs up. */
async function counter() {
  const state = { connections: 0 }
  const server = net.createServer((socket) => {
    state.connections += 1
    socket.destroy()
  })
  const url = `http://127.0.0.1:${await listening(server)}`
  return { state, connection: { apiUrl: url, loginUrl: url, configUrl: url, clientId: 'i', clientSecret: 's', retry: false }, close: () => server.close() }
}

let door
beforeEach(async () => { door = await counter() })
afterEach(() => door.close())

test('nobody is asked before the input was checked', async () => {
  const client = new GenesysClient(door.connection)
  const bad = [
    closeConversation('nonsense', door.connection),
    closeConversation(ID, { ...door.connection, wrapUp: { id: ID, name: 'x' } }),
    closeConversation(ID, { ...door.connection, timeoutMs: NaN }),
    closeConversation(ID, { ...door.connection, guard: {} }),
    client.closeConversation(ID, { strategy: untyped('hard') }),
    client.closeConversations([ID], { concurrency: -1 }),
    client.getConversation('../x'),
    client.findConversation({ messageId: 'x' }),
    client.listWrapUpCodes({ queueId: 'x' }),
  ]
  const codes = await Promise.all(bad.map((each) => each.then(() => undefined, ({ code }) => code)))
  expect(codes).toEqual(bad.map(() => 'INVALID_INPUT'))
  expect(door.state.connections).toBe(0)
})

test('with good input the same door is knocked at', async () => {
  await expect(closeConversation(ID, door.connection)).rejects.toMatchObject({ code: 'TRANSPORT' })
  expect(door.state.connections).toBeGreaterThan(0)
})

test('a signal that fired before keeps everything from being asked', async () => {
  const signal = AbortSignal.abort(new Error('before'))
  await expect(closeConversation(ID, { ...door.connection, signal })).rejects.toMatchObject({ code: 'ABORTED', name: 'AbortError' })
  expect(door.state.connections).toBe(0)
})
