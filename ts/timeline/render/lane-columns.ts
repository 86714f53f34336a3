import { LANES, type Lane, type Tone } from '../lanes'
import type { Entry } from '../model'
import type { Paint } from './color'
import { pad, padStart } from './wrap'

export const MARKS: Record<Tone, string> = { ok: '✔', info: '●', warn: '▲', fail: '✖' }
export const TONE_COLORS = { ok: 'green', info: undefined, warn: 'yellow', fail: 'red' } as const
const LANE_COLORS = { api: 'blue', backend: 'yellow', guest: 'cyan', page: 'cyan', agent: 'magenta', fault: 'yellow', close: undefined, test: 'blue' } as const
const RAIL_COLUMNS = 6
const LONGEST_TITLE = 5
const NARROW = 100

/** How the lanes stand beside the words. */
interface LaneColumns {
  columns: number
  head: string
  /** Nothing on the lanes, where a line is no entry's first. */
  of(entry: Entry | undefined): string
}

function markOf({ lane, tone }: Entry, paint: Paint): string {
  return paint(MARKS[tone], 'bold', TONE_COLORS[tone] ?? LANE_COLORS[lane])
}

/** Centred over the rail, which is the third of its columns. */
function headOf(lane: Lane, paint: Paint): string {
  const { title } = LANES[lane]
  const centred = pad(padStart(title, Math.ceil((RAIL_COLUMNS - 1 + title.length) / 2)), RAIL_COLUMNS)
  return centred.replace(title, paint(title, LANE_COLORS[lane], 'bold'))
}

/** A rail for each lane, and each entry's mark on its own. */
function rails(lanes: Lane[], paint: Paint): LaneColumns {
  const rail = (lane: Lane, entry: Entry | undefined) => `  ${entry?.lane === lane ? markOf(entry, paint) : paint('│', 'dim')}${' '.repeat(RAIL_COLUMNS - 3)}`
  return {
    columns: lanes.length * RAIL_COLUMNS,
    head: lanes.map((lane) => headOf(lane, paint)).join(''),
    of: (entry) => lanes.map((lane) => rail(lane, entry)).join(''),
  }
}

/** Where there is little room: a mark and the lane's name. */
function names(paint: Paint): LaneColumns {
  const columns = LONGEST_TITLE + 5
  const name = ({ lane }: Entry) => paint(pad(LANES[lane].title, LONGEST_TITLE), LANE_COLORS[lane])
  return { columns, head: '', of: (entry) => (entry === undefined ? ' '.repeat(columns) : ` ${markOf(entry, paint)} ${name(entry)}  `) }
}

export const laneColumns = (lanes: Lane[], { columns, paint }: { columns: number; paint: Paint }) => (columns < NARROW ? names(paint) : rails(lanes, paint))
