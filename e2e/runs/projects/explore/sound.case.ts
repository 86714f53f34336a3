import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

test('shows what came', async ({ simulator, genesys }) => {
  expect(await lastWord({ simulator, genesys })).toMatch(/^(?:closed|text)$/)
})

test('asks no guest', () => {
  expect(1).toBe(1)
})
