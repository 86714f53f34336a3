import { execFile } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { Simulator } from 'playwright-genesys'
import { CLI, environment, startSimulate } from '../../__tests__/support/processes'
import { RegionProxy } from './support/region-proxy'
import { Run, type Recorded } from './support/run'

const [REGION, DOMAIN] = ['eu-west-1', 'mypurecloud.ie']

test.describe.configure({ mode: 'default' })

let org: Awaited<ReturnType<typeof startSimulate>>
let proxy: RegionProxy
let variables: Record<string, string>
let run: Run
let recorded: Recorded
let passed: Set<string>
let asked: ReturnType<Simulator['requests']>

/** An org of a region, in another process, with an authority of its own; only the proxy knows where it is. */
test.beforeAll(async () => {
  test.setTimeout(180_000)
  org = await startSimulate(['--tls', '--tls-host', `*.${DOMAIN}`])
  proxy = await RegionProxy.start(DOMAIN, Number(new URL(org.url).port))
  variables = {
    PLAYWRIGHT_GENESYS_CA_FILE: org.caFile,
    HTTPS_PROXY: proxy.url,
    GENESYSCLOUD_REGION: REGION,
    GENESYSCLOUD_OAUTHCLIENT_ID: org.connection.clientId,
    GENESYSCLOUD_OAUTHCLIENT_SECRET: org.connection.clientSecret,
    GENESYS_DEPLOYMENT_ID: org.deploymentId,
  }
  run = new Run('live', { env: { ...variables, RUN_DOMAIN: DOMAIN, PLAYWRIGHT_GENESYS_MODE: 'live' } })
  recorded = await run.recorded()
  passed = new Set(proxy.passed)
  const simulator = await Simulator.attach(org.url, { caFile: org.caFile })
  asked = simulator.requests()
  await simulator.stop()
})

test.afterAll(async () => {
  await run.remove()
  await proxy.stop()
  await org.stop()
})

test('the story that names no simulator passes on an org of a region, over TLS and through a proxy', () => {
  expect(recorded.troubles).toEqual({ 'there is no simulator': expect.any(String), 'nobody is told': expect.any(String) })
  expect(recorded.recording.tests).toHaveLength(7)
  for (const service of ['api', 'login', 'webmessaging']) expect(passed).toContain(`${service}.${DOMAIN}`)
  expect(run.leftInLedger()).toEqual([])
})

test('which org it acts on is said once in the run, by its name, before anything is opened there', () => {
  const lines = recorded.output.split('\n').filter((line) => line.includes('playwright-genesys, live:'))
  expect(lines).toHaveLength(1)
  const [line = ''] = lines
  expect(line).toMatch(new RegExp(`act on the organization "Simulated Org" \\([\\da-f-]{36}\\) as the OAuth client "Simulated OAuth client" \\(${org.connection.clientId}\\)`))
  expect(line).toContain(`region ${REGION}, deployment ${org.deploymentId}. Genesys wants automated tests to be approved beforehand`)
  expect(new Set(recorded.recording.tests.map(({ worker }) => worker)).size).toBeGreaterThan(1)
  expect(recorded.output).not.toContain(org.connection.clientSecret)
  const [told, opened] = ['/api/v2/tokens/me', '/v1?'].map((start) => asked.findIndex(({ path }) => path.startsWith(start)))
  expect(told).toBeGreaterThanOrEqual(0)
  expect(opened).toBeGreaterThan(told as number)
})

test('doctor goes the same way, its socket too, and finds nothing wrong', async () => {
  const [before, command] = [proxy.passed.length, [CLI, 'doctor', '--probe-writes', '--json']]
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment(variables) })
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { check: string; status: string }[] }
  expect(findings.filter(({ status }) => status !== 'ok').map(({ check }) => check)).toEqual(['clock', 'rate-limit', 'queue', 'conversation', 'messaging'])
  expect(ok).toBe(true)
  const asked = new Set(proxy.passed.slice(before))
  for (const service of ['api-cdn', 'webmessaging', 'login', 'api']) expect(asked).toContain(`${service}.${DOMAIN}`)
})

test('workers share budget and token in the cache folder of the user', () => {
  test.skip(process.platform !== 'linux', 'elsewhere the cache folder of a run cannot be led away from the user')
  const shared = readdirSync(path.join(run.caches, 'playwright-genesys')).map((name) => name.replace(/[0-9a-f]{32}/, ''))
  expect(shared.sort()).toEqual(['budget-', 'budget-.lock', 'token-', 'token-.lock'])
})

test('a failed run that was recorded says how it is played again without the org', () => {
  const { timeline: { verdict }, attachments } = recorded.test('nobody is told')
  expect(verdict.hint).toMatch(/^Again without the org, .*: cp (\S*run\.jsonl) \. && npx playwright-genesys replay run\.jsonl -- npx playwright test \S*live\.case\.ts:\d+$/)
  expect(JSON.parse(attachments['run.jsonl']?.split('\n')[0] ?? '')).toMatchObject({ recording: 1, mode: 'live' })
  expect(recorded.test('there is no simulator').timeline.verdict.hint).toBeUndefined()
})

test('played again, its page is led to the recording by the region that it names, and nothing leaves', async () => {
  const told = recorded.test('nobody is told')
  const file = path.join(run.folder, 'played.jsonl')
  writeFileSync(file, told.attachments['run.jsonl'] ?? '')
  const before = proxy.passed.length
  const env = { RUN_DOMAIN: DOMAIN, HTTPS_PROXY: proxy.url, GENESYSCLOUD_REGION: '' }
  const again = new Run('live', { env, args: ['-g', 'nobody is told'], under: [CLI, 'replay', file, '--', process.execPath] })
  try {
    const recording = await again.recorded()
    const played = recording.test('nobody is told')
    expect(played.errors.map(({ message }) => message.split('\n')[0])).toEqual(told.errors.map(({ message }) => message.split('\n')[0]))
    // Whether the page's socket still ends within the test is a matter of chance.
    const course = ({ timeline }: typeof told) => timeline.entries.map(({ label }) => label).filter((label) => !/^(?:socket closed|test ended)$/.test(label))
    expect(course(played)).toEqual(course(told))
    expect(course(told)).toEqual(expect.arrayContaining(['socket open', '→ echo', 'toBeClosed fails']))
    expect(recording.output).not.toContain('live: ')
    expect(proxy.passed.slice(before)).toEqual([])
  } finally {
    await again.remove()
  }
})

test('what the door puts into the stream is said to be injected, and nothing else is', () => {
  const { entries } = recorded.test('after a timeout the app begins a new session').timeline
  const injected = entries.filter(({ detail }) => detail?.includes('injected')).map(({ label }) => label)
  expect(injected).toEqual(['← expired, injected'])
})

test('no real guest host sees by what we tell its sockets apart', () => {
  const upgrades = asked.filter(({ path }) => path.startsWith('/v1?'))
  expect(upgrades.length).toBeGreaterThan(4)
  expect(upgrades.filter(({ path }) => path.includes('witness'))).toEqual([])
})

test('a spec that needs the simulator says so in live mode, and blames no line of ours', () => {
  const [error, ...more] = recorded.test('there is no simulator').errors
  expect(more).toEqual([])
  expect(error).toMatchObject({ message: expect.stringMatching(/^TypeError: There is no simulator in live mode\. /), snippet: '' })
  expect(error?.file).toBeUndefined()
})
