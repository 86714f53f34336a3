import { LANES } from '../lanes'
import { pad, padStart } from './wrap'

const MARKS = { ok: '✔', info: '●', warn: '▲', fail: '✖' }
const TONE_COLORS = { ok: 'green', warn: 'yellow', fail: 'red' }
const LANE_COLORS = { api: 'blue', backend: 'yellow', guest: 'cyan', page: 'cyan', agent: 'magenta', fault: 'yellow', close: undefined, test: 'blue' }
const RAIL_COLUMNS = 6
const LONGEST_TITLE = 5
const NARROW = 100

function markOf({ lane, tone }, paint) {
  return paint(MARKS[tone], 'bold', TONE_COLORS[tone] ?? LANE_COLORS[lane])
}

/** Centred over the rail, which is the third of its columns. */
function headOf(lane, paint) {
  const { title } = LANES[lane]
  const centred = pad(padStart(title, Math.ceil((RAIL_COLUMNS - 1 + title.length) / 2)), RAIL_COLUMNS)
  return centred.replace(title, paint(title, LANE_COLORS[lane], 'bold'))
}

/** A rail for each lane, and each entry's mark on its own. */
function rails(lanes, paint) {
  const rail = (lane, entry) => `  ${entry?.lane === lane ? markOf(entry, paint) : paint('│', 'dim')}${' '.repeat(RAIL_COLUMNS - 3)}`
  return {
    columns: lanes.length * RAIL_COLUMNS,
    head: lanes.map((lane) => headOf(lane, paint)).join(''),
    of: (entry) => lanes.map((lane) => rail(lane, entry)).join(''),
  }
}

/** Where there is little room: a mark and the lane's name. */
function names(paint) {
  const columns = LONGEST_TITLE + 5
  const name = ({ lane }) => paint(pad(LANES[lane].title, LONGEST_TITLE), LANE_COLORS[lane])
  return { columns, head: '', of: (entry) => (entry === undefined ? ' '.repeat(columns) : ` ${markOf(entry, paint)} ${name(entry)}  `) }
}

/** How the lanes stand beside the words: `{ columns, head, of(entry) }`. */
const laneColumns = (lanes, { columns, paint }) => (columns < NARROW ? names(paint) : rails(lanes, paint))

export { MARKS, TONE_COLORS, laneColumns }
