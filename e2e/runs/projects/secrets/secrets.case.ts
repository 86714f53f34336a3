import { appendFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { GenesysClient, GuestSession, closeConversation } from 'playwright-genesys'
import { expect, test } from 'playwright-genesys/playwright'
import { begin } from '../cases/support'

const SOME_ID = '11111111-1111-4111-8111-111111111111'
const secret = (name: string): string => process.env[`RUN_SECRET_${name}`] as string

/** The guest's token is made by the page: whoever looks for it must be told, beside the reports. */
async function tellToken(page: Page): Promise<void> {
  const frame = page.frames().find((each) => each.url().includes('/custom/frame'))
  const kept = await frame?.evaluate(() => Object.values({ ...localStorage }).join())
  const [token] = /[0-9a-f-]{36}/.exec(kept ?? '') ?? []
  appendFileSync(process.env['RUN_TOKENS'] as string, `${token}\n`)
}

test('passes, and everything is attached', async ({ page, guest, genesys }, testInfo) => {
  const conversationId = await begin(page, guest, testInfo)
  await tellToken(page)
  await genesys.closeConversation(conversationId, { wrapUp: 'Resolved', guest })
  await expect(guest).toBeClosed()
})

test('fails at the page, which is still open', async ({ page, guest }, testInfo) => {
  await begin(page, guest, testInfo)
  await tellToken(page)
  await expect(guest).toBeClosed({ timeout: 1 })
})

test('fails with a wrong secret', async ({ simulator }) => {
  await new GenesysClient({ ...simulator.connection, clientSecret: secret('CLIENT') }).closeConversation(SOME_ID)
})

test('fails with a token, behind a proxy with a secret', async () => {
  const proxy = `http://user:${encodeURIComponent(secret('PROXY'))}@127.0.0.1:9`
  await closeConversation(SOME_ID, { apiUrl: 'https://api.example.test', accessToken: secret('ACCESS'), proxy, retry: false, timeoutMs: 5_000 })
})

test('fails with a guest of a deployment that is not there', async ({ simulator }) => {
  await GuestSession.connect({ ...simulator.connection, guestToken: secret('GUEST'), deploymentId: SOME_ID })
})

test('fails with an option that cannot be', async () => {
  await closeConversation(SOME_ID, { apiUrl: 'https://api.example.test', accessToken: `${secret('ACCESS')}\n` })
})
