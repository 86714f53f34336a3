'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')
const { matchers } = require('../matchers')
const { failureText } = require('./support/failure-text')
const { pageGuest, shows } = require('./support/page-guest')
const { rejection } = require('./support/rejection')

expect.extend(matchers)

const SECRET = 'e5343bd36d4441cb8f5caad434f7d188599e2ad644004366b5220305399f2509'
const SOON = { timeout: 300 }

let simulator
let client
const disposables = []

beforeAll(async () => {
  simulator = await Simulator.start()
  client = new GenesysClient(simulator.connection)
})

afterEach(async () => {
  for (const dispose of disposables.splice(0).reverse()) await dispose()
  await simulator.reset()
})

afterAll(async () => {
  await client.dispose()
  await simulator.stop()
})

async function chatting(options = { client }) {
  const guest = await GuestSession.connect(options)
  disposables.push(() => guest.dispose())
  await guest.send('hello')
  const id = await guest.conversationId(client)
  return { guest, id, conversation: client.conversation(id), close: () => client.closeConversation(id, { wrapUp: 'Resolved' }) }
}

/** A guest of an org with another deployment. */
async function elsewhere(deployment) {
  const org = await Simulator.start({ deployment })
  const own = new GenesysClient(org.connection)
  const guest = await GuestSession.connect({ client: own })
  disposables.push(() => org.stop(), () => own.dispose(), () => guest.dispose())
  await guest.send('hello')
  return { guest, close: async () => own.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved' }) }
}

/** The same guest, its conversation's record being read by `get`. */
const readBy = (guest, get) => ({
  _reader: { conversationId: 'x', client: { conversation: () => ({ get }) } },
  events: guest.events,
  testify: (options) => guest.testify(options),
})

const withoutClient = () => chatting({ ...simulator.connection, deploymentId: simulator.deploymentId })

describe('toBeClosed, of a guest', () => {
  test('passes once server and guest say so, also where that comes later', async () => {
    const { guest, close } = await chatting()
    const closing = close()
    await expect(guest).toBeClosed()
    await expect(guest).toBeClosed({ mode: 'ReadOnly', staysForMs: 0 })
    await closing
  })

  test('fails with the verdict of the server while it is open', async () => {
    const { guest } = await chatting()
    expect(await failureText(() => expect(guest).toBeClosed(SOON))).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

NOT_CLOSED: The conversation is not closed. Participants: customer connected, workflow disconnected, acd disconnected, agent connected.

Expected: "closed"
Received: "not closed"

  server  open     Participants: customer connected, workflow disconnected, acd disconnected, agent connected.
  wire    open     no closing frame within # ms; last frames: …

Conversation: <id>
Timeout: # ms

What to do: Look at what was to close it: a close says in its report what was written, and what was seen after."
`)
  })

  test('says what is known where nobody can read the record', async () => {
    const { guest } = await withoutClient()
    expect(guest._reader).toBeUndefined()
    expect(await failureText(() => expect(guest).toBeClosed(SOON))).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

GUEST_NOT_TOLD: The guest was not told: no closing frame within # ms; last frames: …

Expected: "closed"
Received: "not closed"

  wire  open     no closing frame within # ms; last frames: …

Timeout: # ms

What to do: Look at the guest's socket at that time, and at conversationDisconnect in the Messenger configuration."
`)
  })

  test('fails where the server closed and the guest was not told', async () => {
    const { guest, close } = await chatting()
    simulator.sabotage('never-tells-guest')
    await close()
    expect(await failureText(() => expect(guest).toBeClosed(SOON))).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

GUEST_NOT_TOLD: The server has closed the conversation, and the guest was not told: no closing frame within # ms; last frames: …

Expected: "closed"
Received: "not closed"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    open     no closing frame within # ms; last frames: …

Conversation: <id>
Timeout: # ms

What to do: Look at the guest's socket at that time, and at conversationDisconnect in the Messenger configuration."
`)
  })

  test('names a deployment that never tells as the cause', async () => {
    const { guest, close } = await elsewhere({ conversationDisconnect: 'off' })
    await close()
    expect(await failureText(() => expect(guest).toBeClosed(SOON))).toContain('this deployment never tells its guests: conversationDisconnect is off')
  })

  test('fails where the socket was told and the page still shows it open', async () => {
    const { guest, close } = await chatting()
    await close()
    const text = await failureText(() => expect(pageGuest(guest, () => shows('open'))).toBeClosed(SOON))
    expect(text).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page still shows it as open: the banner is not visible.

Expected: "closed"
Received: "open on the page"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    closed   told by Presence Disconnect; mode ReadOnly
  page    open     the banner is not visible

Conversation: <id>
Timeout: # ms

What to do: The app did not react to the frame: look at its handler of Presence Disconnect."
`)
  })

  test('fails where the guest was told of what the server does not confirm', async () => {
    const { guest, conversation, close } = await chatting()
    await close()
    const open = { ...await conversation.get(), state: 'open' }
    const lying = readBy(guest, async () => open)
    expect(await failureText(() => expect(lying).toBeClosed(SOON))).toContain('NOT_CLOSED: The conversation is not closed.')
  })

  test('is not held up by a record that may not be read', async () => {
    const { guest, close } = await chatting()
    await close()
    const blind = readBy(guest, async () => { throw Object.assign(new Error('no'), { code: 'FORBIDDEN' }) })
    await expect(blind).toBeClosed()
    expect(await failureText(() => expect(blind).not.toBeClosed(SOON))).toMatch(/server {2}\? {8}not read: FORBIDDEN/)
  })

  test('notices a page that flips back from closed to open, and says so', async () => {
    const { guest, close } = await chatting()
    await close()
    const answers = [shows('closed'), shows('closed'), shows('closed')]
    const flipping = pageGuest(guest, () => answers.shift() ?? shows('open'))
    expect(await failureText(() => expect(flipping).toBeClosed())).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page still shows it as open: the banner is not visible.
It flipped back: # ms before, the page showed closed.

Expected: "closed"
Received: "closed, then open on the page"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    closed   told by Presence Disconnect; mode ReadOnly
  page    open     the banner is not visible

Conversation: <id>
Timeout: # ms

What to do: The app did not react to the frame: look at its handler of Presence Disconnect. Something that came late may have overwritten the end."
`)
    expect(answers).toEqual([])
  })

  test('asks the guest about what came between two looks, in the same window', async () => {
    const { guest, close } = await chatting()
    await close()
    const windows = []
    const watching = (saw) => ({
      events: guest.events,
      async testify({ staysForMs, ...rest }) {
        if (staysForMs > 0) {
          windows.push(Date.now())
          await new Promise((resolve) => { setTimeout(resolve, staysForMs) })
        }
        return { ...await guest.testify(rest), page: shows(staysForMs > 0 ? saw : 'closed') }
      },
    })
    const started = Date.now()
    await expect(watching('closed')).toBeClosed({ staysForMs: 400 })
    expect(windows[0] - started).toBeLessThan(400)
    expect(await failureText(() => expect(watching('open')).toBeClosed({ staysForMs: 50 }))).toContain('GUEST_UI_OPEN: ')
    expect(windows).toHaveLength(2)
  })

  test('without a settle window it does not', async () => {
    const { guest, close } = await chatting()
    await close()
    const answers = [shows('closed')]
    await expect(pageGuest(guest, () => answers.shift() ?? shows('open'))).toBeClosed({ staysForMs: 0 })
  })

  test('waits out the settle window, and fails where the guest is told again that it goes on', async () => {
    const { guest, close } = await chatting()
    await close()
    const started = Date.now()
    await expect(pageGuest(guest, () => shows('closed'))).toBeClosed({ staysForMs: 200 })
    expect(Date.now() - started).toBeGreaterThanOrEqual(200)
    const reopened = { wire: { saw: 'open', detail: 'told, then reopened' } }
    const testify = async ({ staysForMs, ...rest }) => (staysForMs > 0 ? reopened : guest.testify(rest))
    const forgetful = { events: guest.events, testify }
    expect(await failureText(() => expect(forgetful).toBeClosed())).toContain('GUEST_NOT_TOLD: The guest was not told: told, then reopened.')
  })

  test('names the other mode', async () => {
    const { guest, close } = await chatting()
    await close()
    expect(await failureText(() => expect(guest).toBeClosed({ mode: 'Send', ...SOON }))).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

The guest was told in mode ReadOnly, not Send.

Expected: "closed (Send)"
Received: "closed (ReadOnly)"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    closed   told by Presence Disconnect; mode ReadOnly

Conversation: <id>
Timeout: # ms

What to do: Look at conversationDisconnect in the Messenger configuration: it decides the mode."
`)
  })

  test('ends at once, with what to write, where the session expired', async () => {
    const { guest } = await chatting()
    await simulator.advance(30 * 24 * 3_600_000)
    await expect(guest).toBeClosed({ kind: 'expired' })
    const started = Date.now()
    expect(await failureText(() => expect(guest).toBeClosed({ timeout: 60_000 }))).toMatchInlineSnapshot(`
"expect(guest).toBeClosed()

SESSION_EXPIRED: The guest was not told, and will not be: the guest's session expired before any closing frame.

Expected: "closed"
Received: "expired"

  server  open     Participants: customer connected, workflow disconnected, acd disconnected, agent connected.
  wire    nothing  the guest's session expired before any closing frame

Conversation: <id>
Timeout: # ms

What to do: Where that end is meant: toBeClosed({ kind: 'expired' })."
`)
    expect(Date.now() - started).toBeLessThan(10_000)
    expect(await failureText(() => expect(guest).toBeClosed({ kind: 'displaced' }))).toContain('The session ended in another way: expired, not displaced.')
    expect(await failureText(() => expect(guest).not.toBeClosed({ kind: 'expired', ...SOON }))).toContain('The session ended: expired.')
    const page = pageGuest(guest, () => shows('open'))
    // The page is asked whether it shows "closed": how it shows another end is its own affair.
    await expect(page).toBeClosed({ kind: 'expired', ...SOON })
  })

  test('a guest that cleared its conversation was not told, and is cleared', async () => {
    const { guest } = await elsewhere({ conversationClear: true })
    await expect(guest).not.toBeClosed({ kind: 'cleared' })
    await guest.clear()
    await expect(guest).toBeClosed({ kind: 'cleared' })
    await expect(guest).not.toBeClosed()
    await expect(guest).not.toBeOpen()
  })

  test('not: passes while it is open, holds a window, and fails with who told', async () => {
    const { guest, close } = await chatting()
    await expect(guest).not.toBeClosed({ staysForMs: 100 })
    await close()
    expect(await failureText(() => expect(guest).not.toBeClosed(SOON))).toMatchInlineSnapshot(`
"expect(guest).not.toBeClosed()

The guest is closed: told by Presence Disconnect; mode ReadOnly.

Expected: not "closed"
Received: "closed (ReadOnly)"

  server  closed   Participants: customer disconnected, workflow disconnected, acd disconnected, agent disconnected.
  wire    closed   told by Presence Disconnect; mode ReadOnly

Conversation: <id>
Timeout: # ms"
`)
  })

  test('a guest that does not answer is neither closed nor not closed', async () => {
    const mute = { events: [], testify: () => new Promise(() => {}) }
    expect(await failureText(() => expect(mute).toBeClosed(SOON))).toContain('Received: "no testimony"')
    expect(await failureText(() => expect(mute).not.toBeClosed(SOON))).toContain('Received: "no testimony"')
    expect(await failureText(() => expect(mute).not.toBeOpen(SOON))).toContain('Received: "no testimony"')
  })
})

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
    const unknown = client.conversation('33333333-3333-4333-8333-333333333333')
    expect(await failureText(() => expect(unknown).toBeClosed(SOON))).toContain('NOT_FOUND: ')
    expect(await failureText(() => expect(unknown).not.toBeClosed(SOON))).toContain('Received: "could not be read"')
    const refused = new GenesysClient({ ...simulator.connection, clientSecret: 'wrong' }).conversation(unknown.id)
    expect(await rejection(() => expect(refused).toBeClosed())).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('only a guest is told, so only a guest has a mode or a kind', async () => {
    const { conversation } = await chatting()
    const error = await rejection(() => expect(conversation).toBeClosed({ mode: 'ReadOnly' }))
    expect(error.message).toMatchInlineSnapshot(`
"mode is not acceptable: got the string "ReadOnly"; accepted: nothing, for a conversation: only a guest is told.
Ask the guest."
`)
  })
})

describe('toBeOpen, of a guest', () => {
  test('passes while nothing ended it, and holds a window', async () => {
    const { guest } = await chatting()
    await expect(guest).toBeOpen({ staysForMs: 100 })
    await expect(pageGuest(guest, () => shows('open'))).toBeOpen()
  })

  test('fails with who says otherwise', async () => {
    const { guest, close } = await chatting()
    await close()
    await expect(guest).not.toBeOpen()
    expect(await failureText(() => expect(guest).toBeOpen(SOON))).toMatchInlineSnapshot(`
"expect(guest).toBeOpen()

The guest is not open: told by Presence Disconnect; mode ReadOnly.

Expected: "open"
Received: "not open"

  wire  closed   told by Presence Disconnect; mode ReadOnly

Conversation: <id>
Timeout: # ms

What to do: Look at who ended it, and when, in guest.events."
`)
  })

  test('believes neither a page nor a server that says closed', async () => {
    const { guest, close } = await chatting()
    expect(await failureText(() => expect(pageGuest(guest, () => shows('closed'))).toBeOpen(SOON))).toContain('the page does not show it as open')
    simulator.sabotage('never-tells-guest')
    await close()
    expect(await failureText(() => expect(guest).toBeOpen(SOON))).toContain("the server's record says closed")
  })

  test('not: fails while it is open', async () => {
    const { guest } = await chatting()
    expect(await failureText(() => expect(guest).not.toBeOpen(SOON))).toMatchInlineSnapshot(`
"expect(guest).not.toBeOpen()

The guest is open: its socket is up, and nothing ended its conversation.

Expected: not "open"
Received: "open"

  server  open     Participants: customer connected, workflow disconnected, acd disconnected, agent connected.
  wire    open     no closing frame within # ms; last frames: …

Conversation: <id>
Timeout: # ms"
`)
  })
})

describe('toHaveSent and toHaveReceived', () => {
  test('find what came before and what comes later, by part, pattern and predicate', async () => {
    const { guest, id } = await chatting()
    await expect(guest).toHaveSent('hell')
    await expect(guest).toHaveSent(/^HELLO$/i)
    await expect(guest).not.toHaveReceived('hello')
    const received = expect(guest).toHaveReceived(({ text }) => text === 'good day')
    await simulator.agent(id).say('good day')
    await received
  })

  test('fail with what came instead, at most five, cut short, without what looks like a token', async () => {
    const { guest, id } = await chatting()
    const texts = ['one', 'two', 'three', 'four', `Bearer ${SECRET}`, 'long '.repeat(40)]
    for (const text of texts) await simulator.agent(id).say(text)
    await guest.waitFor('long')
    const text = await failureText(() => expect(guest).toHaveReceived('goodbye', SOON))
    expect(text).toMatchInlineSnapshot(`
"expect(guest).toHaveReceived(match)

No event that the guest has received matched a text with “goodbye” within # ms.

What came (6, the last 5):
  ← text “two” (<message>)
  ← text “three” (<message>)
  ← text “four” (<message>)
  ← text “[masked]” (<message>)
  ← text “long long long long long long long long long long long long long long long long…” (<message>)

Conversation: <id>
Timeout: # ms

What to do: A string is a case-sensitive part of the text, of a button's payload, or of the content as JSON."
`)
    expect(text).not.toContain(SECRET)
  })

  test('quote no text of a live org', async () => {
    const { guest, id } = await chatting()
    await simulator.agent(id).say('my card is 4111')
    await guest.waitFor('4111')
    const live = { events: guest.events, testify: () => {} }
    const text = await failureText(() => expect(live).toHaveReceived('my secret word', SOON))
    expect(text).toContain('  ← text of 15 characters')
    expect(text).toContain('a text of 14 characters')
    expect(text).not.toMatch(/4111|secret word/)
  })

  test('only a loopback org is one whose texts may be shown', async () => {
    const { guest } = await chatting()
    expect(guest._showsTexts).toBe(true)
  })

  test('say that nothing came at all', async () => {
    const silent = { events: [], testify: () => {} }
    expect(await failureText(() => expect(silent).toHaveSent('x', SOON))).toMatchInlineSnapshot(`
"expect(guest).toHaveSent(match)

No event that the guest has sent matched a text of 1 characters within # ms. Nothing was sent at all.

Timeout: # ms

What to do: Look whether its socket was open: guest.events has one of kind 'socket' for each change."
`)
  })

  test('not: fail with the event', async () => {
    const { guest } = await chatting()
    expect(await failureText(() => expect(guest).not.toHaveSent('hello', SOON))).toMatchInlineSnapshot(`
"expect(guest).not.toHaveSent(match)

The guest has sent what matches a text with “hello”:

  → text “hello” (<message>)

Conversation: <id>
Timeout: # ms"
`)
  })

  test('what a predicate throws is what the test gets', async () => {
    const { guest } = await chatting()
    const wrong = () => { throw new RangeError('mine') }
    expect(await rejection(() => expect(guest).toHaveSent(wrong))).toMatchObject({ name: 'RangeError', message: 'mine' })
  })
})

describe('toHaveParticipantState', () => {
  test('waits for the state, and for its end', async () => {
    const { id, conversation } = await chatting()
    await expect(conversation).toHaveParticipantState('agent', 'connected')
    await simulator.agent(id).disconnect()
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
    await expect({ id, get: () => simulator.conversation(id) }).toBeWrappedUp('Resolved')
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

describe('what cannot be asked', () => {
  const ID = '11111111-2222-4333-8444-555555555555'

  test.each([
    ['a promise', Promise.resolve(), 'A promise came: await it first.'],
    ['an id', ID, 'Of an id, client.conversation(id) makes what can be asked.'],
    ['a page', { goto() {} }, 'A page came; its guest is what can be asked.'],
    ['nothing', undefined, 'got missing'],
    ['a secret', SECRET, 'got a string of 64 characters'],
  ])('%s is refused by each matcher, saying what would do', async (_, subject, hint) => {
    for (const name of Object.keys(matchers)) {
      const error = await rejection(() => expect(subject)[name]('x', 'y'))
      expect(error).toMatchObject({ code: 'INVALID_INPUT', operation: name })
      expect(error.message).toContain(hint)
      expect(error.message).not.toContain(SECRET)
    }
  })

  test.each([
    ['toBeClosed', [{ mode: 'readonly' }], "Did you mean 'ReadOnly'?"],
    ['toBeClosed', [{ timeoutMs: 5 }], 'Did you mean timeout?'],
    ['toBeClosed', [{ mode: 'Send', kind: 'expired' }], "got a mode beside kind 'expired'"],
    ['toBeClosed', [{ staysForMs: 500, timeout: 500 }], 'less than timeout, which is 500'],
    ['toBeOpen', [{ timeout: 0 }], 'got the number 0'],
    ['toBeOpen', ['soon'], 'options is not acceptable'],
    ['toHaveSent', [], 'match is not acceptable'],
    ['toHaveReceived', ['  '], 'match is not acceptable'],
  ])('%s(%j) is refused', async (name, given, text) => {
    const guest = { events: [], testify: () => {} }
    const error = await rejection(() => expect(guest)[name](...given))
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(error.message).toContain(text)
  })

  test.each([
    ['toHaveParticipantState', [], 'purpose is not acceptable'],
    ['toHaveParticipantState', ['agent', 5], 'state is not acceptable'],
    ['toBeWrappedUp', [null], 'code is not acceptable'],
  ])('%s(%j) is refused', async (name, given, text) => {
    const error = await rejection(() => expect(client.conversation(ID))[name](...given))
    expect(error).toMatchObject({ code: 'INVALID_INPUT' })
    expect(error.message).toContain(text)
  })
})

test('the deadline is the runner\'s where it has one, 0 meaning none, and 5 s where it has not', async () => {
  const { checkMatcherOptions } = require('../lib/matchers/options')
  const timeoutOf = (context, given) => checkMatcherOptions(context, 'toBeOpen', 'ToBeOpenOptions', given).timeout
  const timeouts = [timeoutOf({}), timeoutOf({ timeout: 70 }), timeoutOf({ timeout: 0 }), timeoutOf({ timeout: 70 }, { timeout: 9 })]
  expect(timeouts).toEqual([5_000, 70, 3_600_000, 9])
})
