import type { CallOptions, ConnectionOptions, Guard, RetryOptions } from '../../types/public'
import type { Spec, Table } from '../spec'

export const HOUR_MS = 3_600_000
const THIRTY_DAYS_MS = 30 * 24 * HOUR_MS

export const TIMEOUT = { kind: 'milliseconds', min: 1, max: HOUR_MS } as const satisfies Spec

export const CALL = {
  fields: {
    timeoutMs: { ...TIMEOUT, default: "the client's", doc: 'Deadline of this call, everything included.' },
    signal: { kind: 'signal', doc: 'Aborting it stops the work itself.' },
  },
} as const satisfies Table<CallOptions>

export const RETRY = {
  fields: {
    maxAttempts: { kind: 'count', min: 1, max: 100, default: 5, doc: 'Attempts of one request, the first included.' },
    baseDelayMs: { kind: 'milliseconds', min: 1, max: HOUR_MS, default: 200, doc: 'First pause between attempts; it doubles, with jitter.' },
    maxDelayMs: { kind: 'milliseconds', min: 1, max: HOUR_MS, default: 5000, doc: 'Longest pause between attempts.' },
  },
  rules: [({ baseDelayMs = RETRY.fields.baseDelayMs.default, maxDelayMs = RETRY.fields.maxDelayMs.default }) =>
    baseDelayMs <= maxDelayMs ? undefined : {
      path: 'baseDelayMs',
      came: `the number ${baseDelayMs}`,
      accepted: `at most maxDelayMs, which is ${maxDelayMs}`,
    }],
} as const satisfies Table<RetryOptions>

export const GUARD = {
  fields: {
    messageIds: { kind: 'list', of: { kind: 'messageId' }, doc: "The conversation must be the one of these messages, seen on the test's own guest socket." },
    organizationId: { kind: 'uuid', doc: 'The token must belong to this organization.' },
    queueIds: { kind: 'list', of: { kind: 'uuid' }, doc: 'The conversation must be in one of these queues.' },
    attributes: { kind: 'record', doc: 'Attributes that the customer participant must have, with these values.' },
    startedWithinMs: { kind: 'milliseconds', min: 1, max: THIRTY_DAYS_MS, doc: 'An older conversation is refused.' },
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
function credentialsAgree({ accessToken, clientId, clientSecret }) {
  if (accessToken !== undefined && (clientId ?? clientSecret) !== undefined) {
    return { path: 'accessToken', came: 'a token beside client credentials', accepted: 'one of the two', hint: CREDENTIALS_HINT }
  }
  if ((clientId === undefined) === (clientSecret === undefined)) return undefined
  const [given, missing] = clientId === undefined ? ['clientSecret', 'clientId'] : ['clientId', 'clientSecret']
  return { path: missing, came: `nothing, beside ${given}`, accepted: 'both of them, or neither', hint: CREDENTIALS_HINT }
}

export const CONNECTION = {
  fields: {
    region: { kind: 'region', env: ['GENESYSCLOUD_REGION', 'GENESYS_REGION'], doc: 'Name or domain of the region. Not needed where the addresses are given.' },
    clientId: { kind: 'credential', env: ['GENESYSCLOUD_OAUTHCLIENT_ID', 'GENESYS_CLIENT_ID'], doc: 'OAuth client for client credentials.' },
    clientSecret: { kind: 'credential', env: ['GENESYSCLOUD_OAUTHCLIENT_SECRET', 'GENESYS_CLIENT_SECRET'], doc: 'Its secret.' },
    accessToken: { kind: 'credential', env: ['GENESYSCLOUD_ACCESS_TOKEN'], doc: 'A bearer token from elsewhere, used as it is and never renewed.' },
    apiUrl: { kind: 'url', schemes: ['https', 'http'], env: ['PLAYWRIGHT_GENESYS_API_URL'], default: "the region's", doc: 'The Platform API.' },
    loginUrl: { kind: 'url', schemes: ['https', 'http'], env: ['PLAYWRIGHT_GENESYS_LOGIN_URL'], default: "the region's", doc: 'The OAuth host.' },
    guestUrl: { kind: 'url', schemes: ['wss', 'ws'], env: ['PLAYWRIGHT_GENESYS_GUEST_URL'], default: "the region's", doc: 'The Web Messaging socket.' },
    configUrl: { kind: 'url', schemes: ['https', 'http'], env: ['PLAYWRIGHT_GENESYS_CONFIG_URL'], default: "the region's", doc: 'Where the public Messenger configuration lies.' },
    deploymentId: { kind: 'uuid', env: ['GENESYS_DEPLOYMENT_ID'], doc: 'The Messenger deployment: lets a close read whether guests are told at all.' },
    resource: { kind: 'enum', choices: ['auto', 'messages', 'messaging'], default: 'auto', doc: "Which close resource the org speaks; 'auto' finds out once per client." },
    timeoutMs: { ...TIMEOUT, default: 30_000, doc: 'Deadline of one operation, everything included.' },
    retry: { kind: 'either', of: [{ kind: 'literal', value: false }, { kind: 'table', table: RETRY }], doc: 'Repeats of one request; false makes a single attempt.' },
    requestsPerMinute: {
      kind: 'either',
      of: [{ kind: 'count', min: 1, max: 1_000_000 }, { kind: 'literal', value: 'unlimited' }],
      default: 300,
      doc: 'Budget of this OAuth client: at most so many requests in any 60 s.',
    },
    sharedState: {
      kind: 'either',
      of: [{ kind: 'literal', value: false }, { kind: 'file' }],
      default: false,
      doc: 'A folder where processes on this machine share one budget and one token; made where it is missing, refused where others can use it.',
    },
    notifications: { kind: 'boolean', default: false, doc: "Whether the org's notifications may wake a close's verifying read early. They are never a proof." },
    proxy: { kind: 'proxy', env: ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'], doc: 'An HTTP proxy; never used for loopback. NO_PROXY applies to a proxy from the environment.' },
    caFile: { kind: 'file', env: ['PLAYWRIGHT_GENESYS_CA_FILE'], doc: 'A PEM file with further certificate authorities, beside NODE_EXTRA_CA_CERTS.' },
    guard: { kind: 'table', table: GUARD, doc: 'What a conversation must show before anything may end it.' },
  },
  rules: [credentialsAgree],
  aliases: { timeout: 'timeoutMs', baseUrl: 'apiUrl', environment: 'region', token: 'accessToken' },
} as const satisfies Table<ConnectionOptions>
