import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { runCli, startSimulate } from '../../__tests__/support/processes'
import { GenesysClient, Simulator } from '../..'
import { Run } from './support/run'

const COUNT = 10
const LOOK_UP = /\/conversations\/messages\/([\w-]+)\/details$/

let org: Awaited<ReturnType<typeof startSimulate>>
let simulator: Simulator
let client: GenesysClient
let run: Run

test.beforeAll(async () => {
  org = await startSimulate()
  simulator = await Simulator.attach(org.url)
  client = new GenesysClient(simulator.connection)
  run = new Run('killed', { env: { RUN_SIMULATOR: org.url } })
})

test.afterAll(async () => {
  await run.remove()
  await client.dispose()
  await simulator.stop()
  await org.stop()
})

/** Conversations that the run has found: each worker asks for the ids of its own guests' messages. */
async function foundByRun(): Promise<string[]> {
  const messageIds = simulator.requests().flatMap(({ path: where, status }) => (status === 200 ? LOOK_UP.exec(where)?.[1] ?? [] : []))
  return [...new Set(await Promise.all([...new Set(messageIds)].map((messageId) => client.findConversation({ messageId }))))]
}

/** A run that ended by itself is no run to wait for. */
async function foundSoFar(): Promise<number> {
  if (run.hasEnded) throw new Error(`The run was over before it was killed:\n${run.output}`)
  return (await foundByRun()).length
}

const recordsOf = (ids: string[]) => Promise.all(ids.map((id) => simulator.conversation(id)))

test('a run that is killed with ten conversations open, and reap: none is open, and an eleventh is untouched', async () => {
  test.setTimeout(180_000)
  const { conversationId: eleventh } = await simulator.openConversation()
  await expect.poll(foundSoFar, { timeout: 120_000 }).toBe(COUNT)
  const sockets = simulator.openSockets()
  expect(await run.kill()).toMatchObject({ signal: 'SIGKILL' })
  const ids = await foundByRun()
  expect(ids).toHaveLength(COUNT)
  expect(ids).not.toContain(eleventh)
  expect((await recordsOf(ids)).map(({ state }) => state)).toEqual(Array(COUNT).fill('open'))
  // The browsers go when nobody leads them any more, each guest's socket with them.
  await expect.poll(() => simulator.openSockets(), { timeout: 30_000 }).toBe(sockets - COUNT)

  const files = run.leftInLedger()
  expect(files).toHaveLength(2)
  const ledger = files.map((name) => readFileSync(path.join(run.ledger, name), 'utf8'))
  expect(new Set(ledger.map((text) => (JSON.parse(text.split('\n')[0] as string) as { run: string }).run)).size).toBe(1)
  for (const secret of ['nobody may keep', simulator.connection.clientSecret as string]) expect(ledger.join()).not.toContain(secret)

  const reaped = runCli(['reap', '--ledger', run.ledger, '--wrap-up', 'E2E Test Closure'], { env: org.environment })
  expect(reaped).toMatchObject({ status: 0, stdout: expect.stringContaining('10 closed.') })
  expect((await recordsOf(ids)).map(({ state, effects }) => [state, effects?.ends])).toEqual(Array(COUNT).fill(['closed', 1]))
  expect(await simulator.conversation(eleventh)).toMatchObject({ state: 'open', effects: { ends: 0 } })
  const written = simulator.requests().filter(({ method, path: where }) => method !== 'GET' && where.startsWith('/api/'))
  const touched = written.flatMap(({ path: where }) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(where) ?? [])
  expect([...new Set(touched)].sort()).toEqual([...ids].sort())
  expect(run.leftInLedger()).toEqual([])
})
