'use strict'

const { spawn, spawnSync } = require('node:child_process')
const { once } = require('node:events')
const path = require('node:path')
const { GenesysClient, GuestSession } = require('../..')
const { environment } = require('../support/processes')
const { BEHAVIOURS, NAMES } = require('./behaviours')
const { PATCHES } = require('./mutations')

jest.setTimeout(180_000)

const ROOT = path.resolve(__dirname, '..', '..')
const RUNS = 800

test('against an org that is awkward in every legal way, nothing is said that was not so', () => {
  const args = [path.join(ROOT, 'scripts', 'chaos.js'), '--runs', String(RUNS), '--seed', '15', '--at-once', '16']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: environment(), timeout: 170_000 })
  // A violation is told last: with the seed and the path that play it again.
  expect(stdout.slice(stdout.indexOf('Violations:'))).toMatch(/^Violations: 0\n/)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test('every behaviour has a sentence, and hooks', () => {
  expect(NAMES.length).toBeGreaterThan(50)
  for (const name of NAMES) {
    expect(BEHAVIOURS[name].about).toMatch(/^[a-z0-9]/)
    expect(typeof BEHAVIOURS[name].make).toBe('function')
  }
})

test('every defence that a mutation takes out is still there', () => {
  expect(PATCHES.length).toBeGreaterThan(30)
  const fits = ({ file }) => spawnSync('git', ['apply', '--check', file], { cwd: ROOT }).status === 0
  expect(PATCHES.filter((patch) => !fits(patch)).map(({ name }) => name)).toEqual([])
})

test('the org runs by itself, and is honest', async () => {
  const child = spawn(process.execPath, [path.join(__dirname, 'org'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'], env: environment() })
  try {
    const { connection, deployments } = JSON.parse(String((await once(child.stdout, 'data'))[0]))
    const client = new GenesysClient(connection)
    const guest = await GuestSession.connect({ client, deploymentId: deployments.ReadOnly })
    await guest.send('hello')
    const report = await client.closeConversation(await guest.conversationId(), { wrapUp: 'Resolved', guest })
    expect(report).toMatchObject({ outcome: 'closed', wrapUp: { status: 'applied', name: 'Resolved' }, witnesses: { wire: { saw: 'closed', mode: 'ReadOnly' } } })
    await guest.dispose()
    await client.dispose()
  } finally {
    child.kill()
  }
})
