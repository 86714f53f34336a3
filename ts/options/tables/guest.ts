import type { CloseWhenOptions, GuestConnectOptions } from '../../types/public'
import { CLOSE } from './close'
import { CALL, CONNECTION, TIMEOUT } from './connection'
import type { Spec, Table } from '../spec'

const STAYS_FOR = { kind: 'milliseconds', min: 0, max: TIMEOUT.max, default: 0, doc: 'How long "closed" must stay closed.' } as const satisfies Spec

export const GUEST_CONNECT = {
  fields: {
    ...CONNECTION.fields,
    client: { kind: 'connectedClient', doc: 'The client whose connection is used, and which closes for closeWhen.' },
    guestToken: { kind: 'credential', default: 'a fresh one', doc: 'Names the session; the same token returns to it.' },
    startNew: { kind: 'boolean', default: false, doc: 'Leaves a read-only conversation and starts another.' },
    attributes: { kind: 'record', doc: 'Attributes of the customer participant.' },
    origin: { kind: 'origin', default: 'none', doc: 'The Origin header, where the deployment restricts domains.' },
    reconnect: { kind: 'boolean', default: true, doc: 'Whether a lost socket is opened again.' },
  },
  rules: CONNECTION.rules,
  aliases: CONNECTION.aliases,
} as const satisfies Table<GuestConnectOptions>

export const CLOSED = { fields: { ...CALL.fields, staysForMs: STAYS_FOR } } as const satisfies Table

export const TESTIFY = {
  fields: {
    ...CALL.fields,
    staysForMs: STAYS_FOR,
    serverClosedAt: { kind: 'milliseconds', min: 0, max: Number.MAX_SAFE_INTEGER, doc: 'When the server was seen closed, in milliseconds since 1970.' },
  },
} as const satisfies Table

export const SEND = { fields: { ...CALL.fields, attributes: { kind: 'record', doc: 'Attributes of the customer participant.' } } } as const satisfies Table

export const CLOSE_WHEN = {
  fields: {
    ...CLOSE.fields,
    direction: { kind: 'enum', choices: ['sent', 'received', 'both'], default: 'both', doc: 'Which messages are looked at.' },
    waitMs: { ...TIMEOUT, default: 'timeoutMs', doc: 'How long to wait for the payload; timeoutMs starts at the match.' },
    client: { kind: 'client', doc: 'Who closes; left out where the guest was made by a client.' },
  },
  rules: CLOSE.rules,
  aliases: CLOSE.aliases,
} as const satisfies Table<CloseWhenOptions>

/** The argument of waitFor and closeWhen. */
export const MATCH = { kind: 'either', of: [{ kind: 'string' }, { kind: 'pattern' }, { kind: 'function' }] } as const satisfies Spec
