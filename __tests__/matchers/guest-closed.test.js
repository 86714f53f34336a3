'use strict'

const { GenesysClient, GenesysError, GuestSession, Simulator } = require('../..')
const { matchers } = require('../../dist/matchers')
const { failureText } = require('../support/failure-text')
const { useOrg } = require('../support/matchers-org')
const { pageGuest, shows } = require('../support/page-guest')

expect.extend(matchers)

const SOON = { timeout: 300 }
const org = useOrg()
const { chatting, elsewhere, readBy, withoutClient } = org

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

What to do: Look at what came over the guest's socket at that time; where it was no closing frame at all, at conversationDisconnect in the Messenger configuration."
`)
  })

  test('fails where the server closed and the guest was not told', async () => {
    const { guest, close } = await chatting()
    org.simulator.sabotage('never-tells-guest')
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

What to do: Look at what came over the guest's socket at that time; where it was no closing frame at all, at conversationDisconnect in the Messenger configuration."
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

  describe('whose conversation is not known yet', () => {
    /** One that was told, and what its look-up comes to, once it may. */
    const toldOf = ({ events }, finding, record) => {
      const guest = { events, _reader: undefined, _finding: finding, testify: async () => ({ wire: { saw: 'closed', detail: 'told' }, closure: { kind: 'told', at: 0 } }) }
      const found = () => { guest._reader = { conversationId: 'x', client: { conversation: () => ({ get: async () => record }) } } }
      return { guest, found }
    }
    const failing = (code, status) => async () => { throw Object.assign(new Error('no'), { code, status }) }

    test('is looked up, and its record is asked, however long that takes', async () => {
      const { guest: chatter, conversation, close } = await chatting()
      const open = await conversation.get()
      const { guest, found } = toldOf(chatter, () => new Promise((resolve) => { setTimeout(() => { found(); resolve('x') }, 900) }), open)
      expect(await failureText(() => expect(guest).toBeClosed({ timeout: 2_000 }))).toContain('NOT_CLOSED: The conversation is not closed.')
      await close()
      const { guest: another, found: foundIt } = toldOf(chatter, async () => { foundIt() }, await conversation.get())
      await expect(another).toBeClosed()
    })

    test('is not closed for sure while nobody knows it, and where its look-up failed', async () => {
      const { guest: chatter } = await chatting()
      for (const [finding, why] of [[() => new Promise(() => {}), 'not found yet: its conversation is being looked up'], [failing('UNAVAILABLE'), 'not found: UNAVAILABLE']]) {
        const { guest } = toldOf(chatter, finding)
        expect(await failureText(() => expect(guest).toBeClosed(SOON))).toContain(`NOT_CLOSED: The guest was told, and the server's record was ${why}`)
        expect(await failureText(() => expect(guest).not.toBeClosed(SOON))).toContain(why)
      }
    })

    test('is not closed for sure where the message has a record, and that leads to no conversation', async () => {
      const { guest: chatter } = await chatting()
      const failure = await failureText(() => expect(toldOf(chatter, failing('NOT_FOUND', 200)).guest).toBeClosed(SOON))
      expect(failure).toContain('not found: NOT_FOUND')
    })

    test.each(['NOT_FOUND', 'FORBIDDEN'])('is its closing frame where the look-up says %s', async (code) => {
      const { guest: chatter } = await chatting()
      await expect(toldOf(chatter, failing(code)).guest).toBeClosed()
    })

    test('is not the one before, whose end it heard, where the guest has written since', async () => {
      const simulator = await Simulator.start({ agent: 'none', deployment: { conversationDisconnect: 'Send', conversationClear: false }, threadingHours: 0 })
      const client = new GenesysClient(simulator.connection)
      const find = client.findConversation.bind(client)
      const guest = await GuestSession.connect({ client })
      const { messageId: first } = await guest.send('hello')
      client.findConversation = (by, options) => (by.messageId === first ? find(by, options) : new Promise(() => {}))
      await client.closeConversation(await guest.conversationId())
      await guest.closed()
      const { messageId } = await guest.send('again')
      await client.closeConversation(await find({ messageId }))
      while (guest.events.filter(({ kind }) => kind === 'closed').length < 2) await new Promise(setImmediate)
      expect(await failureText(() => expect(guest).toBeClosed(SOON))).toContain('its conversation is being looked up')
      client.findConversation = find
      await expect(guest).toBeClosed()
      await guest.dispose()
      await client.dispose()
      await simulator.stop()
    })

    test('is looked up once more where the guest writes on to another one meanwhile', async () => {
      const { guest: chatter, conversation, close } = await chatting()
      await close()
      const closed = await conversation.get()
      let lookUps = 0
      const { guest } = toldOf(chatter, async () => {
        if ((lookUps += 1) === 2) return new Promise(() => {})
        guest._reader = { conversationId: 'x', client: { conversation: () => ({ get: async () => { guest._reader = undefined; return { ...closed, state: 'open' } } }) } }
        return 'x'
      })
      expect(await failureText(() => expect(guest).toBeClosed(SOON))).toContain('its conversation is being looked up')
      expect(lookUps).toBe(2)
    })

    test('is not looked up again and again where that fails', async () => {
      const { guest: chatter } = await chatting()
      for (const [code, most] of /** @type {[import('../..').GenesysErrorCode, number][]} */ ([['UNAUTHORIZED', 1], ['DECODE', 1], ['UNAVAILABLE', 5]])) {
        let asked = 0
        const { guest } = toldOf(chatter, async () => {
          asked += 1
          throw new GenesysError(code, 'no')
        })
        await failureText(() => expect(guest).toBeClosed({ timeout: 1_000 }))
        expect(asked).toBeGreaterThan(0)
        expect(asked).toBeLessThanOrEqual(most)
      }
    })

    test('nor is it open while a slow look-up may show that it ended', async () => {
      const { simulator, client } = org
      simulator.sabotage('never-tells-guest')
      const guest = await GuestSession.connect({ client })
      const slow = simulator.fault({ on: { path: /\/details$/, times: 1 }, delayMs: 700 })
      await guest.send('hello')
      while (slow.hits === 0) await new Promise(setImmediate)
      const { messageId } = guest.events.find(({ kind }) => kind === 'text')
      await simulator.agent(await client.findConversation({ messageId })).disconnect()
      expect(await failureText(() => expect(guest).toBeOpen({ timeout: 2_000 }))).toContain("the server's record says closed")
      await guest.dispose()
    })
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

What to do: The app did react, and something that came later overwrote the end: look at what it paints, and when."
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
    await org.simulator.advance(30 * 24 * 3_600_000)
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
