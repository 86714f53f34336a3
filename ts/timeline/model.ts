import { clean } from './clean'
import { LANES, TONES } from './lanes'

/** Raised where a file of this shape would no longer be read by what reads it today. */
const SCHEMA = 1

function check(holds, problem) {
  if (!holds) throw new TypeError(`timeline: ${problem}`)
}

function checkEntry({ at, lane, label, tone = 'info', durationMs = 0 }) {
  check(Number.isFinite(at), `an entry needs a time (at), got ${String(at)}`)
  check(Object.hasOwn(LANES, lane), `no lane ${String(lane)}; there are ${Object.keys(LANES).join(', ')}`)
  check(Object.hasOwn(TONES, tone), `no tone ${String(tone)}; there are ${Object.keys(TONES).join(', ')}`)
  check(typeof label === 'string' && label !== '', 'an entry needs a label')
  check(Number.isFinite(durationMs) && durationMs >= 0, 'durationMs must be a positive number or 0')
}

/** The named fields that are there; texts are made harmless. */
function present(source, names) {
  const given = names.filter((name) => source[name] !== undefined)
  return Object.fromEntries(given.map((name) => [name, typeof source[name] === 'string' ? clean(source[name]) : source[name]]))
}

function entryOf(entry, index, startedAt) {
  const optional = present(entry, ['detail', 'status', 'durationMs', 'correlationId'])
  const { at, lane, tone = 'info' } = entry
  return { number: index + 1, at, offsetMs: at - startedAt, lane, label: clean(entry.label), tone, ...optional }
}

/**
 * One run as people and machines read it: pure data, sorted by time, free of control characters
 * and of what looks like a credential. Entries of the same millisecond keep their order.
 */
function timeline({ title, subtitle, verdict, witnesses = [], facts = {}, entries }) {
  check(typeof title === 'string', 'a title is needed')
  check(verdict === undefined || Object.hasOwn(TONES, verdict.tone), 'the verdict needs a tone')
  entries.forEach(checkEntry)
  const sorted = [...entries].sort((a, b) => a.at - b.at)
  const startedAt = sorted[0]?.at ?? 0
  const endedAt = sorted.reduce((latest, { at, durationMs = 0 }) => Math.max(latest, at + durationMs), startedAt)
  return {
    schema: SCHEMA,
    ...present({ title, subtitle }, ['title', 'subtitle']),
    ...(verdict && { verdict: present(verdict, ['tone', 'code', 'text', 'hint']) }),
    facts: Object.entries(facts).map(([name, value]) => ({ name: clean(name), value: clean(value) })),
    witnesses: witnesses.map((witness) => present(witness, ['name', 'saw', 'mode', 'afterMs', 'detail', 'tone'])),
    startedAt,
    durationMs: endedAt - startedAt,
    lanes: Object.keys(LANES).filter((lane) => sorted.some((entry) => entry.lane === lane)),
    entries: sorted.map((entry, index) => entryOf(entry, index, startedAt)),
  }
}

export { SCHEMA, timeline }
