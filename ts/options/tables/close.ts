import type { CloseManyOptions, CloseOptions } from '../../types/public'
import { CALL, GUARD, HOUR_MS, TIMEOUT } from './connection'
import type { Table } from '../spec'

const WRAP_UP_CHOICES = ['id', 'name', 'pick']

/** Exactly one way to choose the code. */
function oneChoice(wrapUp) {
  const given = WRAP_UP_CHOICES.filter((choice) => wrapUp[choice] !== undefined)
  if (given.length === 1) return undefined
  return {
    came: given.length === 0 ? 'no code' : `${given.join(' and ')} together`,
    accepted: 'exactly one of id, name, pick',
  }
}

export const WRAP_UP = {
  fields: {
    id: { kind: 'uuid', doc: 'The id of the code; not looked up.' },
    name: { kind: 'string', doc: 'The whole name of the code, in upper or lower case.' },
    pick: { kind: 'enum', choices: ['first'], doc: 'The first code that the agent may choose.' },
    notes: { kind: 'text', doc: "The agent's notes." },
    tags: { kind: 'list', of: { kind: 'string' }, doc: 'Tags of the wrap-up.' },
  },
  rules: [oneChoice],
} as const satisfies Table

/** A teardown applies a code of the platform's own. */
function codeHasAPlace({ strategy, wrapUp }) {
  if (strategy !== 'teardown' || wrapUp === undefined) return undefined
  return { path: 'wrapUp', came: "a code beside strategy 'teardown'", accepted: 'no code: a teardown applies the system code' }
}

const ALIASES = { timeout: 'timeoutMs', wrapUpCode: 'wrapUp', wrapUpCodeId: 'wrapUp', wrapUpCodeName: 'wrapUp', abortSignal: 'signal' }

export const CLOSE = {
  fields: {
    wrapUp: { kind: 'either', of: [{ kind: 'string' }, { kind: 'table', table: WRAP_UP }], doc: 'A name, an id, or the long form.' },
    strategy: { kind: 'enum', choices: ['auto', 'agent', 'conversation', 'teardown'], default: 'auto', doc: "What is disconnected; 'auto' decides from what is seen." },
    guest: { kind: 'witness', doc: 'A witness at the guest: the close resolves when the guest was told too.' },
    staysForMs: { kind: 'milliseconds', min: 0, max: HOUR_MS, default: 0, doc: 'How long the guest must stay told before the close counts as seen there. For a close with a guest.' },
    guard: { kind: 'table', table: GUARD, doc: 'What the conversation must show; holds beside the guard of the client.' },
    ...CALL.fields,
    onStep: { kind: 'function', doc: 'Called with each step, in order.' },
  },
  rules: [codeHasAPlace],
  aliases: ALIASES,
} as const satisfies Table<CloseOptions>

const { guest: _guest, onStep: _onStep, staysForMs: _staysForMs, ...SHARED } = CLOSE.fields

export const CLOSE_MANY = {
  fields: {
    ...SHARED,
    timeoutMs: { ...TIMEOUT, default: "the client's", doc: 'Deadline of each conversation.' },
    concurrency: { kind: 'count', min: 1, max: 1000, default: 8, doc: 'How many conversations are closed at the same time.' },
    onProgress: { kind: 'function', doc: 'Called with the counts, at most 20 times a second, and with the last.' },
    onFailed: { kind: 'function', doc: 'Called with each failure.' },
  },
  rules: CLOSE.rules,
  aliases: ALIASES,
} as const satisfies Table<CloseManyOptions>

export const FIND_BY = {
  fields: { messageId: { kind: 'messageId', required: true, doc: "A message id from the guest's socket." } },
} as const satisfies Table

export const CODES_OF = {
  fields: {
    conversationId: { kind: 'uuid', doc: 'The codes that the agents of this conversation may choose.' },
    participantId: { kind: 'uuid', doc: 'One agent of the conversation.' },
    queueId: { kind: 'uuid', doc: 'The codes of this queue.' },
  },
  rules: [
    ({ conversationId, queueId }) => conversationId === undefined || queueId === undefined ? undefined : {
      came: 'conversationId and queueId together', accepted: 'one of the two',
    },
    ({ conversationId, participantId, queueId }) => participantId === undefined || conversationId !== undefined ? undefined : {
      path: 'participantId', came: `a participant without a conversation${queueId ? ', beside a queue' : ''}`, accepted: 'conversationId and participantId',
    },
    (of) => Object.keys(of).length > 0 ? undefined : {
      came: 'an empty object', accepted: '{ conversationId }, { queueId }, or nothing for the codes of the org',
    },
  ],
} as const satisfies Table

/** What a doctor looks at, beside the connection. */
export const DOCTOR_OF = {
  fields: {
    deploymentId: { kind: 'uuid', default: "the connection's", doc: 'The Messenger deployment.' },
    queueId: { kind: 'uuid', doc: 'The queue in which the tests are.' },
    conversationId: { kind: 'uuid', doc: 'A conversation to be read; only with one is the versioned resource asked.' },
    origin: { kind: 'origin', default: 'the host of the guest socket', doc: 'The origin of the page that guests are on.' },
  },
  aliases: { deployment: 'deploymentId', queue: 'queueId', conversation: 'conversationId' },
} as const satisfies Table

export const DOCTOR = {
  fields: {
    ...CALL.fields,
    timeoutMs: { ...TIMEOUT, default: 4500, doc: 'Deadline of all checks together.' },
    probeWrites: { kind: 'boolean', default: false, doc: 'Try the rights that only a write shows; the writes name a random id.' },
  },
  aliases: { timeout: 'timeoutMs', abortSignal: 'signal' },
} as const satisfies Table
