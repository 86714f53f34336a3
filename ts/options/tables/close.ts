import type { CloseOptions } from '../../types/options'
import type { Conflict, Table } from '../spec'
import { CALL, GUARD, HOUR_MS, TIMEOUT } from './connection'

const WRAP_UP_CHOICES = ['id', 'name', 'pick']

/** Exactly one way to choose the code. */
function oneChoice(wrapUp: Readonly<Record<string, unknown>>): Conflict | undefined {
  const given = WRAP_UP_CHOICES.filter((choice) => wrapUp[choice] !== undefined)
  if (given.length === 1) return undefined
  return {
    came: given.length === 0 ? 'no code' : `${given.join(' and ')} together`,
    accepted: 'exactly one of id, name, pick',
  }
}

export const WRAP_UP = {
  doc: 'The wrap-up code, chosen in one of three ways: by id, by its whole name, or the first of the list.',
  fields: {
    id: { kind: 'uuid', doc: 'The id of the code; not looked up.' },
    name: { kind: 'string', doc: 'The whole name of the code, in upper or lower case.' },
    pick: { kind: 'enum', choices: ['first'], doc: 'The first code that the agent may choose.' },
    notes: { kind: 'text', doc: "The agent's notes." },
    tags: { kind: 'list', of: { kind: 'string' }, doc: 'Tags of the wrap-up.' },
  },
  ways: [['id'], ['name'], ['pick']],
  rules: [oneChoice],
} as const satisfies Table

/** A teardown applies a code of the platform's own. */
function codeHasAPlace({ strategy, wrapUp }: Pick<CloseOptions, 'strategy' | 'wrapUp'>): Conflict | undefined {
  if (strategy !== 'teardown' || wrapUp === undefined) return undefined
  return { path: 'wrapUp', came: "a code beside strategy 'teardown'", accepted: 'no code: a teardown applies the system code' }
}

const ALIASES = { timeout: 'timeoutMs', wrapUpCode: 'wrapUp', wrapUpCodeId: 'wrapUp', wrapUpCodeName: 'wrapUp', abortSignal: 'signal' }

export const CLOSE = {
  fields: {
    wrapUp: {
      kind: 'either', of: [{ kind: 'string' }, { kind: 'table', table: WRAP_UP }],
      doc: 'A name, an id, or the long form. Left out: fine where none is needed, otherwise `WRAP_UP_REQUIRED` with the choices, and nothing was written.',
    },
    strategy: {
      kind: 'enum', choices: ['auto', 'agent', 'conversation', 'teardown'], default: 'auto',
      doc: "What is disconnected; `'auto'` decides from what is seen. `'teardown'` is never chosen by itself.",
    },
    guest: { kind: 'witness', doc: 'A witness at the guest: the close resolves when the guest was told too.' },
    staysForMs: {
      kind: 'milliseconds', min: 0, max: HOUR_MS, default: 0,
      doc: 'How long the guest must stay told before the close counts as seen there. Only with `guest`.',
    },
    guard: { kind: 'table', table: GUARD, doc: 'What the conversation must show; holds beside the guard of the connection.' },
    ...CALL.fields,
    onStep: { kind: 'function', type: '(step: Step) => void', doc: 'Called with each step, in order.' },
  },
  rules: [codeHasAPlace],
  aliases: ALIASES,
} as const satisfies Table

const { guest: _guest, onStep: _onStep, staysForMs: _staysForMs, ...SHARED } = CLOSE.fields

export const CLOSE_MANY = {
  fields: {
    ...SHARED,
    timeoutMs: { ...TIMEOUT, default: "the client's", doc: 'Deadline of each conversation; it begins once the request budget has a place for its first request.' },
    concurrency: { kind: 'count', min: 1, max: 1000, default: 8, doc: 'How many conversations are closed at the same time.' },
    onProgress: { kind: 'function', type: '(progress: Progress) => void', doc: 'Called with the counts, at most 20 times a second, and with the last.' },
    onFailed: {
      kind: 'function', type: '(failure: { conversationId: string; error: GenesysError }) => void',
      doc: 'Called with each failure, also with those that the report no longer keeps.',
    },
  },
  rules: CLOSE.rules,
  aliases: ALIASES,
} as const satisfies Table

export const FIND_BY = {
  fields: { messageId: { kind: 'messageId', required: true, doc: "A message id from the guest's socket." } },
} as const satisfies Table

type Of = { [Name in 'conversationId' | 'participantId' | 'queueId']?: string }

export const CODES_OF = {
  fields: {
    conversationId: { kind: 'uuid', doc: 'The codes that the agents of this conversation may choose.' },
    participantId: { kind: 'uuid', doc: 'One agent of the conversation.' },
    queueId: { kind: 'uuid', doc: 'The codes of this queue.' },
  },
  ways: [['conversationId', 'participantId?'], ['queueId']],
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
} as const satisfies Table<Of>

export const DOCTOR_OF = {
  doc: 'What is looked at; what is not named is left out.',
  fields: {
    deploymentId: { kind: 'uuid', default: "the connection's", doc: 'The Messenger deployment. With this alone, and a region, no credentials are needed.' },
    queueId: { kind: 'uuid', doc: "Adds the queue's after-call work policy, and its own wrap-up codes." },
    conversationId: { kind: 'uuid', doc: 'Adds whether this conversation can be read; only with one is the versioned resource asked.' },
    origin: {
      kind: 'origin', default: 'the host of the guest socket',
      doc: 'The origin of the page that guests are on, such as `https://shop.example`: is it allowed?',
    },
  },
  aliases: { deployment: 'deploymentId', queue: 'queueId', conversation: 'conversationId' },
} as const satisfies Table

export const DOCTOR = {
  fields: {
    ...CALL.fields,
    timeoutMs: { ...TIMEOUT, default: 4500, doc: 'Deadline of all checks together, which are made at the same time.' },
    probeWrites: {
      kind: 'boolean', default: false,
      doc: "Also tries the rights that only a write shows; without it they are `'skipped'`. Each write names a random id, so that nothing can be changed.",
    },
  },
  aliases: { timeout: 'timeoutMs', abortSignal: 'signal' },
} as const satisfies Table
