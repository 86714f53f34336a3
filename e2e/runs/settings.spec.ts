import { expect, test } from '@playwright/test'
import { Simulator } from '../..'
import { Run } from './support/run'

/** Why the one test of the project fails in such an environment. */
async function errorIn(env: Record<string, string>) {
  const run = new Run('settings', { env })
  try {
    const recorded = await run.recorded()
    const { errors } = recorded.test('asks the org')
    expect(errors).toHaveLength(1)
    expect(errors[0]?.stack).not.toMatch(/[/\\]dist[/\\]/)
    return errors[0]
  } finally {
    await run.remove()
  }
}

test.describe.configure({ timeout: 60_000 })

test('a mode that is none is refused, with those that are', async () => {
  expect((await errorIn({ PLAYWRIGHT_GENESYS_MODE: 'offline' }))?.message).toBe(
    'TypeError: PLAYWRIGHT_GENESYS_MODE is not acceptable: got "offline"; accepted: simulator, live.',
  )
})

test('live without an org says what is missing', async () => {
  expect((await errorIn({ PLAYWRIGHT_GENESYS_MODE: 'live' }))?.message).toBe(
    'GenesysError: INVALID_INPUT: The mode is live, and no org is named.\nSet region (or GENESYSCLOUD_REGION), or apiUrl, in genesysOptions; credentials likewise.',
  )
})

test('live without credentials says what is missing', async () => {
  expect((await errorIn({ PLAYWRIGHT_GENESYS_MODE: 'live', GENESYSCLOUD_REGION: 'eu-west-1' }))?.message).toBe(
    'GenesysError: INVALID_INPUT: No credentials were given. Conversation 00000000-0000-4000-8000-000000000000.\n' +
    "Set clientId and clientSecret (or GENESYSCLOUD_OAUTHCLIENT_ID and _SECRET), or accessToken, or spread a simulator's connection.",
  )
})

test('an attached org of another deployment is refused, in words', async () => {
  const simulator = await Simulator.start()
  const DEPLOYMENT = '7d1e4c4a-3a52-4f0f-9d0b-0d6c0a7e5f11'
  const error = await errorIn({ ATTACH: simulator.url, DEPLOYMENT })
  expect(error?.message).toContain(`The attached simulator serves the deployment ${String(simulator.connection.deploymentId)}, and genesysOptions.deploymentId is ${DEPLOYMENT}.`)
  await simulator.stop()
})
