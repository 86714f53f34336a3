import { expect, test } from '@playwright/test'
import { Simulator } from '../..'
import { Run } from './support/run'

const CONVERSATION = /^\/api\/v2\/conversations\/messages\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/participants\//

test('a conversation whose first message comes back only after the test has ended is closed all the same', async () => {
  test.setTimeout(120_000)
  await using simulator = await Simulator.start()
  const run = new Run('echo', { env: { RUN_SIMULATOR: simulator.url } })
  try {
    const { troubles } = await run.recorded()
    expect(troubles).toEqual({})
    expect(run.leftInLedger()).toEqual([])
    const ended = new Set(simulator.requests({ method: 'PATCH' }).flatMap(({ path }) => CONVERSATION.exec(path)?.[1] ?? []))
    expect(ended.size).toBe(3)
    for (const id of ended) expect(await simulator.conversation(id)).toMatchObject({ state: 'closed', effects: { ends: 1 } })
  } finally {
    await run.remove()
  }
})
