import { shortener, type Shorten } from '../ids'
import type { Tone } from '../lanes'
import type { Entry, Timeline } from '../model'
import { clusters, type Cluster } from './cluster'
import { COLUMN_WIDTH, columnsOf, cutToColumns } from './format'
import { timeScale, type Scale } from './scale'

/** What may stand below a mark, the longest text first. */
interface Words {
  texts: string[]
  tone: Tone
}

/** A text that has its place in the rows. */
interface Label {
  text: string
  tone: Tone
  row: number
  x: number
  width: number
}

type Labelled = Cluster & { labels: Label[] }

export type Layout = ReturnType<typeof layout>
export type Mark = Layout['lanes'][number]['marks'][number]

const WIDTH = 1200
const GUTTER = 84
const RIGHT = 252
const AXIS_HEIGHT = 34
const LANE_TOP = 26
const LANE_BOTTOM = 12
const ROW_HEIGHT = 16
const MOST_ROWS = 7
const EMPTY_LANE_ROWS = 1

const LABEL_GAP = 6
const LEADER_GAP = 4
const LONGEST_LABEL = 34
const NEVER = Infinity

const ID_SEGMENT = /^[\da-f]{4,}(?:-|…|$)/i

/** `GET /api/v2/conversations/messages/5e75…` as `GET messages/5e75…`. */
function brief(label: string): string {
  const [, method, path] = /^([A-Z]+) \/([^\s?]*)\S*$/.exec(label) ?? []
  if (method === undefined || path === undefined) return label
  const parts = path.split('/')
  const last = parts.at(-1) ?? ''
  return `${method} ${ID_SEGMENT.test(last) ? parts.slice(-2).join('/') : last}`
}

function textOf({ number, label, status }: Entry, shorten: Shorten): string {
  return cutToColumns([number, brief(shorten(label)), status].filter((part) => part !== undefined).join(' '), LONGEST_LABEL)
}

/** Rows of labels below a lane's markers, filled from the right, so that no leader crosses a label. */
class Rows {
  #starts: number[] = []

  get count() {
    return this.#starts.length
  }

  /** The first row with room between `x` and what stands to the right; `undefined` where there is none. */
  place(x: number, width: number): number | undefined {
    const end = x + LEADER_GAP + width + LABEL_GAP
    const row = Array.from({ length: MOST_ROWS }, (_, index) => this.#starts[index] ?? NEVER).findIndex((start) => end <= start)
    if (row < 0) return undefined
    // The leader goes down through the rows above: they end there.
    for (let above = 0; above <= row; above++) this.#starts[above] = Math.min(this.#starts[above] ?? NEVER, x)
    return row
  }
}

/** The first of the texts that has room. */
function labelOf(rows: Rows, x: number, { texts, tone }: Words): Label | undefined {
  for (const text of texts) {
    const width = columnsOf(text) * COLUMN_WIDTH
    const row = rows.place(x, width)
    if (row !== undefined) return { text, tone, row, x: x + LEADER_GAP, width }
  }
  return undefined
}

/** What stands below a mark: its most telling entries, each with its number at least, and how many more there are. */
function textsBelow({ shown, others }: Cluster, shorten: Shorten): Words[] {
  const last = others.at(-1)
  const more: Words[] = last === undefined ? [] : [{ texts: [`+${others.length} more, to ${last.number}`, `+${others.length}`], tone: 'info' }]
  return [...shown.map((entry) => ({ texts: [textOf(entry, shorten), String(entry.number)], tone: entry.tone })), ...more]
}

/** The marks of one lane, labelled from the right. */
function marksOf(entries: Entry[], scale: Scale, shorten: Shorten): { marks: Labelled[]; rows: number } {
  const rows = new Rows()
  const labelled = (mark: Cluster) => ({
    ...mark,
    labels: textsBelow(mark, shorten).map((told) => labelOf(rows, mark.x, told)).filter((label) => label !== undefined),
  })
  const marks = clusters(entries, scale).reverse().map(labelled).reverse()
  return { marks, rows: Math.max(EMPTY_LANE_ROWS, rows.count) }
}

/** Turns rows into boxes. */
function settle(marks: Labelled[], y: number) {
  const box = ({ text, tone, row, x, width }: Label) => ({ text, tone, x, y: y + 12 + row * ROW_HEIGHT, width, height: ROW_HEIGHT - 2 })
  return marks.map(({ labels, ...mark }) => ({ ...mark, y, labels: labels.map(box) }))
}

/** The geometry of the picture, without any markup: what is where, and how large. */
export function layout(model: Timeline) {
  const scale = timeScale(model, { left: GUTTER, width: WIDTH - GUTTER - RIGHT })
  const shorten = shortener(model)
  let top = AXIS_HEIGHT
  const lanes = model.lanes.map((name) => {
    const lane = marksOf(model.entries.filter((entry) => entry.lane === name), scale, shorten)
    const height = LANE_TOP + lane.rows * ROW_HEIGHT + LANE_BOTTOM
    const y = top + LANE_TOP - 6
    top += height
    return { name, top: top - height, height, y, marks: settle(lane.marks, y) }
  })
  return { width: WIDTH, height: top + 1, gutter: GUTTER, axisHeight: AXIS_HEIGHT, ticks: scale.ticks, breaks: scale.breaks, lanes }
}
