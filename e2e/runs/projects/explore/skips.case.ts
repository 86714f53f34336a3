import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

test('shows the end, too', async ({ simulator, genesys }) => {
  expect(await lastWord({ simulator, genesys })).toBe('closed')
})

test('skips itself where anything is otherwise', async ({ simulator, genesys }) => {
  await lastWord({ simulator, genesys })
  test.skip((await simulator.course())?.schedule !== 'v1')
})
