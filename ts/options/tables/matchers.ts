import type { ToBeClosedOptions } from '../../types/options'
import type { Conflict, Spec, Table } from '../spec'
import { HOUR_MS } from './connection'

const STAYS_FOR = { kind: 'milliseconds', min: 0, max: HOUR_MS } as const satisfies Spec
const ALIASES = { timeoutMs: 'timeout', staysFor: 'staysForMs' }

/** Only a closing frame has a mode. */
function modeOrKind({ mode, kind }: ToBeClosedOptions): Conflict | undefined {
  if (mode === undefined || kind === undefined) return undefined
  return { path: 'mode', came: `a mode beside kind '${kind}'`, accepted: 'one of the two', hint: 'A session that ended that way was sent no closing frame, so it has no mode.' }
}

export const MATCHER = {
  doc: "What every matcher of `playwright-genesys/matchers` takes; `timeout` is the test runners' word.",
  fields: {
    timeout: { kind: 'milliseconds', min: 1, max: HOUR_MS, default: "the runner's, else 5000", doc: 'Deadline of this assertion, the settle window included.' },
    signal: { kind: 'signal', doc: 'Ends the assertion, which then rejects with `ABORTED`.' },
  },
  aliases: { timeoutMs: 'timeout' },
} as const satisfies Table

export const TO_BE_OPEN = {
  fields: { staysForMs: { ...STAYS_FOR, default: 0, doc: 'How long "open" must stay open.' }, ...MATCHER.fields },
  aliases: ALIASES,
} as const satisfies Table

export const TO_BE_CLOSED = {
  fields: {
    mode: { kind: 'enum', choices: ['ReadOnly', 'Send'], default: 'either', doc: 'How the guest was told. For a guest.' },
    kind: {
      kind: 'enum', choices: ['expired', 'cleared', 'displaced'], default: 'a closing frame',
      doc: 'An end of the session instead of a closing frame. For a guest, and without `mode`.',
    },
    staysForMs: { ...STAYS_FOR, default: '500 for a guest, 0 for a conversation', doc: 'How long "closed" must stay closed.' },
    ...MATCHER.fields,
  },
  rules: [modeOrKind],
  aliases: ALIASES,
} as const satisfies Table
