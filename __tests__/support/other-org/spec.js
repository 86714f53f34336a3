'use strict'

// A test of somebody's: it takes for granted that nobody writes after the end, and looks for as long as its argument says.

const { GenesysClient, GuestSession } = require('../../..')

async function main() {
  const client = new GenesysClient()
  const guest = await GuestSession.connect({ client })
  const { messageId } = await guest.send('Hello')
  const id = await client.findConversation({ messageId })
  const { outcome } = await client.closeConversation(id, { guest, wrapUp: { pick: 'first' }, timeoutMs: 2_500, staysForMs: Number(process.argv[2] ?? 0) }).catch(({ code }) => ({ outcome: code }))
  // It comes after all that was on the way.
  await guest.history()
  const kinds = guest.events.map(({ kind, direction }) => `${direction} ${kind}`)
  await guest.dispose()
  await client.dispose()
  const [last] = kinds.filter((kind) => /text|closed|reopened/.test(kind)).slice(-1)
  console.log(JSON.stringify({ outcome, kinds, last }))
  process.exitCode = last === 'received closed' ? 0 : 3
}

main()
