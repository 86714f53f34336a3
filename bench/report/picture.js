'use strict'

const { boundText, number, withUnit } = require('./format')

const WIDTH = 980
const LABELS = 330
const BARS = 420
const LINE = 22
const COLORS = { reached: '#1a7f5a', missed: '#c0392b', limit: '#444', grid: '#e4e4e4', text: '#222', faint: '#666' }
const CURVE_COLORS = ['#1f5fa8', '#c26a00', '#1a7f5a']
/** Bars show how much of what is allowed was needed; what is far beyond is cut there. */
const MOST = 1.5

const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign])
const text = (x, y, words, { size = 12, anchor = 'start', color = COLORS.text, weight = 'normal' } = {}) =>
  `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${color}" font-weight="${weight}">${escape(words)}</text>`

/** One bound: a bar up to what was needed, a line at what is allowed. */
function bar(figure, y) {
  const used = Math.min(MOST, figure.used)
  const color = figure.reached ? COLORS.reached : COLORS.missed
  const width = Math.max(2, (used / MOST) * BARS)
  const end = figure.used > MOST ? ' ▸' : ''
  return [
    text(LABELS - 8, y + 13, figure.name, { anchor: 'end' }),
    `<rect x="${LABELS}" y="${y + 3}" width="${width.toFixed(1)}" height="14" rx="2" fill="${color}"/>`,
    text(LABELS + BARS + 10, y + 14, `${withUnit(figure.value, figure.unit)}${end}  must be ${boundText(figure)}`, { color: figure.reached ? COLORS.text : COLORS.missed }),
  ].join('')
}

function bars(rows, top) {
  let y = top
  const parts = []
  for (const row of rows) {
    const bounded = (row.figures ?? []).filter(({ must }) => must !== undefined)
    if (bounded.length === 0) continue
    parts.push(text(16, y + 15, row.title, { weight: 'bold' }))
    y += LINE
    for (const figure of bounded) {
      parts.push(bar(figure, y))
      y += LINE
    }
    y += 6
  }
  const limit = LABELS + BARS / MOST
  parts.push(`<line x1="${limit}" x2="${limit}" y1="${top}" y2="${y}" stroke="${COLORS.limit}" stroke-dasharray="4 3"/>`)
  return { svg: parts.join(''), bottom: y }
}

/** Cost per item over the number of items, each curve by its own cheapest point. */
function curves(figures, top) {
  const [left, right, height] = [LABELS, LABELS + BARS, 150]
  const sizes = [...new Set(figures.flatMap(({ curve }) => curve.map(({ size }) => size)))].sort((a, b) => a - b)
  const x = (size) => left + ((right - left) * Math.log10(size / sizes[0])) / Math.max(1, Math.log10(sizes.at(-1) / sizes[0]))
  const costs = figures.map(({ curve }) => curve.map(({ ms }) => ms))
  const highest = Math.max(1.5, ...costs.map((each) => Math.max(...each) / Math.min(...each)))
  const y = (times) => top + 30 + height - (height * times) / highest
  const parts = [text(16, top + 15, 'growth: CPU per item, over its cheapest point', { weight: 'bold' })]
  for (let times = 1; times <= highest; times += Math.ceil(highest / 5)) {
    parts.push(`<line x1="${left}" x2="${right}" y1="${y(times)}" y2="${y(times)}" stroke="${COLORS.grid}"/>`, text(left - 8, y(times) + 4, `${number(times)}×`, { anchor: 'end', color: COLORS.faint }))
  }
  for (const size of sizes) parts.push(text(x(size), top + height + 48, size.toLocaleString('en'), { anchor: 'middle', color: COLORS.faint }))
  for (const [index, { name, curve }] of figures.entries()) {
    const color = CURVE_COLORS[index % CURVE_COLORS.length]
    const cheapest = Math.min(...curve.map(({ ms }) => ms))
    const places = curve.map(({ size, ms }) => [x(size), y(ms / cheapest)])
    parts.push(`<polyline points="${places.map((place) => place.map((part) => part.toFixed(1)).join(',')).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`)
    for (const [cx, cy] of places) parts.push(`<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3" fill="${color}"/>`)
    const label = name.replace(/^CPU per /, '').replace(/, [\d,]+$/, '')
    parts.push(text(right + 14, top + 50 + index * 20, `${label}: ${number(curve.at(-1).ms)} ms`, { color }))
  }
  return { svg: parts.join(''), bottom: top + height + 66 }
}

/** The run as a picture: what was needed of what is allowed, and the curves. */
function picture({ rows, machine, at }) {
  const head = 66
  const drawn = bars(rows, head)
  const curved = rows.flatMap(({ figures = [] }) => figures).filter(({ curve }) => curve !== undefined)
  const plot = curved.length === 0 ? { svg: '', bottom: drawn.bottom } : curves(curved, drawn.bottom + 10)
  const height = plot.bottom + 12
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif">
<rect width="100%" height="100%" fill="#fff"/>
${text(16, 24, 'playwright-genesys: what was needed of what is allowed', { size: 16, weight: 'bold' })}
${text(16, 44, `${at.slice(0, 10)} · ${machine.cpu}, ${machine.cores} cores · Node ${machine.node} · bars end at the dashed line where a figure is just reached; shorter is better`, { color: COLORS.faint })}
${drawn.svg}
${plot.svg}
</svg>
`
}

module.exports = { picture }
