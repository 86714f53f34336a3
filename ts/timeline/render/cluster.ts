/** Half of a mark, and what must stay free beside it. */
const MARK_HALF = 7
const MARK_GAP = 1
const DIGIT_WIDTH = 6.5
const PILL_PADDING = 11
const MOST_SHOWN = 3

/** The most telling tone first. */
const BY_WEIGHT = ['fail', 'warn', 'ok', 'info']
const weight = ({ tone }) => BY_WEIGHT.indexOf(tone)

/** How wide a mark is: a shape for one entry, a pill with a number for several. */
function widthOf(count) {
  return count === 1 ? 2 * MARK_HALF : String(count).length * DIGIT_WIDTH + PILL_PADDING
}

/** Where the mark that stands at `x` ends. */
const endOf = ({ x, entries }) => x - MARK_HALF + widthOf(entries.length)

/** A mark grows with each entry it takes in, and so reaches further to the next one. */
function joined(marks, { entry, x }) {
  const last = marks.at(-1)
  if (last !== undefined && x - MARK_HALF < endOf(last) + MARK_GAP) last.entries.push(entry)
  else marks.push({ x, entries: [entry] })
  return marks
}

/** Entries that get a label of their own, and the rest. */
function chosen(entries) {
  if (entries.length <= MOST_SHOWN) return { shown: entries, others: [] }
  const telling = [...entries].sort((a, b) => weight(a) - weight(b) || a.number - b.number).slice(0, MOST_SHOWN - 1)
  const shown = entries.filter((entry) => telling.includes(entry))
  return { shown, others: entries.filter((entry) => !telling.includes(entry)) }
}

function finished({ x, entries }, scale) {
  const bars = entries.map(({ offsetMs, durationMs = 0 }) => {
    const from = scale.x(offsetMs)
    return { x: from, width: scale.x(offsetMs + durationMs) - from }
  })
  const { tone } = [...entries].sort((a, b) => weight(a) - weight(b))[0]
  return { x, left: x - MARK_HALF, width: widthOf(entries.length), entries, tone, bars, ...chosen(entries) }
}

/** The marks of one lane from left to right; entries whose marks would touch share one. */
function clusters(entries, scale) {
  const marks = entries.map((entry) => ({ entry, x: scale.x(entry.offsetMs) })).reduce(joined, [])
  return marks.map((mark) => finished(mark, scale))
}

export { clusters }
