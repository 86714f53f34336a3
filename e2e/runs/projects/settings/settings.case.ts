import { test } from 'playwright-genesys/playwright'

// The org of another process, and the deployment that the app names.
const { ATTACH, DEPLOYMENT } = process.env
if (ATTACH !== undefined) test.use({ genesysOptions: { simulator: { attach: ATTACH }, ...(DEPLOYMENT !== undefined && { deploymentId: DEPLOYMENT }) } })

test('asks the org', async ({ genesys }) => {
  await genesys.getConversation('00000000-0000-4000-8000-000000000000', { timeoutMs: 2_000 })
})
