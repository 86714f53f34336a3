import { quote } from '../clean'
import type { Tone } from '../lanes'
import type { Happening } from '../model'
import type { GuestEvent } from '../../types/public'

/** What the addon tells of an event, by its kind. */
type Detail = NonNullable<GuestEvent['detail']>

const ARROWS = { sent: '→', received: '←' }
const TONES: Partial<Record<GuestEvent['kind'], Tone>> = { closed: 'ok', reopened: 'warn', cleared: 'warn', expired: 'warn', displaced: 'warn', error: 'fail' }

/** What is shown of the detail, in which words. Never the message, nor its content: those are texts. */
const SHOWN: Record<string, string> = {
  originatingEntity: 'from',
  by: 'proof:',
  code: 'code',
  reason: 'reason',
  class: 'class',
  event: 'event',
  unreadable: 'unreadable:',
  bytes: 'bytes:',
  retryAfterMs: 'retry after ms:',
}

const SESSION = ({ newSession, readOnly }: Detail) => [newSession === false ? 'resumed' : 'new', readOnly && 'read-only'].filter(Boolean)

/** The words of a kind that says more than its name. */
const WORDS: Partial<Record<GuestEvent['kind'], (detail: Detail) => unknown>> = {
  socket: ({ phase }) => `socket ${phase ?? ''}`.trim(),
  session: (detail) => detail.action ?? `session, ${SESSION(detail).join(', ')}`,
  presence: ({ presence }) => `presence ${presence ?? ''}`.trim(),
  closed: ({ mode }) => (mode === undefined ? 'closed' : `closed (${mode})`),
  other: ({ action, event }) => action ?? event ?? 'other',
}

function labelOf({ direction, kind, injected, detail = {} }: GuestEvent): string {
  const words = `${WORDS[kind]?.(detail) ?? kind}${injected ? ', injected' : ''}`
  return kind === 'socket' ? words : `${ARROWS[direction]} ${words}`
}

function toneOf({ kind, injected, detail = {} }: GuestEvent): Tone {
  if (injected) return 'warn'
  if (kind === 'socket') return detail.phase === 'open' ? 'info' : 'warn'
  return TONES[kind] ?? 'info'
}

function textOf({ text }: GuestEvent, texts: boolean): string | undefined {
  if (text === undefined) return undefined
  return texts ? quote(text) : `${[...text].length} characters`
}

function detailOf(event: GuestEvent, texts: boolean): string | undefined {
  const { detail = {}, injected, acknowledged } = event
  const facts = Object.keys(SHOWN).filter((name) => detail[name] !== undefined).map((name) => `${SHOWN[name]} ${detail[name]}`)
  const parts = [textOf(event, texts), ...facts, acknowledged === false && 'no echo', Number(detail.attempt) > 1 && `attempt ${detail.attempt}`, injected && 'injected by a fault']
  return parts.filter(Boolean).join(' · ') || undefined
}

/** Frames of a guest's socket. Texts are told by their length, unless `texts` asks for them. */
export function fromGuestEvents(events: readonly GuestEvent[], { texts = false }: { texts?: boolean } = {}): Happening[] {
  return events.map((event) => ({
    at: event.at,
    lane: 'guest',
    label: labelOf(event),
    detail: detailOf(event, texts),
    tone: toneOf(event),
  }))
}
