'use strict'

const { GenesysClient, GuestSession, Simulator } = require('..')

const SESSIONS = 1_000
const KILOBYTE = 1_024

const residentBytes = () => process.memoryUsage().rss

/** Runs one task for each item, so many at a time. */
async function each(items, atATime, task) {
  const queue = [...items.entries()]
  const results = []
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await task(next[1])
  }
  await Promise.all(Array.from({ length: atATime }, work))
  return results
}

test('1,000 guests are connected at the same moment, and every one is told', async () => {
  const simulator = await Simulator.start({ deployment: { conversationDisconnect: 'Send' } })
  const client = new GenesysClient(simulator.connection)
  const before = residentBytes()
  const guests = await each(Array.from({ length: SESSIONS }), 50, () => GuestSession.connect({ client }))
  const perSession = Math.round((residentBytes() - before) / SESSIONS / KILOBYTE)

  const states = guests.map(({ state }) => state)
  expect(states.every((state) => state === 'open')).toBe(true)
  // The server's own count of sockets that are open at this moment.
  expect(simulator.openSockets()).toBe(SESSIONS)
  const ids = await each(guests, 50, async (guest) => {
    await guest.send('hello')
    return guest.conversationId()
  })
  expect(new Set(ids).size).toBe(SESSIONS)
  const closed = guests.map((guest) => guest.closed({ timeoutMs: 60_000 }))
  await each(ids, 50, (id) => simulator.agent(id).disconnect())
  const closures = await Promise.all(closed)
  expect(closures.filter(({ kind, mode }) => kind === 'told' && mode === 'Send')).toHaveLength(SESSIONS)
  process.stdout.write(`${SESSIONS} guests, client and simulator in one process: ${perSession} KiB of resident memory for each\n`)

  await each(guests, 50, (guest) => guest.dispose())
  await client.dispose()
  await simulator.stop()
}, 120_000)
