import type { Entry, Timeline } from '../model'
import { COLUMN_WIDTH, columnsOf, duration } from './format'

interface Span {
  from: number
  to: number
}

/** A span, and where it is on the axis. */
interface Segment extends Span {
  x0: number
  x1: number
}

export interface Tick {
  ms: number
  x: number
}

export type Scale = ReturnType<typeof timeScale>

/** An idle time is drawn short when it is at least this part of the whole, and not tiny. */
const IDLE_PART = 0.2
const SHORTEST_IDLE_MS = 50
const BREAK_WIDTH = 64
const TICK_DISTANCE = 84
const TICK_GAP = 8
const NICE = [1, 2, 5]

/** Where something happens: spans in order, those without an idle time between them joined. */
function busySpans(entries: Entry[], total: number): Span[] {
  const idle = Math.max(SHORTEST_IDLE_MS, total * IDLE_PART)
  const spans: Span[] = []
  for (const { offsetMs, durationMs = 0 } of entries) {
    const last = spans.at(-1)
    const to = offsetMs + durationMs
    if (last !== undefined && offsetMs - last.to < idle) last.to = Math.max(last.to, to)
    else spans.push({ from: offsetMs, to })
  }
  return spans
}

/** The same with their places on the axis; one scale for all, idle times between them of one width. */
function placed(spans: Span[], left: number, width: number): { segments: Segment[]; perMs: number } {
  const breakWidth = Math.min(BREAK_WIDTH, width / spans.length / 2)
  const busy = spans.reduce((sum, { from, to }) => sum + to - from, 0)
  const perMs = busy === 0 ? 0 : (width - breakWidth * (spans.length - 1)) / busy
  let x = left
  const segments = spans.map(({ from, to }) => {
    const segment = { from, to, x0: x, x1: x + (to - from) * perMs }
    x = segment.x1 + breakWidth
    return segment
  })
  return { segments, perMs }
}

function niceStep(perMs: number): number {
  for (let power = 1; ; power *= 10) {
    const step = NICE.map((factor) => factor * power).find((candidate) => candidate * perMs >= TICK_DISTANCE)
    if (step !== undefined) return step
  }
}

/** The start of each segment, then round times that keep their distance. */
function ticksOf(segments: Segment[], perMs: number): Tick[] {
  const step = perMs === 0 ? Infinity : niceStep(perMs)
  return segments.flatMap(({ from, to, x0 }) => {
    let last = { ms: from, x: x0 }
    const ticks = [last]
    for (let ms = (Math.floor(from / step) + 1) * step; ms <= to; ms += step) {
      const x = x0 + (ms - from) * perMs
      if (x - last.x >= TICK_DISTANCE * 0.75) ticks.push(last = { ms, x })
    }
    return ticks
  }).reduce<Tick[]>(withRoom, [])
}

const halfWidth = ({ ms }: Tick) => (columnsOf(duration(ms)) * COLUMN_WIDTH) / 2

/** Leaves out a tick whose words would touch those before it. */
function withRoom(kept: Tick[], tick: Tick): Tick[] {
  const last = kept.at(-1)
  const hasRoom = last === undefined || tick.x - last.x >= Math.max(TICK_DISTANCE / 2, halfWidth(last) + halfWidth(tick) + TICK_GAP)
  return hasRoom ? [...kept, tick] : kept
}

/** One time axis for all lanes: true to scale, but for long idle times, which are drawn short and marked. */
export function timeScale({ entries, durationMs }: Timeline, { left, width }: { left: number; width: number }) {
  const { segments, perMs } = placed(busySpans(entries, durationMs), left, width)
  const x = (ms: number) => {
    // A picture without entries has no segment, and nothing to place.
    const { from, x0 } = segments.findLast((segment) => ms >= segment.from) ?? { from: 0, x0: left }
    return x0 + (ms - from) * perMs
  }
  const breaks = segments.flatMap(({ to, x1 }, index) => {
    const next = segments[index + 1]
    return next === undefined ? [] : [{ x0: x1, x1: next.x0, ms: next.from - to }]
  })
  return { x, breaks, ticks: ticksOf(segments, perMs) }
}
