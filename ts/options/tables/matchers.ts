import type { ToBeClosedOptions } from '../../types/public'
import { HOUR_MS } from './connection'
import type { Spec, Table } from '../spec'

const TIMEOUT = {
  kind: 'milliseconds', min: 1, max: HOUR_MS, default: "the runner's, else 5000", doc: 'Deadline of this assertion, the settle window included.',
} as const satisfies Spec
const SIGNAL = { kind: 'signal', doc: 'Ends the assertion, which then rejects with `ABORTED`.' } as const satisfies Spec
const STAYS_FOR = { kind: 'milliseconds', min: 0, max: HOUR_MS } as const satisfies Spec
const ALIASES = { timeoutMs: 'timeout', staysFor: 'staysForMs' }

/** Only a closing frame has a mode. */
function modeOrKind({ mode, kind }) {
  if (mode === undefined || kind === undefined) return undefined
  return { path: 'mode', came: `a mode beside kind '${kind}'`, accepted: 'one of the two', hint: 'A session that ended that way was sent no closing frame, so it has no mode.' }
}

export const MATCHER = { fields: { timeout: TIMEOUT, signal: SIGNAL }, aliases: { timeoutMs: 'timeout' } } as const satisfies Table

export const TO_BE_OPEN = {
  fields: { staysForMs: { ...STAYS_FOR, default: 0, doc: 'How long "open" must stay open.' }, timeout: TIMEOUT, signal: SIGNAL },
  aliases: ALIASES,
} as const satisfies Table

export const TO_BE_CLOSED = {
  fields: {
    mode: { kind: 'enum', choices: ['ReadOnly', 'Send'], default: 'either', doc: 'How the guest was told. For a guest.' },
    kind: { kind: 'enum', choices: ['expired', 'cleared', 'displaced'], default: 'a closing frame', doc: 'An end of the session instead of a closing frame. For a guest.' },
    staysForMs: { ...STAYS_FOR, default: '500 for a guest, 0 for a conversation', doc: 'How long "closed" must stay closed.' },
    timeout: TIMEOUT,
    signal: SIGNAL,
  },
  rules: [modeOrKind],
  aliases: ALIASES,
} as const satisfies Table<ToBeClosedOptions>
