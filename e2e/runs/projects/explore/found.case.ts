import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

// The run explores this one alone, whatever its configuration says of `only`.
test.only('shows the end', async ({ simulator, genesys }) => {
  expect(await lastWord({ simulator, genesys })).toBe('closed')
})

test('is not run', () => {
  throw new Error('There is an only beside it.')
})
