'use strict'

// The same test again and again, with the page watched and without, in one worker. Each notes the
// worker's CPU time at its beginning; from one beginning to the next is what a test costs.

const fs = require('node:fs')
const path = require('node:path')
const { test: watched, expect } = require(path.join(process.env.BENCH_PRODUCT, 'playwright.js'))

const WRAP_UP = 'E2E Test Closure'
const pairs = Number(process.env.BENCH_PAIRS)

function note(kind) {
  const { user, system } = process.cpuUsage()
  fs.appendFileSync(process.env.BENCH_MARKS, `${JSON.stringify({ kind, cpuMs: (user + system) / 1000 })}\n`)
}

/** Pages that nobody watches or leads: the fixtures' own are put aside, everything else stays. */
const unwatched = watched.extend({
  context: async ({ browser }, use) => {
    const context = await browser.newContext()
    await use(context)
    await context.close()
  },
  page: async ({ context }, use) => await use(await context.newPage()),
})

/** The newest open conversation, asked from the org: the same way for both. */
async function newest({ apiUrl, loginUrl, clientId, clientSecret }) {
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const login = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization: basic }, body })
  const authorization = `Bearer ${(await login.json()).access_token}`
  const { entities } = await (await fetch(`${apiUrl}/api/v2/conversations`, { headers: { authorization } })).json()
  return entities[0].id
}

async function chat(page, simulator) {
  await page.goto(simulator.messengerUrl({ page: 'custom' }))
  const frame = page.frameLocator('#chat')
  await frame.getByLabel('Message').fill('hello')
  await frame.getByRole('button', { name: 'Send' }).click()
  await expect(frame.getByText('hello')).toBeVisible()
  return { id: await newest(simulator.connection), isClosed: frame.getByText('Chat closed') }
}

function pair(number) {
  const withWitness = () => watched(`with ${number}`, async ({ page, guest, genesys, simulator }) => {
    note('with')
    const { id, isClosed } = await chat(page, simulator)
    await genesys.closeConversation(id, { wrapUp: WRAP_UP, guest })
    await expect(isClosed).toBeVisible()
  })
  const without = () => unwatched(`without ${number}`, async ({ page, genesys, simulator }) => {
    note('without')
    const { id, isClosed } = await chat(page, simulator)
    await genesys.closeConversation(id, { wrapUp: WRAP_UP })
    await expect(isClosed).toBeVisible()
  })
  const both = [withWitness, without]
  for (const declare of number % 2 === 0 ? both : both.reverse()) declare()
}

for (let number = 0; number < pairs; number++) pair(number)
unwatched('end', () => note('end'))
