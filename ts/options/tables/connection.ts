import type { ConnectionOptions, Guard, RetryOptions } from '../../types/options'
import type { Conflict, Spec, Table } from '../spec'

export const HOUR_MS = 3_600_000
const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS
const BASE_DELAY_MS = 200
const MAX_DELAY_MS = 5000

export const TIMEOUT = { kind: 'milliseconds', min: 1, max: HOUR_MS } as const satisfies Spec

export const CALL = {
  fields: {
    timeoutMs: { ...TIMEOUT, default: "the client's", doc: 'Deadline of this call, everything included.' },
    signal: { kind: 'signal', doc: 'Aborting it stops the work itself; the promise rejects with `ABORTED`.' },
  },
} as const satisfies Table

export const RETRY = {
  fields: {
    maxAttempts: { kind: 'count', min: 1, max: 100, default: 5, doc: 'Attempts of one request, the first included.' },
    baseDelayMs: { kind: 'milliseconds', min: 1, max: HOUR_MS, default: BASE_DELAY_MS, doc: 'First pause between attempts; it doubles, with jitter.' },
    maxDelayMs: { kind: 'milliseconds', min: 1, max: HOUR_MS, default: MAX_DELAY_MS, doc: 'Longest pause between attempts.' },
  },
  rules: [({ baseDelayMs = BASE_DELAY_MS, maxDelayMs = MAX_DELAY_MS }) =>
    baseDelayMs <= maxDelayMs ? undefined : {
      path: 'baseDelayMs',
      came: `the number ${baseDelayMs}`,
      accepted: `at most maxDelayMs, which is ${maxDelayMs}`,
    }],
} as const satisfies Table<RetryOptions>

export const GUARD = {
  doc: 'Clauses are ANDed; what cannot be read counts as not proved. An empty guard is `INVALID_INPUT`.',
  fields: {
    messageIds: { kind: 'list', of: { kind: 'messageId' }, doc: "The conversation must be the one of these messages, seen on the test's own guest socket." },
    organizationId: { kind: 'uuid', doc: 'The token must belong to this organization.' },
    queueIds: { kind: 'list', of: { kind: 'uuid' }, doc: 'The conversation must be in one of these queues.' },
    attributes: { kind: 'record', doc: 'Attributes that the customer participant must have, with these values, such as a run marker.' },
    startedWithinMs: { kind: 'milliseconds', min: 1, max: THIRTY_DAYS_MS, doc: 'A conversation older than this is refused.' },
  },
  rules: [
    (guard) => Object.keys(guard).length > 0 ? undefined : {
      came: 'an empty guard',
      accepted: 'at least one clause; an empty guard would protect nothing',
    },
    ({ attributes }) => attributes === undefined || Object.keys(attributes).length > 0 ? undefined : {
      path: 'attributes',
      came: 'an empty object',
      accepted: 'at least one attribute',
    },
  ],
} as const satisfies Table<Guard>

const CREDENTIALS_HINT = 'Give clientId and clientSecret, or accessToken, or none of them and set the environment.'

/** Credentials come as a pair or as a token. */
function credentialsAgree({ accessToken, clientId, clientSecret }: ConnectionOptions): Conflict | undefined {
  if (accessToken !== undefined && (clientId ?? clientSecret) !== undefined) {
    return { path: 'accessToken', came: 'a token beside client credentials', accepted: 'one of the two', hint: CREDENTIALS_HINT }
  }
  if ((clientId === undefined) === (clientSecret === undefined)) return undefined
  const [given, missing] = clientId === undefined ? ['clientSecret', 'clientId'] : ['clientId', 'clientSecret']
  return { path: missing, came: `nothing, beside ${given}`, accepted: 'both of them, or neither', hint: CREDENTIALS_HINT }
}

export const CONNECTION = {
  doc: 'How to reach one org; everything may come from the environment.',
  fields: {
    region: {
      kind: 'region',
      env: ['GENESYSCLOUD_REGION', 'GENESYS_REGION'],
      doc: 'Name of the region (`eu-west-1`), its domain (`mypurecloud.ie`, `usw2.pure.cloud`), or any other domain: the list of regions ages. Not needed where the addresses are given.',
    },
    clientId: {
      kind: 'credential',
      env: ['GENESYSCLOUD_OAUTHCLIENT_ID', 'GENESYS_CLIENT_ID'],
      doc: 'OAuth client for the client credentials grant, together with `clientSecret`.',
    },
    clientSecret: { kind: 'credential', env: ['GENESYSCLOUD_OAUTHCLIENT_SECRET', 'GENESYS_CLIENT_SECRET'], doc: "Its secret. Never shown by this package; Playwright's own reporters may write a config's `use` out, so give it by the environment there." },
    accessToken: { kind: 'credential', env: ['GENESYSCLOUD_ACCESS_TOKEN'], doc: 'A bearer token from elsewhere, used as it is and never renewed.' },
    apiUrl: {
      kind: 'url',
      schemes: ['https', 'http'],
      env: ['PLAYWRIGHT_GENESYS_API_URL'],
      default: "the region's",
      doc: 'Address of the Platform API, for gateways and the simulator. The four addresses of the environment count only where no option names a region or an address.',
    },
    loginUrl: { kind: 'url', schemes: ['https', 'http'], env: ['PLAYWRIGHT_GENESYS_LOGIN_URL'], default: "the region's", doc: 'Address of the OAuth host.' },
    guestUrl: { kind: 'url', schemes: ['wss', 'ws'], env: ['PLAYWRIGHT_GENESYS_GUEST_URL'], default: "the region's", doc: 'Address of the Web Messaging socket, without its path: a socket of your own goes to `/v1?deploymentId=…` below it.' },
    configUrl: {
      kind: 'url',
      schemes: ['https', 'http'],
      env: ['PLAYWRIGHT_GENESYS_CONFIG_URL'],
      default: "the region's",
      doc: 'Address of the public Messenger configuration.',
    },
    deploymentId: { kind: 'uuid', env: ['GENESYS_DEPLOYMENT_ID'], doc: 'The Messenger deployment: lets a close read whether guests are told at all.' },
    resource: {
      kind: 'enum', choices: ['auto', 'messages', 'messaging'], default: 'auto',
      doc: "Which close resource the org speaks; `'auto'` finds out once per client.",
    },
    timeoutMs: { ...TIMEOUT, default: 30_000, doc: 'Deadline of one operation, everything included, token and waiting for budget too.' },
    retry: { kind: 'either', of: [{ kind: 'literal', value: false }, { kind: 'table', table: RETRY }], doc: 'Repeats of one request; `false` makes a single attempt.' },
    requestsPerMinute: {
      kind: 'either',
      of: [{ kind: 'count', min: 1, max: 1_000_000 }, { kind: 'literal', value: 'unlimited' }],
      default: 300,
      doc: "Budget of this OAuth client: at most so many requests in any 60 seconds. The default is the published limit; `Simulator.connection` carries the simulator's own.",
    },
    sharedState: {
      kind: 'either',
      of: [{ kind: 'literal', value: false }, { kind: 'file' }],
      default: false,
      doc: "A folder where processes on this machine share one budget and one token. Made where it is missing; one that others can write or read is refused with `INVALID_INPUT`. The fixtures of Playwright share in live mode, in the user's cache folder. What it guarantees: docs/sharing.md.",
    },
    notifications: {
      kind: 'boolean', default: false,
      doc: "Whether the org's notifications may wake a close's verifying read early. One channel serves all closes of a client; an event is never a proof.",
    },
    proxy: {
      kind: 'proxy',
      env: ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'],
      doc: 'An HTTP proxy, never used for loopback. `NO_PROXY` belongs to a proxy from the environment.',
    },
    caFile: {
      kind: 'file', env: ['PLAYWRIGHT_GENESYS_CA_FILE'],
      doc: 'A PEM file with further certificate authorities, beside `NODE_EXTRA_CA_CERTS` and those of the system.',
    },
    guard: { kind: 'table', table: GUARD, doc: 'What a conversation must show before anything may end it.' },
  },
  rules: [credentialsAgree],
  aliases: { timeout: 'timeoutMs', baseUrl: 'apiUrl', environment: 'region', token: 'accessToken' },
} as const satisfies Table<ConnectionOptions>
