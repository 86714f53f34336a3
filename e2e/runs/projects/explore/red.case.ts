import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

test('is red anyway', async ({ simulator, genesys }) => {
  expect(await lastWord({ simulator, genesys })).toBe('open')
})
