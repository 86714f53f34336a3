'use strict'

const { ConversationFinder } = require('../build/guest/conversation-finder')
const { GenesysError } = require('../build/boundary/errors')
const { Waits } = require('../build/guest/waits')
const { Witness } = require('../build/guest/witness')

const notFound = () => { throw new GenesysError('NOT_FOUND', 'No conversation is known for this message.') }

/** A guest that has written `own` and heard `others`, with an org that knows where messages lead to. */
function guestOf({ own = [], others = [], leads = {}, isUnechoed = false, wire = { saw: 'open', detail: '' } }) {
  const [asked, at] = [[], { session: 1 }]
  const client = { findConversation: async ({ messageId }) => { asked.push(messageId); return leads[messageId] ?? notFound() } }
  const messageIds = () => [...own].reverse().concat([...others].reverse())
  const testimony = () => /** @type {import('..').Witness} */ (wire)
  const source = { session: () => at.session, messageIds, testimony, over: () => undefined }
  const written = (acknowledged, messageId) => ({ kind: 'text', direction: 'sent', acknowledged, messageId })
  const unechoed = isUnechoed ? [written(false, undefined)] : []
  const events = () => [...own.map((id) => written(true, id)), ...unechoed, { kind: 'session' }]
  const finder = new ConversationFinder(new Waits(), source, /** @type {() => import('..').GuestEvent[]} */ (events))
  return { asked, at, client, finder, own, others, leads }
}

const SINCE = 1_000
const refused = (code) => async () => { throw new GenesysError(code, 'no') }

describe('whose end a closing frame told of, by what the guest has written since a close began', () => {
  const leads = async (id) => ({ first: 'this', again: 'this', next: 'other' })[id]
  const writes = (id) => ({ own }) => { own.push(id) }
  const told = (at = SINCE) => ({ finder }) => finder.heardEnd(at)
  /** @typedef {(guest: ReturnType<typeof guestOf>) => void} Does */
  /** @type {[string, Does[], (id: string) => Promise<any>, number | undefined, string | undefined][]} */
  const CASES = [
    ['nothing', [told()], leads, SINCE, undefined],
    ['a message of this conversation', [writes('again'), told()], leads, SINCE, undefined],
    ['a message of another one', [writes('next'), told()], leads, SINCE, 'the guest has written since, and speaks in another conversation'],
    ['a message after that end', [told(), writes('next')], leads, SINCE, undefined],
    ['a message after the first end since, before the second', [told(), writes('next'), told(2_000)], leads, SINCE, undefined],
    ['a message after an end before', [told(1), writes('next'), told(2_000)], leads, SINCE, 'speaks in another conversation'],
    ['a message that is not found', [writes('next'), told()], refused('NOT_FOUND'), SINCE, 'may speak in another conversation, which was not found'],
    ['a message whose look-up fails', [writes('next'), told()], refused('UNAVAILABLE'), SINCE, 'which was not found'],
    ['a message that nobody may look up', [writes('next'), told()], refused('FORBIDDEN'), SINCE, undefined],
    ['a message of another one, where nobody closed this one', [writes('next'), told()], leads, undefined, 'speaks in another conversation'],
    ['a message that is not found, where nobody closed this one', [writes('next'), told()], refused('NOT_FOUND'), undefined, undefined],
    ['in another session', [({ at }) => { at.session = 2 }, told()], leads, SINCE, 'the closing frame came in another session'],
    ['in another session, after this one had told', [told(), ({ at }) => { at.session = 2 }], leads, SINCE, undefined],
  ]
  test.each(CASES)('%s', async (_what, steps, find, since, why) => {
    const guest = guestOf({ own: ['first'] })
    guest.finder.remember('this')
    const toldElsewhere = guest.finder.mark()
    steps.forEach((step) => step(guest))
    const elsewhere = await toldElsewhere('this', since, find)
    expect(elsewhere).toEqual(why === undefined ? undefined : expect.stringContaining(why))
  })
})

const code = (promise) => promise.then(() => 'found', (error) => error.code)

test.each([
  ['nothing', false, 'The guest has not written yet', '; the socket was never open'],
  ['open', false, 'The guest has not written yet', ''],
  ['open', true, 'What the guest has written did not come back', ''],
])('a guest of which no message was seen: its socket saw %s, it waits for an echo: %s', async (saw, isUnechoed, wrote, why) => {
  const guest = guestOf({ isUnechoed, wire: { saw, detail: 'the socket was never open' } })
  const error = await guest.finder.find(guest.client, { timeoutMs: 20 }).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'TIMEOUT', hint: expect.stringContaining('conversationId(client, { timeoutMs })') })
  expect(error.message).toContain(`${wrote}: no message was seen that leads to a conversation${why}.`)
  expect(guest.asked).toEqual([])
})

describe('which messages are asked for', () => {
  test('however much others write, no more than a few', async () => {
    const guest = guestOf({ own: ['mine'], others: Array.from({ length: 320 }, (_, i) => `theirs-${i}`) })
    expect(await code(guest.finder.find(guest.client, { timeoutMs: 30 }))).toBe('NOT_FOUND')
    expect(guest.asked).toEqual(['mine', 'theirs-319', 'theirs-318', 'theirs-317'])
  })

  test("the guest's own is asked for however much others wrote before it", async () => {
    const guest = guestOf({ others: ['a', 'b', 'c', 'd'], leads: { mine: 'the conversation' } })
    const finding = guest.finder.find(guest.client, { timeoutMs: 5_000 })
    guest.own.push('mine')
    expect(await finding).toBe('the conversation')
  })

  test('what is known is not asked for again', async () => {
    const guest = guestOf({ own: ['mine'], leads: { mine: 'one' } })
    for (let again = 0; again < 2; again++) expect(await guest.finder.find(guest.client, { timeoutMs: 5_000 })).toBe('one')
    expect(guest.asked).toEqual(['mine'])
  })

  test('what the guest writes after an end of which nobody told leads to where it is now', async () => {
    const guest = guestOf({ own: ['mine'], leads: { mine: 'one', 'mine too': 'two' } })
    await guest.finder.find(guest.client, { timeoutMs: 5_000 })
    guest.own.push('mine too')
    expect(await guest.finder.find(guest.client, { timeoutMs: 5_000 })).toBe('two')
  })

  test('nor does a message that came back while an earlier one was looked up lead where that one does', async () => {
    const guest = guestOf({ own: ['mine'], leads: { mine: 'one', 'mine too': 'two' } })
    const { findConversation } = guest.client
    guest.client.findConversation = async (message) => {
      if (!guest.own.includes('mine too')) guest.own.push('mine too')
      return await findConversation(message)
    }
    await guest.finder.find(guest.client, { timeoutMs: 5_000 })
    expect(await guest.finder.find(guest.client, { timeoutMs: 5_000 })).toBe('two')
  })

  test('a message of an earlier session of the guest leads to nothing of this one', async () => {
    const org = { first: 'one', second: 'two' }
    const asked = []
    const client = { findConversation: async ({ messageId }) => { asked.push(messageId); return org[messageId] } }
    const said = (index, messageId) => ({ index, event: { at: index, direction: 'sent', kind: 'text', messageId } })
    const now = { session: 1, ids: ['first'], fresh: [said(0, 'first')] }
    const session = () => now.session
    const source = { take: () => now.fresh.splice(0), session, closure: () => undefined, messageIds: () => now.ids, over: () => undefined }
    const guest = Reflect.construct(Witness, [{ source, client: () => client, timeoutMs: () => 5_000 }])
    guest._drain()
    expect(await guest.conversationId()).toBe('one')
    Object.assign(now, { session: 2, ids: [] })
    asked.length = 0
    const again = guest.conversationId()
    await new Promise(setImmediate)
    Object.assign(now, { ids: ['second'], fresh: [said(1, 'second')] })
    guest._drain()
    expect(await again).toBe('two')
    expect(new Set(asked)).toEqual(new Set(['second']))
  })
})
