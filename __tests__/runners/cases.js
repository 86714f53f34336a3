'use strict'

/** What must be the same in every runner, whatever it does to timers and dates: `fake` is the runner's own way to fake them. */
module.exports = ({ describe, test, expect, beforeEach, afterEach, fake, playwrightGenesys, matchers }) => {
  const { GenesysClient, GuestSession, Simulator } = playwrightGenesys
  expect.extend(matchers)

  let simulator, client, guest, conversationId
  beforeEach(async () => {
    fake.real()
    simulator = await Simulator.start()
    client = new GenesysClient(simulator.connection)
    guest = await GuestSession.connect({ ...simulator.connection, client })
    await guest.send('hello')
    conversationId = await guest.conversationId()
  })
  afterEach(async () => {
    fake.real()
    await guest.dispose()
    await client.dispose()
    await simulator.stop()
  })

  const TIMES = [
    ['real time', () => {}],
    ['fake timers', () => fake.timers()],
    ['a date that stands still in the past', () => fake.date('2020-01-01T00:00:00Z')],
    ['a date in the future', () => fake.date('2099-01-01T00:00:00Z')],
  ]
  describe.each(TIMES)('with %s', (_name, change) => {
    test('a close is closed, and its guest was told', async () => {
      change()
      const report = await client.closeConversation(conversationId, { wrapUp: 'Resolved', guest })
      expect(report.outcome).toBe('closed')
      await expect(guest).toBeClosed()
      await expect(client.conversation(conversationId)).toBeClosed()
      await expect(expect(guest).toBeOpen({ timeout: 300 })).rejects.toThrow(/closed/)
    })

    test('nobody closes: the failure comes in time, in our words', async () => {
      change()
      await expect(expect(guest).toBeClosed({ timeout: 700 })).rejects.toThrow(/NOT_CLOSED|GUEST_NOT_TOLD/)
      await expect(guest).toBeOpen()
      await expect(guest.closed({ timeoutMs: 300 })).rejects.toMatchObject({ code: 'GUEST_NOT_TOLD' })
    })

    test('an org that opens it again after the end is noticed within the settle window', async () => {
      simulator.sabotage('reopens')
      change()
      await client.closeConversation(conversationId, { wrapUp: 'Resolved' })
      await expect(expect(guest).toBeClosed({ timeout: 2000 })).rejects.toThrow(/open again|reopened|not closed|NOT_CLOSED|NOT_TOLD/i)
    })

    test('a trigger closes', async () => {
      change()
      const closing = guest.closeWhen('bye', { wrapUp: 'Resolved' })
      await guest.send('bye')
      expect((await closing).outcome).toBe('closed')
    })
  })

  test('a close that has no deadline of its own ends before its test does', async () => {
    simulator.sabotage('accepts-but-ignores')
    const failed = await client.closeConversation(conversationId, { wrapUp: 'Resolved' }).catch((error) => error)
    expect(failed.code).toBe('NOT_CLOSED')
  }, 5_000)
}
