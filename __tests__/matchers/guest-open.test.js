'use strict'

const { GenesysError } = require('../..')
const { matchers } = require('../../dist/matchers')
const { failureText } = require('../support/failure-text')
const { useOrg } = require('../support/matchers-org')
const { pageGuest, shows } = require('../support/page-guest')

expect.extend(matchers)

const SOON = { timeout: 300 }
const org = useOrg()
const { chatting, readBy } = org

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
    org.simulator.sabotage('never-tells-guest')
    await close()
    expect(await failureText(() => expect(guest).toBeOpen(SOON))).toContain("the server's record says closed")
  })

  test.each(['toBeOpen', 'toBeClosed'])('%s: of a guest who could see nothing neither it nor its negation holds', async (name) => {
    const blind = [
      { wire: { saw: 'nothing', detail: 'no socket' } },
      { wire: { saw: 'nothing', detail: 'no socket' }, page: shows('open') },
      { page: shows('open') },
    ].map((said) => ({ events: [], testify: async () => said }))
    for (const guest of blind) {
      for (const claim of [expect(guest), expect(guest).not]) expect(await failureText(() => claim[name](SOON))).toMatch(/Received: "(?!closed|open")/)
    }
    expect(await failureText(() => expect(blind[0]).not[name](SOON))).toContain('Nothing could be seen: no socket. That is neither closed nor open.')
  })

  /** @type {[string, () => {}][]} */
  const UNBELIEVED = [
    ['a server that is away', () => { throw new GenesysError('UNAVAILABLE', 'no') }],
    ['a token that is none', () => { throw new GenesysError('UNAUTHORIZED', 'no') }],
    ['an answer that is no record', () => ({})],
    ['a record without participants', () => ({ state: 'closed', participants: [] })],
  ]
  test.each(UNBELIEVED)('%s says nothing of the guest either: neither closed nor open', async (_what, get) => {
    const { guest, close } = await chatting()
    const asked = readBy(guest, async () => get())
    for (const claim of [expect(asked).toBeOpen, expect(asked).not.toBeOpen]) expect(await failureText(() => claim(SOON))).toContain('Nothing could be seen: ')
    await close()
    for (const claim of [expect(asked).toBeClosed, expect(asked).not.toBeClosed]) expect(await failureText(() => claim(SOON))).toMatch(/NOT_CLOSED: The guest was told, and the server's record was .*: whether it has ended is not known|Nothing could be seen: /)
  })

  test.each(['FORBIDDEN', 'NOT_FOUND'])('a record that may not be read (%s) counts as not asked', async (code) => {
    const { guest, close } = await chatting()
    const asked = readBy(guest, async () => { throw new GenesysError(/** @type {import('../..').GenesysErrorCode} */ (code), 'no') })
    await expect(asked).toBeOpen(SOON)
    await close()
    await expect(asked).toBeClosed()
  })

  test('a guest whose session has gone could see nothing', async () => {
    const { guest } = await chatting()
    await guest.dispose()
    const claims = [() => expect(guest).toBeOpen(SOON), () => expect(guest).not.toBeOpen(SOON), () => expect(guest).not.toBeClosed(SOON)]
    for (const claim of claims) {
      expect(await failureText(claim)).toContain('Nothing could be seen: the guest was disposed of.')
    }
  })

  test('not: waits for a socket that comes back', async () => {
    const { guest } = await chatting()
    let looks = 0
    const returning = { events: guest.events, testify: async (options) => (looks++ < 2 ? { wire: { saw: 'nothing', detail: 'down' } } : guest.testify(options)) }
    await expect(returning).not.toBeClosed()
    expect(looks).toBeGreaterThan(2)
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
