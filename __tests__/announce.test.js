'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { GenesysError } = require('..')
const { announce } = require('../build/playwright/announce')
const { endedPid, temporaryFolder } = require('./support/ledger')
const { untyped } = require('./support/untyped')

const REGION = untyped({ region: 'eu-west-1', deploymentId: '11111111-2222-4333-8444-555555555555' })
const RUN = '4711-abcdef'

let folder
let said
beforeEach(() => {
  folder = temporaryFolder()
  said = []
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(text))
})
afterEach(() => {
  jest.restoreAllMocks()
  fs.rmSync(folder, { recursive: true })
})

const client = (owner) => untyped({ _owner: async () => owner })
const OURS = client({ organization: { id: 'o', name: 'An org' }, client: { id: 'c', name: 'Tests' } })

test('a run says once whom it acts on, however many workers it has', async () => {
  await Promise.all(Array.from({ length: 8 }, () => announce(OURS, REGION, { folder, run: RUN })))
  expect(said).toEqual([
    'playwright-genesys, live: these tests act on the organization "An org" (o) as the OAuth client "Tests" (c), region eu-west-1, '
    + 'deployment 11111111-2222-4333-8444-555555555555. Genesys wants automated tests to be approved beforehand: docs/playwright.md, "Against a real org".\n',
  ])
  await announce(OURS, REGION, { folder, run: '4711-another' })
  expect(said).toHaveLength(2)
})

test('an org that does not tell its name is said to be one, and stops nobody', async () => {
  const refuses = untyped({ _owner: async () => { throw new GenesysError('FORBIDDEN', 'no') } })
  await announce(refuses, untyped({ apiUrl: 'https://gateway.example:8443/prefix' }), { folder, run: RUN })
  expect(said[0]).toMatch(/act on an organization that could not be asked for \(FORBIDDEN\), at gateway\.example:8443\. /)
  await announce(client({}), REGION, { folder, run: '4711-b' })
  expect(said[1]).toMatch(/act on an organization that the API does not name, region/)
})

test("names are the server's: one line, and not long", async () => {
  await announce(client({ organization: { id: 'o', name: `evil\n\u001b[2J${'x'.repeat(500)}` } }), REGION, { folder, run: RUN })
  expect(said[0].split('\n')).toHaveLength(2)
  expect(said[0]).not.toContain('\u001b')
  expect(said[0].length).toBeLessThan(400)
})

test('a name that an earlier run may have had silences nobody', async () => {
  await announce(OURS, REGION, { folder, run: '4711' })
  await announce(OURS, REGION, { folder, run: '4711' })
  expect(said).toHaveLength(2)
})

test('what earlier runs left is removed once they have ended, or after a day, and the ledger stays', async () => {
  const names = [`${process.pid}-a.told`, `${process.pid}-b.told`, `${endedPid()}-c.told`, 'run.jsonl']
  const [old, recent, ended, ledger] = names.map((name) => path.join(folder, name))
  for (const file of [old, recent, ended, ledger]) fs.writeFileSync(file, '')
  const long = new Date(Date.now() - 48 * 3_600_000)
  for (const file of [old, ledger]) fs.utimesSync(file, long, long)
  await announce(OURS, REGION, { folder, run: RUN })
  expect(fs.readdirSync(folder).sort()).toEqual([`${process.pid}-b.told`, `${RUN}.told`, 'run.jsonl'].sort())
})
