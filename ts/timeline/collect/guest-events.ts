import { quote } from '../clean'

const ARROWS = { sent: '→', received: '←' }
const TONES = { closed: 'ok', reopened: 'warn', cleared: 'warn', expired: 'warn', displaced: 'warn', error: 'fail' }

/** What is shown of the detail, in which words. Never the message, nor its content: those are texts. */
const SHOWN = {
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

const SESSION = ({ newSession, readOnly }) => [newSession === false ? 'resumed' : 'new', readOnly && 'read-only'].filter(Boolean)

/** The words of a kind that says more than its name. */
const WORDS = {
  socket: ({ phase }) => `socket ${phase ?? ''}`.trim(),
  session: (detail) => detail.action ?? `session, ${SESSION(detail).join(', ')}`,
  presence: ({ presence }) => `presence ${presence ?? ''}`.trim(),
  closed: ({ mode }) => (mode === undefined ? 'closed' : `closed (${mode})`),
  other: ({ action, event }) => action ?? event ?? 'other',
}

function labelOf({ direction, kind, injected, detail = {} }) {
  const words = `${WORDS[kind]?.(detail) ?? kind}${injected ? ', injected' : ''}`
  return kind === 'socket' ? words : `${ARROWS[direction] ?? ''} ${words}`.trim()
}

function toneOf({ kind, injected, detail = {} }) {
  if (injected) return 'warn'
  if (kind === 'socket') return detail.phase === 'open' ? 'info' : 'warn'
  return TONES[kind] ?? 'info'
}

function textOf({ text }, texts) {
  if (text === undefined) return undefined
  return texts ? quote(text) : `${[...text].length} characters`
}

function detailOf(event, texts) {
  const { detail = {}, injected, acknowledged } = event
  const facts = Object.keys(SHOWN).filter((name) => detail[name] !== undefined).map((name) => `${SHOWN[name]} ${detail[name]}`)
  const parts = [textOf(event, texts), ...facts, acknowledged === false && 'no echo', detail.attempt > 1 && `attempt ${detail.attempt}`, injected && 'injected by a fault']
  return parts.filter(Boolean).join(' · ') || undefined
}

/** Frames of a guest's socket. Texts are told by their length, unless `texts` asks for them. */
function fromGuestEvents(events, { texts = false } = {}) {
  return events.map((event) => ({
    at: event.at,
    lane: 'guest',
    label: labelOf(event),
    detail: detailOf(event, texts),
    tone: toneOf(event),
  }))
}

export { fromGuestEvents }
