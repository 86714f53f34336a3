'use strict'

const { GenesysClient, GuestSession, Simulator } = require('../..')
const { matchers } = require('../../dist/matchers')
const { failureText } = require('../support/failure-text')
const { useOrg } = require('../support/matchers-org')
const { rejection } = require('../support/rejection')

expect.extend(matchers)

const SOON = { timeout: 1_000 }
const org = useOrg()
const { chatting } = org

describe('toBeClosed and toBeOpen, of a conversation', () => {
  test('follow the record', async () => {
    const { conversation, close } = await chatting()
    await expect(conversation).toBeOpen()
    await expect(conversation).not.toBeClosed()
    const closing = close()
    await expect(conversation).toBeClosed({ staysForMs: 50 })
    await expect(conversation).not.toBeOpen()
    await closing
  })

  test('fail with what stands in it', async () => {
    const { conversation } = await chatting()
    await expect(conversation).toHaveParticipantState('agent', 'connected')
    expect(await failureText(() => expect(conversation).toBeClosed(SOON))).toMatchInlineSnapshot(`
"expect(conversation).toBeClosed()

The server's record says open: customer connected, workflow disconnected, acd disconnected, agent connected.

Expected: "closed"
Received: "open"

Conversation: <id>
Timeout: # ms"
`)
    expect(await failureText(() => expect(conversation).not.toBeOpen(SOON))).toContain('Expected: not "open"\nReceived: "open"')
  })

  test('a record that cannot be read is told as the failure, whatever was asked', async () => {
    const unknown = org.client.conversation('33333333-3333-4333-8333-333333333333')
    expect(await failureText(() => expect(unknown).toBeClosed(SOON))).toContain('NOT_FOUND: ')
    expect(await failureText(() => expect(unknown).not.toBeClosed(SOON))).toContain('Received: "could not be read"')
    const refused = new GenesysClient({ ...org.simulator.connection, clientSecret: 'wrong' }).conversation(unknown.id)
    expect(await rejection(() => expect(refused).toBeClosed())).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('a purpose or a state that nobody has heard of is denied of nobody', async () => {
    const { conversation } = await chatting()
    await expect(conversation).not.toHaveParticipantState('agent', 'alerting', SOON)
    for (const [purpose, state] of [['agnet', 'connected'], ['agent', 'conected']]) {
      const text = await failureText(() => expect(conversation).not.toHaveParticipantState(purpose, state, SOON))
      expect(text).toMatch(/The (?:purpose "agnet"|state "conected") is none that is published, and nobody in the record has it: it may be misspelt\./)
    }
    const odd = { id: 'x', get: async () => ({ state: 'open', participants: [{ id: 'y', purpose: 'newcomer', state: 'humming' }, { id: 'z', purpose: 'newcomer', state: 'connected' }] }) }
    await expect(odd).not.toHaveParticipantState('newcomer', 'alerting', SOON)
  })

  test('a record without participants proves nothing, whatever is asked of it', async () => {
    const empty = { id: 'x', get: async () => ({ state: 'closed', participants: [] }) }
    const asked = [
      () => expect(empty).toBeClosed(SOON), () => expect(empty).not.toBeClosed(SOON), () => expect(empty).not.toBeOpen(SOON),
      () => expect(empty).not.toHaveParticipantState('agent', 'connected', SOON), () => expect(empty).not.toBeWrappedUp(undefined, SOON),
    ]
    const texts = await Promise.all(asked.map(failureText))
    for (const text of texts) expect(text).toContain("The server's record names no participants, which proves nothing.")
  })

  test.each([undefined, null, 'closed', {}, { state: 'closed', participants: 'none' }])('what get() gives and is no record (%j) is refused in words', async (given) => {
    const odd = { id: 'x', get: async () => given }
    expect(await rejection(() => expect(odd).not.toBeClosed(SOON))).toMatchObject({ code: 'DECODE' })
  })

  test('only a guest is told, so only a guest has a mode or a kind', async () => {
    const { conversation } = await chatting()
    const error = await rejection(() => expect(conversation).toBeClosed({ mode: 'ReadOnly' }))
    expect(error.message).toMatchInlineSnapshot(`
"INVALID_INPUT: mode is not acceptable: got the string "ReadOnly"; accepted: nothing, for a conversation: only a guest is told.
Ask the guest."
`)
  })
})

describe('toHaveParticipantState', () => {
  test('waits for the state, and for its end', async () => {
    const { id, conversation } = await chatting()
    await expect(conversation).toHaveParticipantState('agent', 'connected')
    await org.simulator.agent(id).disconnect()
    await expect(conversation).not.toHaveParticipantState('agent', 'connected')
  })

  test('fails with the states that there are', async () => {
    const { conversation } = await chatting()
    await expect(conversation).toHaveParticipantState('agent', 'connected')
    expect(await failureText(() => expect(conversation).toHaveParticipantState('agent', 'alerting', SOON))).toMatchInlineSnapshot(`
"expect(conversation).toHaveParticipantState(purpose, state)

No participant agent is alerting.

Expected: "agent alerting"
Received: "customer connected, workflow disconnected, acd disconnected, agent connected"

Conversation: <id>
Timeout: # ms

What to do: Look at the record: another state may have been passed through between two reads."
`)
    expect(await failureText(() => expect(conversation).toHaveParticipantState('agnet', 'connected', SOON))).toContain('There is no participant agnet; there are: ')
    expect(await failureText(() => expect(conversation).not.toHaveParticipantState('agent', 'connected', SOON))).toContain('There is a participant agent that is connected.')
  })
})

describe('toBeWrappedUp', () => {
  test('knows a code by name and by id, and any code', async () => {
    const { conversation, close } = await chatting()
    await expect(conversation).not.toBeWrappedUp()
    const { wrapUp } = await close()
    await expect(conversation).toBeWrappedUp('resolved')
    await expect(conversation).toBeWrappedUp(wrapUp.id)
    await expect(conversation).toBeWrappedUp()
    await expect(conversation).not.toBeWrappedUp('Escalated')
  })

  test('reads the names that a record of the simulator has', async () => {
    const { id, close } = await chatting()
    await close()
    await expect({ id, get: () => org.simulator.conversation(id) }).toBeWrappedUp('Resolved')
  })

  test('fails with the code that there is, or with none', async () => {
    const { conversation, close } = await chatting()
    expect(await failureText(() => expect(conversation).toBeWrappedUp('Resolved', SOON))).toMatchInlineSnapshot(`
"expect(conversation).toBeWrappedUp(code)

No participant has the wrap-up code "Resolved".

Expected: "Resolved (<id>)"
Received: "no code"

Conversation: <id>
Timeout: # ms

What to do: A code that was sent may not be seen yet: the report's wrapUp says so. Give it more timeout."
`)
    await close()
    expect(await failureText(() => expect(conversation).toBeWrappedUp('Escalated', SOON))).toMatchInlineSnapshot(`
"expect(conversation).toBeWrappedUp(code)

It is wrapped up, but not with the wrap-up code "Escalated".

Expected: "Escalated (<id>)"
Received: "agent <id>"

Conversation: <id>
Timeout: # ms

What to do: Look at who wrapped it up: the step of the close, or an agent."
`)
    expect(await failureText(() => expect(conversation).not.toBeWrappedUp('Resolved', SOON))).toContain('It is wrapped up with the wrap-up code "Resolved".')
  })

  test('a name that the org does not have is refused with those that it has', async () => {
    const { conversation } = await chatting()
    const error = await rejection(() => expect(conversation).not.toBeWrappedUp('Resolvd'))
    expect(error).toMatchObject({ code: 'WRAP_UP_NOT_FOUND', choices: expect.arrayContaining(['Resolved']) })
  })
})

test('a handle that never answers is waited for until the deadline, and not longer', async () => {
  const silent = { id: '00000000-0000-4000-8000-000000000001', get: () => new Promise(() => {}) }
  expect(await failureText(() => expect(silent).toBeClosed({ timeout: 200 }))).toContain('Received: "could not be read"')
})

test('an end that the record contradicts to the last is told as that, not as silence', async () => {
  const { id, conversation, close } = await chatting()
  await close()
  const participants = (await conversation.get()).participants.map((each) => ({ id: each.id, purpose: each.purpose, messages: [{ state: 'connected' }] }))
  const contradicting = org.simulator.fault({ on: { method: 'GET', path: `/api/v2/conversations/${id}` }, respond: { status: 200, body: { id, participants } } })
  const error = await rejection(() => conversation.get({ timeoutMs: 600 }))
  expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('A read shows that the conversation has ended, and nothing has confirmed it in time.') })
  expect(error.hint).toContain('its list not whole')
  expect(contradicting.hits).toBeGreaterThan(0)
})

test('somebody of whom a record tells no state is neither there nor gone', async () => {
  const silent = { id: 'x', get: async () => ({ state: 'open', participants: [{ id: 'y', purpose: 'customer', state: 'disconnected' }, { id: 'z', purpose: 'agent', state: '' }] }) }
  for (const asked of [() => expect(silent).toBeOpen(SOON), () => expect(silent).not.toBeClosed(SOON), () => expect(silent).not.toHaveParticipantState('agent', 'connected', SOON)]) {
    expect(await failureText(asked)).toContain("The server's record tells no state of some participants, which proves nothing.")
  }
})

test('on the versioned resource all of them see what its list of participants says', async () => {
  const simulator = await Simulator.start({ resource: 'messaging' })
  const client = new GenesysClient({ ...simulator.connection, resource: 'messaging' })
  const guest = await GuestSession.connect({ client })
  await guest.send('hello')
  const conversation = client.conversation(await guest.conversationId())
  await expect(conversation).toBeOpen()
  await expect(guest).toBeOpen()
  await expect(conversation).toHaveParticipantState('agent', 'connected')
  await expect(conversation).not.toBeWrappedUp('Resolved', SOON)
  await conversation.close({ wrapUp: 'Resolved', guest })
  await expect(guest).toBeClosed()
  await expect(conversation).toBeClosed()
  await expect(conversation).toHaveParticipantState('agent', 'disconnected')
  await expect(conversation).toBeWrappedUp('Resolved')
  await guest.dispose()
  await client.dispose()
  await simulator.stop()
})

test('a versioned record without participants says by itself whether it is closed, and nothing of anybody', async () => {
  const closed = { id: 'x', get: async () => ({ state: 'closed', version: 3, participants: [] }) }
  await expect(closed).toBeClosed()
  await expect(closed).not.toBeOpen(SOON)
  expect(await failureText(() => expect(closed).not.toHaveParticipantState('agent', 'connected', SOON))).toContain('names no participants')
})

describe('a signal', () => {
  test('ends an assertion at once, whatever it waits for', async () => {
    const { conversation } = await chatting()
    const guest = { events: [], testify: () => new Promise(() => {}) }
    for (const assertion of [
      (signal) => expect(conversation).toBeClosed({ signal }), (signal) => expect(guest).toBeOpen({ signal }), (signal) => expect(guest).toHaveSent('x', { signal }),
    ]) {
      const stop = new AbortController()
      const asserted = rejection(() => assertion(stop.signal))
      stop.abort(new Error('enough'))
      expect(await asserted).toMatchObject({ code: 'ABORTED', cause: { message: 'enough' } })
    }
    expect(await rejection(() => expect(guest).toBeClosed({ signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORTED', operation: 'toBeClosed' })
    expect(await rejection(() => expect(guest).toHaveSent('x', { signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORTED', operation: 'toHaveSent' })
  })
})
