'use strict'

// The same test again and again, with the page watched and without, in one worker. Each notes the
// worker's CPU time at its beginning; from one beginning to the next is what a test costs.

const fs = require('node:fs')
const path = require('node:path')
const { test: watched, expect } = require(path.join(process.env.BENCH_PRODUCT, 'dist/playwright.js'))

const WRAP_UP = 'E2E Test Closure'
const pairs = Number(process.env.BENCH_PAIRS)

function note(kind) {
  const { user, system } = process.cpuUsage()
  fs.appendFileSync(process.env.BENCH_MARKS, `${JSON.stringify({ kind, cpuMs: (user + system) / 1000 })}\n`)
}

/** Pages that nobody watches: the fixtures' own is put aside, and everything else stays, their leading to the simulator too. */
const unwatched = watched.extend({ page: async ({ context }, use) => await use(await context.newPage()) })

/** The id of the guest's first message, from the server's echo on its socket: as a spec without a witness would find it. */
function firstMessage(page) {
  return new Promise((resolve) => {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => {
      const { body } = JSON.parse(payload)
      if (body?.direction === 'Inbound' && body.type === 'Text') resolve(body.id)
    }))
  })
}

/** The same for both: a guest writes, and its conversation is found by the message. */
async function chat(page, { genesys, simulator }) {
  const message = firstMessage(page)
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const frame = page.frameLocator('#chat')
  await frame.getByLabel('Message').fill('hello')
  await frame.getByRole('button', { name: 'Send' }).click()
  return { id: await genesys.findConversation({ messageId: await message }), isClosed: frame.getByText('Chat closed') }
}

function pair(number) {
  const withWitness = () => watched(`with ${number}`, async ({ page, guest, genesys, simulator }) => {
    note('with')
    const { id, isClosed } = await chat(page, { genesys, simulator })
    await genesys.closeConversation(id, { wrapUp: WRAP_UP, guest })
    await expect(isClosed).toBeVisible()
  })
  const without = () => unwatched(`without ${number}`, async ({ page, genesys, simulator }) => {
    note('without')
    const { id, isClosed } = await chat(page, { genesys, simulator })
    await genesys.closeConversation(id, { wrapUp: WRAP_UP })
    await expect(isClosed).toBeVisible()
  })
  const both = [withWitness, without]
  for (const declare of number % 2 === 0 ? both : both.reverse()) declare()
}

for (let number = 0; number < pairs; number++) pair(number)
unwatched('end', () => note('end'))
