import { test } from 'playwright-genesys/playwright'

test('asks the org', async ({ genesys }) => {
  await genesys.getConversation('00000000-0000-4000-8000-000000000000', { timeoutMs: 2_000 })
})
