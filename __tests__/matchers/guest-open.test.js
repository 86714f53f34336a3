'use strict'

const { matchers } = require('../../matchers')
const { failureText } = require('../support/failure-text')
const { useOrg } = require('../support/matchers-org')
const { pageGuest, shows } = require('../support/page-guest')

expect.extend(matchers)

const SOON = { timeout: 300 }
const org = useOrg()
const { chatting } = org

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
