import { expect, test } from 'playwright-genesys/playwright'

// Run by scripts/packed/blame.js, in a project that has the package from its tarball.
const executablePath = process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH']
test.use({ launchOptions: { ...(executablePath !== undefined && { executablePath }) } })

test('a call of the guest', async ({ guest }) => {
  await guest.closed({ timeoutMs: 50 }) // blamed
})

test('a call of the client', async ({ genesys }) => {
  await genesys.closeConversation('00000000-0000-4000-8000-000000000000') // blamed
})

test('an assertion', async ({ guest }) => {
  await expect(guest).toBeClosed({ timeout: 50 }) // blamed
})
