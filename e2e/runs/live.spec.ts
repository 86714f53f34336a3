import { expect, test } from '@playwright/test'
import { startSimulate } from '../../__tests__/support/processes'
import { RegionProxy } from './support/region-proxy'
import { Run, type Recorded } from './support/run'

const [REGION, DOMAIN] = ['eu-west-1', 'mypurecloud.ie']

test.describe.configure({ mode: 'default' })

/** An org of a region, in another process, with an authority of its own; only the proxy knows where it is. */
let recorded: Recorded
let passed: Set<string>

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const org = await startSimulate(['--tls', '--tls-host', `*.${DOMAIN}`])
  const proxy = await RegionProxy.start(DOMAIN, Number(new URL(org.url).port))
  const run = new Run('live', {
    env: {
      RUN_DOMAIN: DOMAIN,
      PLAYWRIGHT_GENESYS_MODE: 'live',
      PLAYWRIGHT_GENESYS_CA_FILE: org.caFile,
      HTTPS_PROXY: proxy.url,
      GENESYSCLOUD_REGION: REGION,
      GENESYSCLOUD_OAUTHCLIENT_ID: org.connection.clientId,
      GENESYSCLOUD_OAUTHCLIENT_SECRET: org.connection.clientSecret,
      GENESYS_DEPLOYMENT_ID: org.deploymentId,
    },
  })
  try {
    recorded = await run.recorded()
    passed = new Set(proxy.passed)
    expect(run.leftInLedger()).toEqual([])
  } finally {
    await run.remove()
    await proxy.stop()
    await org.stop()
  }
})

const reportOf = (title: string) => JSON.parse(recorded.test(title).attachments['genesys-timeline.json'] as string)

test('the story that names no simulator passes on an org of a region, over TLS and through a proxy', () => {
  expect(recorded.statuses).toMatchObject({
    'the backend closes on a payload, and the guest is told': 'passed',
    'after a hard disconnect the app retries, each time more patiently': 'passed',
    'after a timeout the app begins a new session': 'passed',
  })
  for (const service of ['api', 'login', 'webmessaging']) expect(passed).toContain(`client ${service}.${DOMAIN}`)
  expect(passed).toContain(`browser apps.${DOMAIN}`)
})

test('what a relay puts into the stream is said to be injected, and nothing else is', () => {
  console.log(JSON.stringify(reportOf('after a timeout the app begins a new session'), null, 1).slice(0, 5000))
})

test('faults lead the page over loopback; without them it keeps its own way, and the verbs say what is missing', () => {
  console.log(recorded.statuses, JSON.stringify(recorded.test('there is no simulator').errors, null, 1))
  expect(passed).toContain(`browser webmessaging.${DOMAIN}`)
})
