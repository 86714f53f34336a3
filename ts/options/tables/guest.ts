import type { EventLike } from '../../types/options'
import type { GuestEvent } from '../../types/results'
import type { Conflict, Spec, Table } from '../spec'
import { CLOSE } from './close'
import { CALL, CONNECTION, TIMEOUT } from './connection'

const STAYS_FOR = { kind: 'milliseconds', min: 0, max: TIMEOUT.max, default: 0, doc: 'How long "closed" must stay closed.' } as const satisfies Spec
const ATTRIBUTES = { kind: 'record', doc: 'Attributes of the customer participant.' } as const satisfies Spec

export const GUEST_CONNECT = {
  fields: {
    ...CONNECTION.fields,
    client: {
      kind: 'connectedClient',
      doc: 'The client whose connection is used, and which closes for `closeWhen`. One of another copy of the package, as after `jest.resetModules()`, is one as well; one of a version that tells its connection otherwise is refused.',
    },
    guestToken: { kind: 'credential', default: 'a fresh one', doc: 'Names the session; the same token returns to it.' },
    startNew: { kind: 'boolean', default: false, doc: 'Leaves a read-only conversation and starts another.' },
    attributes: ATTRIBUTES,
    origin: { kind: 'origin', default: 'none', doc: 'The Origin header, where the deployment restricts domains: `scheme://host[:port]`.' },
    reconnect: { kind: 'boolean', default: true, doc: 'Whether a lost socket is opened again.' },
  },
  rules: CONNECTION.rules,
  aliases: CONNECTION.aliases,
} as const satisfies Table

export const CLOSED = { fields: { ...CALL.fields, staysForMs: STAYS_FOR } } as const satisfies Table

export const TESTIFY = {
  fields: {
    ...CALL.fields,
    staysForMs: STAYS_FOR,
    serverClosedAt: { kind: 'milliseconds', min: 0, max: Number.MAX_SAFE_INTEGER, doc: 'When the server was seen closed, in milliseconds since 1970.' },
  },
} as const satisfies Table

export const SEND = { fields: { ...CALL.fields, attributes: ATTRIBUTES } } as const satisfies Table

export const CLOSE_WHEN = {
  fields: {
    ...CLOSE.fields,
    direction: { kind: 'enum', choices: ['sent', 'received', 'both'], default: 'both', doc: 'Which messages are looked at.' },
    waitMs: {
      ...TIMEOUT, default: 'timeoutMs',
      doc: 'How long to wait for the payload; `TIMEOUT` then lists what came. `timeoutMs` itself starts at the match.',
    },
    client: { kind: 'client', doc: 'Who closes. Left out where the guest was made by a client or a fixture.' },
  },
  rules: CLOSE.rules,
  aliases: CLOSE.aliases,
} as const satisfies Table

const EVENT_KINDS = [
  'session', 'text', 'structured', 'presence', 'typing', 'closed', 'reopened', 'cleared', 'expired', 'displaced', 'error', 'socket', 'other',
] as const satisfies readonly GuestEvent['kind'][]

function saysSomething(like: EventLike): Conflict | undefined {
  return Object.keys(like).length > 0 ? undefined : { came: 'an object without a field', accepted: 'one with a field of an event; `{}` would be like every one' }
}

export const EVENT_LIKE = {
  fields: {
    kind: { kind: 'enum', choices: EVENT_KINDS, doc: 'What it means.' },
    text: { kind: 'text', doc: 'The whole text.' },
    messageId: { kind: 'messageId', doc: "The vendor's id." },
    injected: { kind: 'literal', value: true, doc: 'Put there by a fault of ours.' },
    detail: { kind: 'json', doc: 'What it holds beside, by part: objects may have more, lists may not.' },
  },
  rules: [saysSomething],
} as const satisfies Table<EventLike>

/** The argument of waitFor and closeWhen. */
export const MATCH = {
  kind: 'either',
  of: [{ kind: 'string' }, { kind: 'pattern' }, { kind: 'table', table: EVENT_LIKE }, { kind: 'function', type: '(event: GuestEvent) => boolean' }],
  doc: "A string is a case-sensitive part of the text, of a button's payload, or of the message's content as JSON; a RegExp is tried on the same. An object is like an event that has all of it. A predicate runs in JavaScript.",
} as const satisfies Spec
