import { clean } from './clean'
import { LANES, TONES, type Lane, type Tone } from './lanes'

/** Raised where a file of this shape would no longer be read by what reads it today. */
export const SCHEMA = 1

/** One thing that happened, as its collector tells it. */
export interface Happening {
  at: number
  lane: Lane
  label: string
  tone?: Tone | undefined
  detail?: string | undefined
  status?: number | undefined
  durationMs?: number | undefined
  correlationId?: string | undefined
}

/** What one witness said, under the name that is shown. */
export interface NamedWitness {
  name: string
  saw: string
  mode?: string
  afterMs?: number
  detail: string
  tone: Tone
}

export interface Verdict {
  tone: Tone
  code?: string | undefined
  text: string
  hint?: string | undefined
}

/** What a timeline is made of. */
export interface Story {
  title: string
  subtitle?: string | undefined
  verdict?: Verdict | undefined
  witnesses?: NamedWitness[]
  facts?: Record<string, string | number>
  entries: Happening[]
}

export type Timeline = ReturnType<typeof timeline>
export type Entry = Timeline['entries'][number]

function check(holds: boolean, problem: string): void {
  if (!holds) throw new TypeError(`timeline: ${problem}`)
}

function checkEntry({ at, lane, label, tone = 'info', durationMs = 0 }: Happening): void {
  check(Number.isFinite(at), `an entry needs a time (at), got ${String(at)}`)
  check(Object.hasOwn(LANES, lane), `no lane ${String(lane)}; there are ${Object.keys(LANES).join(', ')}`)
  check(Object.hasOwn(TONES, tone), `no tone ${String(tone)}; there are ${Object.keys(TONES).join(', ')}`)
  check(typeof label === 'string' && label !== '', 'an entry needs a label')
  check(Number.isFinite(durationMs) && durationMs >= 0, 'durationMs must be a positive number or 0')
}

/** The named fields that are there; texts are made harmless. */
function present<T, N extends keyof T>(source: T, names: readonly N[]): { [Name in keyof Pick<T, N>]: Exclude<T[Name], undefined> } {
  const given = names.map((name) => [name, source[name]] as const).filter(([, value]) => value !== undefined)
  // What an object made of pairs has is not known to its type.
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value])) as ReturnType<typeof present<T, N>>
}

function entryOf(entry: Happening, index: number, startedAt: number) {
  const optional = present(entry, ['detail', 'status', 'durationMs', 'correlationId'])
  const { at, lane, tone = 'info' } = entry
  return { number: index + 1, at, offsetMs: at - startedAt, lane, label: clean(entry.label), tone, ...optional }
}

/**
 * One run as people and machines read it: pure data, sorted by time, free of control characters
 * and of what looks like a credential. Entries of the same millisecond keep their order.
 */
export function timeline({ title, subtitle, verdict, witnesses = [], facts = {}, entries }: Story) {
  check(typeof title === 'string', 'a title is needed')
  check(verdict === undefined || Object.hasOwn(TONES, verdict.tone), 'the verdict needs a tone')
  entries.forEach(checkEntry)
  const sorted = [...entries].sort((a, b) => a.at - b.at)
  const startedAt = sorted[0]?.at ?? 0
  const endedAt = sorted.reduce((latest, { at, durationMs = 0 }) => Math.max(latest, at + durationMs), startedAt)
  return {
    schema: SCHEMA,
    title: clean(title),
    ...(subtitle !== undefined && { subtitle: clean(subtitle) }),
    ...(verdict && { verdict: present(verdict, ['tone', 'code', 'text', 'hint']) }),
    facts: Object.entries(facts).map(([name, value]) => ({ name: clean(name), value: clean(value) })),
    witnesses: witnesses.map((witness) => present(witness, ['name', 'saw', 'mode', 'afterMs', 'detail', 'tone'])),
    startedAt,
    durationMs: endedAt - startedAt,
    lanes: (Object.keys(LANES) as Lane[]).filter((lane) => sorted.some((entry) => entry.lane === lane)),
    entries: sorted.map((entry, index) => entryOf(entry, index, startedAt)),
  }
}
