'use strict'

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { GenesysClient, Simulator } = require('..')
const { Ledger } = require('../build/ledger')
const { everythingIn, temporaryFolder } = require('./support/ledger')
const { ended, environment, runCli, startSimulate } = require('./support/processes')

const RUN = path.join(__dirname, 'support', 'crashing-run.js')
const COUNT = 10
const WRAP_UP = 'E2E Test Closure'

// Half a dozen processes start and end here.
jest.setTimeout(60_000)

let told
let simulator
let client
let folder

beforeAll(async () => {
  told = await startSimulate()
  simulator = await Simulator.attach(told.url)
  client = new GenesysClient(simulator.connection)
  folder = path.join(temporaryFolder(), 'ledger')
})

afterAll(async () => {
  await client.dispose()
  await simulator.stop()
  await told.stop()
  fs.rmSync(path.dirname(folder), { recursive: true })
})

/** Runs until it is killed; gives the message ids that it noted. */
async function killedRun() {
  const child = spawn(process.execPath, [RUN, String(COUNT), folder], { env: environment(told.environment), stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => { output += chunk })
  expect(await ended(child)).toEqual({ status: null, signal: 'SIGKILL' })
  return output.trim().split('\n')
}

/** The command, against the other process, by its environment alone. */
const reap = (...args) => runCli(['reap', '--ledger', folder, '--wrap-up', WRAP_UP, ...args], { env: told.environment })
const writes = () => simulator.requests().filter(({ method, path: where }) => method !== 'GET' && where.startsWith('/api/'))
const recordsOf = (ids) => Promise.all(ids.map((id) => simulator.conversation(id)))
const statesOf = async (ids) => (await recordsOf(ids)).map(({ state }) => state)

test('a run that is killed with ten conversations open leaves none of them behind, and an eleventh untouched', async () => {
  const messageIds = await killedRun()
  const { conversationId: eleventh } = await simulator.openConversation()
  const ids = await Promise.all(messageIds.map((messageId) => client.findConversation({ messageId })))
  expect(new Set(ids).size).toBe(COUNT)
  expect(ids).not.toContain(eleventh)
  expect(await statesOf([...ids, eleventh])).toEqual(Array(COUNT + 1).fill('open'))
  expect(Ledger.read(folder)).toMatchObject({ open: Array(COUNT).fill({ life: 'over', run: 'killed-run' }), unknown: 0, damaged: 0 })

  const before = everythingIn(folder)
  const preview = reap('--dry-run')
  expect(preview).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('10 would be closed.') })
  for (const id of ids) expect(preview.stdout).toContain(id)
  expect(preview.stdout).not.toContain(eleventh)
  expect(writes()).toEqual([])
  expect(everythingIn(folder)).toBe(before)

  const done = reap()
  expect(done).toMatchObject({ status: 0, stdout: expect.stringContaining('10 closed.') })
  const records = await recordsOf(ids)
  expect(records.map(({ state, effects }) => [state, effects.ends])).toEqual(Array(COUNT).fill(['closed', 1]))
  expect(await simulator.conversation(eleventh)).toMatchObject({ state: 'open', effects: { ends: 0 } })
  const written = new Set(writes().flatMap(({ path: where }) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(where) ?? []))
  expect([...written].sort()).toEqual([...ids].sort())

  const asked = simulator.requests().length
  expect(reap()).toMatchObject({ status: 0, stdout: 'Nothing to end.\n' })
  expect(simulator.requests()).toHaveLength(asked)

  const kept = everythingIn(folder)
  for (const id of ids) expect(kept).toContain(id)
  for (const secret of ['that nobody may keep', simulator.connection.clientSecret]) expect(`${before}${kept}`).not.toContain(secret)
})
