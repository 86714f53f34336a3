import type { FaultRule, SimulatorOptions } from '../../types/options'
import { isLoopback } from '../addresses'
import { HOUR_MS } from './connection'
import type { Conflict, Spec, Table } from '../spec'

/** What rules say beyond single values, once more for the JSON schema: a test holds both against each other. */
function when(properties: object, then: object) {
  return { if: { properties, required: Object.keys(properties) }, then }
}

const PAUSE = { kind: 'milliseconds', min: 0, max: HOUR_MS } as const satisfies Spec
/** By the virtual clock: at most a year. */
const VIRTUAL = { kind: 'milliseconds', min: 1, max: 366 * 24 * HOUR_MS } as const satisfies Spec
const COUNT = { kind: 'count', min: 1, max: 1_000_000 } as const satisfies Spec
const NAMES = { kind: 'list', of: { kind: 'string' } } as const satisfies Spec
const NAMES_OR_NONE = { kind: 'either', of: [{ kind: 'emptyList' }, NAMES] } as const satisfies Spec
/** What a RegExp is where only JSON goes. */
const PATTERN = {
  fields: {
    source: { kind: 'string', required: true, doc: 'The source of a RegExp, as JSON can hold it.' },
    flags: { kind: 'string', default: 'none', doc: 'Its flags.' },
  },
  rules: [isRegExpSource],
} as const satisfies Table
const PATH = {
  kind: 'either', of: [{ kind: 'requestPath' }, { kind: 'pattern' }, { kind: 'table', table: PATTERN }],
  doc: 'A text is the whole path, with or without its query; a RegExp, or its `source` and `flags` where only JSON goes, is tried on path and query.',
} as const satisfies Spec

function isRegExpSource({ source, flags }: { source: string; flags?: string }): Conflict | undefined {
  try {
    new RegExp(source, flags)
    return undefined
  } catch {
    return { path: 'source', came: 'what no RegExp can be made of', accepted: 'source and flags of a RegExp' }
  }
}

const DEPLOYMENT = {
  fields: {
    id: { kind: 'uuid', default: 'one of the seed', doc: 'The deployment id.' },
    status: { kind: 'enum', choices: ['Active', 'Inactive'], default: 'Active', doc: 'Whether guests may use it.' },
    conversationDisconnect: { kind: 'enum', choices: ['off', 'Send', 'ReadOnly'], default: 'ReadOnly', doc: "What guests are told of a disconnect. The vendor's own default is off." },
    conversationClear: { kind: 'boolean', default: true, doc: 'Whether guests may clear the conversation.' },
    autoStart: { kind: 'boolean', default: false, doc: 'Whether a new session begins the conversation by itself.' },
    allowedDomains: { ...NAMES, default: 'all', doc: 'Where pages with this deployment may be: origins that may open a socket.' },
    fileTypes: { ...NAMES, default: ['*/*'], doc: 'MIME types of attachments that guests may send.' },
  },
} as const satisfies Table

const WRAP_UP = {
  fields: {
    codes: { ...NAMES_OR_NONE, default: ['Resolved', 'E2E Test Closure', 'Escalated'], doc: 'Names of the wrap-up codes.' },
    required: { kind: 'boolean', default: true, doc: 'Whether agents must wrap up.' },
    timeoutMs: { ...VIRTUAL, default: 'never', doc: 'When the system wraps up for an agent, by the virtual clock.' },
    forced: { kind: 'boolean', default: false, doc: 'Whether agents have to wait for timeoutMs, even when they have wrapped up.' },
  },
  rules: [({ forced, timeoutMs }: { forced?: boolean; timeoutMs?: number }) => !forced || timeoutMs !== undefined ? undefined : {
    path: 'timeoutMs', came: 'nothing, beside forced', accepted: 'how long agents have to wait',
  }],
  inJson: when({ forced: { const: true } }, { required: ['timeoutMs'] }),
} as const satisfies Table

const BOT = {
  fields: {
    endsOn: { kind: 'string', doc: 'The text or payload at which the bot ends the conversation.' },
    handsOverOn: { kind: 'string', doc: 'The text or payload at which it hands over to the queue.' },
  },
} as const satisfies Table

const LIMITS = {
  fields: {
    requestsPerMinute: { ...COUNT, doc: 'Requests per minute and client.' },
    windowMs: { kind: 'milliseconds', min: 100, max: 60_000, default: 60_000, doc: 'Another window than a minute, so that tests need not wait for one; clients of `connection` know of it.' },
  },
} as const satisfies Table

/** Whoever reaches the port may do with the org what they like; nobody lets others in by a slip. */
function staysHere({ host, letOthersIn }: SimulatorOptions): Conflict | undefined {
  if (host === undefined || letOthersIn === true || isLoopback(host)) return undefined
  return {
    path: 'host', came: `${host}, which other machines reach`, accepted: 'an address of loopback, or any beside letOthersIn: true',
    hint: 'Whoever reaches it can read and change the simulated org. On a network that you trust say letOthersIn (--let-others-in).',
  }
}

export const SIMULATOR = {
  fields: {
    port: { kind: 'count', min: 0, max: 65_535, default: 'a free one', doc: 'The port.' },
    host: { kind: 'ip', default: '127.0.0.1', doc: 'The address to listen at, such as `0.0.0.0` in a container. Any other than loopback wants `letOthersIn`.' },
    letOthersIn: { kind: 'boolean', default: false, doc: 'Says that other machines may reach this org: whoever does can read and change it, and log in with its client.' },
    publicUrl: { kind: 'base', default: 'where it listens', doc: 'Where others reach it: what it tells them of itself (sockets, uploads, config.json) leads there.' },
    clientId: { kind: 'credential', default: 'one of the seed', doc: 'The OAuth client that may log in, such as the one in the settings of a back-end. Never a real one.' },
    clientSecret: { kind: 'credential', default: 'one of the seed', doc: 'Its secret; made up, never a real one.' },
    queues: { ...NAMES, default: ['Web messaging'], doc: 'Names of the queues; the first gets what names no other.' },
    agents: { ...NAMES, default: ['Sample Agent'], doc: 'Names of the agents; each offer goes to the next of them.' },
    faults: { kind: 'either', of: [{ kind: 'emptyList' }, { kind: 'list', of: { kind: 'table', get table() { return FAULT } } }], default: 'none', doc: 'Faults that are set from the beginning, and again by `reset()`.' },
    deployment: { kind: 'table', table: DEPLOYMENT, doc: 'The Messenger deployment that guests connect to.' },
    agent: { kind: 'enum', choices: ['answers', 'alerts', 'none'], default: 'answers', doc: 'A scripted agent: takes each conversation, lets it ring, or none.' },
    resource: { kind: 'enum', choices: ['messages', 'messaging', 'both'], default: 'both', doc: 'Which close resource the org speaks; another one is not found.' },
    wrapUp: { kind: 'table', table: WRAP_UP, doc: 'Wrap-up codes and whether they are required.' },
    limits: { kind: 'either', of: [{ kind: 'enum', choices: ['genesys', 'none'] }, { kind: 'table', table: LIMITS }], default: 'none', doc: "Request limits; `'genesys'` are the published ones." },
    bot: { kind: 'table', table: BOT, doc: 'A scripted flow that answers guests; without one they go to the queue at once.' },
    threadingHours: { kind: 'count', min: 0, max: 72, default: 72, doc: 'How long after its end a conversation can be joined again.' },
    inactivityMs: { ...VIRTUAL, default: 'never', doc: 'Silence that ends a conversation, by the virtual clock.' },
    settleMs: { ...PAUSE, default: 20, doc: 'How long after a 202 the change becomes visible, in real time.' },
    latencyMs: { ...PAUSE, default: 0, doc: 'How long each answer takes, in real time.' },
    permissions: { ...NAMES_OR_NONE, default: 'all', doc: 'Permissions of the built-in OAuth client.' },
    scopes: { ...NAMES_OR_NONE, default: 'all', doc: 'Scopes of the built-in OAuth client.' },
    tls: { kind: 'boolean', default: false, doc: 'Serve over TLS with a certificate authority made for the purpose; its file is in `connection.caFile`.' },
    tlsHosts: { ...NAMES, default: 'none', doc: 'Names that its certificate covers beside those of loopback, such as `*.mypurecloud.ie` behind a proxy.' },
    customerStays: { kind: 'boolean', default: false, doc: 'Whether the customer stays when the last agent leaves. Unknown on real orgs.' },
    invalidClientStatus: { kind: 'either', of: [{ kind: 'literal', value: 400 }, { kind: 'literal', value: 401 }], default: 400, doc: 'The HTTP status of a refused login. Unknown on real orgs.' },
    clockSkewMs: { kind: 'milliseconds', min: -366 * 24 * HOUR_MS, max: 366 * 24 * HOUR_MS, default: 'a fixed beginning', doc: "Begins the org's clock at this machine's time and so much, instead of at 2026-01-05T09:00:00Z. It is virtual all the same." },
    schedule: { kind: 'string', env: ['PLAYWRIGHT_GENESYS_SCHEDULE'], default: 'the ordinary order, unrecorded', doc: 'The order in which guests are told, such as `v1,closing.1=late1`; `v1` records the ordinary one. `course()` tells what came of it.' },
    seed: { kind: 'count', min: 0, max: Number.MAX_SAFE_INTEGER, default: 1, doc: "Seed of ids and of everything random. Of one seed the org's own ids and its client are the same, whatever else is set." },
  },
  rules: [staysHere],
  inJson: when({ host: { not: { pattern: String.raw`^127\.|^::1$` } } }, { required: ['letOthersIn'], properties: { letOthersIn: { const: true } } }),
} as const satisfies Table<SimulatorOptions>

export const ATTACH = {
  fields: {
    caFile: { kind: 'file', env: ['PLAYWRIGHT_GENESYS_CA_FILE', 'NODE_EXTRA_CA_CERTS'], doc: "The simulator's certificate authority, for one that serves over TLS." },
  },
} as const satisfies Table

export const OPEN_CONVERSATION = {
  fields: {
    queue: { kind: 'string', default: 'the first', doc: 'The name of its queue.' },
    agent: { kind: 'enum', choices: ['connected', 'alerting', 'none'], default: 'as `SimulatorOptions.agent` says', doc: 'The agent in the conversation.' },
    bot: { kind: 'boolean', default: false, doc: 'Whether a bot takes part.' },
    attributes: { kind: 'record', doc: 'Attributes of the customer participant.' },
  },
} as const satisfies Table

export const MESSENGER_URL = {
  fields: {
    page: { kind: 'enum', choices: ['messenger', 'custom', 'desktop'], default: 'messenger', doc: "Which sample page. `'messenger'`: a shop with the native Messenger's stand-in. `'custom'`: a chat client in an iframe. `'desktop'`: an agent's." },
    autoOpen: { kind: 'boolean', default: false, doc: 'Whether the chat opens by itself.' },
  },
} as const satisfies Table

export const REQUEST_FILTER = { fields: { method: { kind: 'method', doc: 'The HTTP method, such as `GET`.' }, path: PATH } } as const satisfies Table

const OF_REQUESTS = { anyOf: [{ required: ['method'] }, { required: ['path'] }] }

/** A fault is tied to requests, to frames or to connects. */
function oneTarget({ method, path, frame, connect }: Readonly<Record<string, unknown>>): Conflict | undefined {
  const targets = [(method ?? path) !== undefined && 'method or path', frame !== undefined && 'frame', connect !== undefined && 'connect']
  const given = targets.filter(Boolean)
  return given.length <= 1 ? undefined : { came: `${given.join(' and ')} together`, accepted: 'requests, frames or connects' }
}

const OF_SOCKETS = [{ required: ['frame'] }, { required: ['connect'] }]
const ONE_TARGET = {
  oneOf: [...OF_SOCKETS, { not: { anyOf: OF_SOCKETS } }],
  dependencies: { frame: { not: OF_REQUESTS }, connect: { not: OF_REQUESTS } },
}

const FAULT_ON = {
  fields: {
    method: { kind: 'method', doc: 'Requests with this method.' },
    path: { ...PATH, doc: 'Requests to this path, told as in `RequestFilter`.' },
    frame: { kind: 'enum', choices: ['closing', 'any'], doc: 'Frames to guests.' },
    connect: { kind: 'literal', value: true, doc: 'Upgrades of guest sockets.' },
    nth: { ...COUNT, default: 'each', doc: 'Only the nth match; with `times`, from it on.' },
    times: { ...COUNT, default: 'always', doc: 'How many times; from the first, where `nth` is not said.' },
  },
  ways: [['method?', 'path?'], ['frame'], ['connect']],
  rules: [oneTarget],
  inJson: ONE_TARGET,
} as const satisfies Table

const RESPOND = {
  fields: {
    status: { kind: 'count', min: 200, max: 599, required: true, doc: 'The HTTP status.' },
    body: { kind: 'json', doc: "The body; without one it is the vendor's error body, with a text it is HTML." },
    retryAfterSeconds: { kind: 'count', min: 0, max: 3600, doc: 'The header Retry-After.' },
  },
} as const satisfies Table

const ACTIONS = ['respond', 'cut', 'stall', 'garble', 'frame'] as const

function oneAction(rule: FaultRule): Conflict | undefined {
  const given = ACTIONS.filter((action) => rule[action] !== undefined)
  if (given.length > 1) return { came: `${given.join(' and ')} together`, accepted: 'one of them; delayMs goes with each' }
  if (given.length === 1 || (rule.delayMs ?? 0) > 0) return undefined
  return { came: 'a fault that does nothing', accepted: `one of ${ACTIONS.join(', ')}, or delayMs above 0` }
}

/** Frames suffer what frames can, requests what requests can. */
function actionFits({ on, frame, respond, cut, stall, garble }: FaultRule): Conflict | undefined {
  const aimsAtFrames = 'frame' in on
  if (frame !== undefined && !aimsAtFrames) return { path: 'frame', came: 'a frame fault on requests or connects', accepted: 'on: { frame }' }
  if (aimsAtFrames && [respond, cut, stall, garble].some((action) => action !== undefined)) {
    return { path: 'on.frame', came: 'a request fault on frames', accepted: 'frame or delayMs' }
  }
  return undefined
}

/** A delayed frame says for how long. */
function delayHasLength({ frame, delayMs }: FaultRule): Conflict | undefined {
  if (frame !== 'delay' || (delayMs ?? 0) > 0) return undefined
  return { path: 'delayMs', came: delayMs === undefined ? "nothing, beside frame: 'delay'" : 'no time', accepted: 'more than 0 milliseconds' }
}

const EACH_ACTION = ACTIONS.map((action) => ({ required: [action] }))
const SOME_DELAY = { required: ['delayMs'], properties: { delayMs: { exclusiveMinimum: 0 } } }

export const FAULT = {
  doc: 'Misbehaviour of one request, frame or connect.',
  fields: {
    on: { kind: 'table', table: FAULT_ON, required: true, doc: 'What it strikes. `nth` alone: that match; `times` alone: so many from the first; both: so many from the nth; neither: all.' },
    respond: { kind: 'table', table: RESPOND, doc: 'Answers instead, and nothing is done.' },
    delayMs: { ...PAUSE, doc: 'Waits so long, in real time.' },
    cut: { kind: 'enum', choices: ['before', 'after'], doc: "A TCP reset. `'before'`: nothing was done. `'after'`: it was done, and the answer is lost before its first byte." },
    stall: { kind: 'enum', choices: ['before', 'after'], doc: "No answer ever comes, and the connection stands. `'before'`: nothing was done. `'after'`: it was done." },
    garble: { kind: 'enum', choices: ['not-json', 'truncated', 'wrong-shape', 'too-long'], doc: "The answer to something that was done, spoilt. `'too-long'`: 10 MiB of blanks follow it." },
    frame: { kind: 'enum', choices: ['lose', 'duplicate', 'delay', 'reorder', 'cut'], doc: "What becomes of a frame. `'delay'` holds it for `delayMs`, `'reorder'` for `delayMs` or 200 ms." },
  },
  rules: [oneAction, actionFits, delayHasLength],
  inJson: {
    oneOf: [...EACH_ACTION, { not: { anyOf: EACH_ACTION }, ...SOME_DELAY }],
    allOf: [
      {
        if: { properties: { on: { required: ['frame'] } } },
        then: { properties: { respond: false, cut: false, stall: false, garble: false } },
        else: { properties: { frame: false } },
      },
      when({ frame: { const: 'delay' } }, SOME_DELAY),
    ],
  },
} as const satisfies Table<FaultRule>

/** The argument of sabotage. */
export const SABOTAGE = {
  kind: 'enum',
  choices: ['accepts-but-ignores', 'never-tells-guest', 'wrong-read-only', 'closes-neighbour', 'leaves-acw-open', 'reopens', 'none'],
} as const satisfies Spec

/** The argument of advance: at most a year of virtual time. */
export const ADVANCE = { kind: 'milliseconds', min: 0, max: 366 * 24 * HOUR_MS } as const satisfies Spec

export const TRANSFER = {
  doc: 'Where an agent gives a conversation to.',
  fields: { queue: { kind: 'string', default: 'the one where it is', doc: 'The name of a queue.' } },
} as const satisfies Table
