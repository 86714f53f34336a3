import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

test.describe.serial('in a row', () => {
  test('shows the end', async ({ simulator, genesys }) => {
    expect(await lastWord({ simulator, genesys })).toBe('closed')
  })

  test('comes after it', async ({ simulator, genesys }) => {
    expect(await lastWord({ simulator, genesys })).toMatch(/^(?:closed|text)$/)
  })
})
