import { expect, test } from 'playwright-genesys/playwright'
import { lastWord } from './guest'

test.describe('where the last words come after the end', () => {
  test.use({ genesysSchedule: 'v1,text.1=late1' })

  test('the order is that of the schedule', async ({ simulator, genesys }) => {
    expect(await lastWord({ simulator, genesys })).toBe(process.env['RUN_EXPECTED'] ?? 'text')
  })
})

test.describe('where a schedule leads nowhere', () => {
  test.use({ genesysSchedule: 'v1,cleared.1=twice' })

  test('its order was not tried', async ({ simulator, genesys }) => {
    expect(await lastWord({ simulator, genesys })).toBe('closed')
  })
})

test.describe('where a schedule is none', () => {
  test.use({ genesysSchedule: 'v1,closing.1=sometimes' })

  test('it is refused', () => {})
})

test('the order of the environment, else the ordinary one', async ({ simulator, genesys }) => {
  expect(await lastWord({ simulator, genesys })).toBe(process.env['RUN_EXPECTED'] ?? 'closed')
})
