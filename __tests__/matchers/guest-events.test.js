'use strict'

const { matchers } = require('../../dist/matchers')
const { failureText } = require('../support/failure-text')
const { useOrg } = require('../support/matchers-org')
const { rejection } = require('../support/rejection')

expect.extend(matchers)

const SECRET = 'e5343bd36d4441cb8f5caad434f7d188599e2ad644004366b5220305399f2509'
const SOON = { timeout: 300 }
const org = useOrg()
const { chatting } = org

describe('toHaveSent and toHaveReceived', () => {
  test('find what came before and what comes later, by part, pattern and predicate', async () => {
    const { guest, id } = await chatting()
    await expect(guest).toHaveSent('hell')
    await expect(guest).toHaveSent(/^HELLO$/i)
    await expect(guest).not.toHaveReceived('hello')
    const received = expect(guest).toHaveReceived(({ text }) => text === 'good day')
    await org.simulator.agent(id).say('good day')
    await received
  })

  test('fail with what came instead, at most five, cut short, without what looks like a token', async () => {
    const { guest, id } = await chatting()
    const texts = ['one', 'two', 'three', 'four', `Bearer ${SECRET}`, 'long '.repeat(40)]
    for (const text of texts) await org.simulator.agent(id).say(text)
    await guest.waitFor('long')
    const text = await failureText(() => expect(guest).toHaveReceived('goodbye', SOON))
    expect(text).toMatchInlineSnapshot(`
"expect(guest).toHaveReceived(match)

No event that the guest has received matched a text with “goodbye” within # ms.

What came (6, the last 5):
  ← text “two” (<message>)
  ← text “three” (<message>)
  ← text “four” (<message>)
  ← text “Bearer [masked]” (<message>)
  ← text “long long long long long long long long long long long long long long long long…” (<message>)

Conversation: <id>
Timeout: # ms

What to do: A string is a case-sensitive part of the text, of a button's payload, or of the content as JSON."
`)
    expect(text).not.toContain(SECRET)
  })

  test('quote no text of a live org', async () => {
    const { guest, id } = await chatting()
    await org.simulator.agent(id).say('my card is 4111')
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

  test.each(['toHaveSent', 'toHaveReceived'])('%s: of a socket that was never open nothing is known, the negation included', async (name) => {
    const refused = { kind: 'socket', direction: 'received', detail: { phase: 'refused' } }
    for (const events of [[], [refused]]) {
      const text = await failureText(() => expect({ events, testify: () => {} }).not[name]('x', SOON))
      expect(text).toContain("the guest's socket was never open")
    }
    const open = { kind: 'socket', direction: 'received', detail: { phase: 'open' } }
    await expect({ events: [open], testify: () => {} }).not[name]('x', SOON)
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
