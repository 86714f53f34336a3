import type { Tone } from '../lanes'
import type { Entry } from '../model'
import type { Scale } from './scale'

/** Entries whose marks would touch, and where their common one stands. */
interface Mark {
  x: number
  entries: Entry[]
}

export type Cluster = ReturnType<typeof finished>

/** Half of a mark, and what must stay free beside it. */
const MARK_HALF = 7
const MARK_GAP = 1
const DIGIT_WIDTH = 6.5
const PILL_PADDING = 11
const MOST_SHOWN = 3

/** The most telling tone first. */
const BY_WEIGHT: Tone[] = ['fail', 'warn', 'ok', 'info']
const weight = ({ tone }: Entry) => BY_WEIGHT.indexOf(tone)

/** How wide a mark is: a shape for one entry, a pill with a number for several. */
function widthOf(count: number): number {
  return count === 1 ? 2 * MARK_HALF : String(count).length * DIGIT_WIDTH + PILL_PADDING
}

/** Where the mark that stands at `x` ends. */
const endOf = ({ x, entries }: Mark) => x - MARK_HALF + widthOf(entries.length)

/** A mark grows with each entry it takes in, and so reaches further to the next one. */
function joined(marks: Mark[], { entry, x }: { entry: Entry; x: number }): Mark[] {
  const last = marks.at(-1)
  if (last !== undefined && x - MARK_HALF < endOf(last) + MARK_GAP) last.entries.push(entry)
  else marks.push({ x, entries: [entry] })
  return marks
}

/** Entries that get a label of their own, and the rest. */
function chosen(entries: Entry[]): { shown: Entry[]; others: Entry[] } {
  if (entries.length <= MOST_SHOWN) return { shown: entries, others: [] }
  const telling = [...entries].sort((a, b) => weight(a) - weight(b) || a.number - b.number).slice(0, MOST_SHOWN - 1)
  const shown = entries.filter((entry) => telling.includes(entry))
  return { shown, others: entries.filter((entry) => !telling.includes(entry)) }
}

function finished({ x, entries }: Mark, scale: Scale) {
  const bars = entries.map(({ offsetMs, durationMs = 0 }) => {
    const from = scale.x(offsetMs)
    return { x: from, width: scale.x(offsetMs + durationMs) - from }
  })
  const tone = BY_WEIGHT[Math.min(...entries.map(weight))] ?? 'info'
  return { x, left: x - MARK_HALF, width: widthOf(entries.length), entries, tone, bars, ...chosen(entries) }
}

/** The marks of one lane from left to right; entries whose marks would touch share one. */
export function clusters(entries: Entry[], scale: Scale): Cluster[] {
  const marks = entries.map((entry) => ({ entry, x: scale.x(entry.offsetMs) })).reduce<Mark[]>(joined, [])
  return marks.map((mark) => finished(mark, scale))
}
