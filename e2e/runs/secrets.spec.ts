import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { Simulator } from '../..'
import { leaksIn, secretOf } from '../../__tests__/support/canaries'
import { Run, type Recorded } from './support/run'
import { unzipped } from './support/zip'

const SECRETS: Record<string, string> = {
  CLIENT: secretOf('client'), ACCESS: secretOf('access'), PROXY: secretOf('proxy'), GUEST: '7f3a9c00-cafe-4000-8000-00000000cafe', UNUSED: secretOf('unused'),
}
/** The report's page carries its data as a ZIP archive in an address. */
const EMBEDDED = /data:application\/zip;base64,([A-Za-z0-9+/=]+)/g

// One run for all: what it left is looked at here.
test.describe.configure({ mode: 'default' })

let simulator: Simulator
let folder: string
let run: Run
let recorded: Recorded
let secrets: Record<string, string>

test.beforeAll(async () => {
  test.setTimeout(180_000)
  simulator = await Simulator.start()
  folder = mkdtempSync(path.join(tmpdir(), 'genesys-secrets-'))
  const given = Object.fromEntries(Object.entries(SECRETS).map(([name, secret]) => [`RUN_SECRET_${name}`, secret]))
  const tokens = path.join(folder, 'tokens.txt')
  run = new Run('secrets', {
    env: {
      ...given,
      RUN_SIMULATOR: simulator.url, RUN_REPORTS: path.join(folder, 'reports'), RUN_TOKENS: tokens,
      // Nobody asks for it: the simulator's own credentials are given.
      GENESYSCLOUD_ACCESS_TOKEN: SECRETS['UNUSED'] as string,
    },
  })
  recorded = await run.recorded()
  const guests = readFileSync(tokens, 'utf8').trim().split('\n')
  secrets = { ...SECRETS, simulator: simulator.connection.clientSecret as string, ...Object.fromEntries(guests.map((token, index) => [`page ${index}`, token])) }
})

test.afterAll(async () => {
  await run.remove()
  rmSync(folder, { recursive: true, force: true })
  await simulator.stop()
})

/** Each file below a folder, those inside of archives too, by a name that says where. */
function filesIn(root: string): Map<string, string> {
  const files = new Map<string, string>()
  const open = (name: string, bytes: Buffer): void => {
    if (name.endsWith('.zip')) return unzipped(bytes).forEach((text, inner) => { files.set(`${name}:${inner}`, text) })
    const text = bytes.toString('utf8')
    files.set(name, text)
    for (const [, data = ''] of text.matchAll(EMBEDDED)) open(`${name}.zip`, Buffer.from(data, 'base64'))
  }
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) open(entry.name, readFileSync(path.join(entry.parentPath, entry.name)))
  }
  return files
}

test('the tests had them in hand, and failed as they should', () => {
  const { 'fails at the page, which is still open': atPage, ...others } = recorded.troubles
  expect(atPage).toContain('NOT_CLOSED')
  expect(Object.keys(others)).toHaveLength(4)
  expect(recorded.test('passes, and everything is attached').status).toBe('passed')
  expect(Object.keys(secrets)).toHaveLength(8)
  for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThan(15)
})

test('each report tells of the failures, so that it was really read', () => {
  const files = [...filesIn(path.join(folder, 'reports'))]
  const tells = (where: RegExp) => files.some(([name, text]) => where.test(name) && text.includes('fails with a wrong secret') && text.includes('refused the client credentials'))
  for (const where of [/^index\.html\.zip:/, /^report.*\.zip:/, /^report\.json$/, /^report\.xml$/]) expect([String(where), tells(where)]).toEqual([String(where), true])
  const timelines = files.filter(([, text]) => text.includes('configureSession'))
  expect(timelines.length).toBeGreaterThan(2)
})

test('none stands in a report, an attachment, a file of the run, its ledger or its output', () => {
  const places = new Map([...filesIn(path.join(folder, 'reports')), ...filesIn(run.folder), ['output', recorded.output]])
  expect(places.size).toBeGreaterThan(10)
  const leaks = [...places].map(([name, text]) => [name, leaksIn(text, secrets)] as const).filter(([, found]) => found.length > 0)
  expect(leaks).toEqual([])
})
