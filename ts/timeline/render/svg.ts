import { LANES, type Tone } from '../lanes'
import type { Entry, Timeline } from '../model'
import { duration, offset } from './format'
import { layout, type Layout, type Mark } from './layout'
import { markup, trusted, type Markup } from './markup'
import { PICTURE } from './theme'

/** A shape for each tone, around 0,0: colour is not the only sign. */
const SHAPES: Record<Tone, string> = {
  info: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z',
  ok: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0zM-3.2 0.2l2.3 2.3l4.2 -4.6l-1 -0.9l-3.2 3.6l-1.3 -1.4z',
  warn: 'M0 -6.5l6.5 11.5h-13z',
  fail: 'M-5.5 -3.5l2 -2l3.5 3.5l3.5 -3.5l2 2l-3.5 3.5l3.5 3.5l-2 2l-3.5 -3.5l-3.5 3.5l-2 -2l3.5 -3.5z',
}
const SHORTEST_BAR = 2
const MOST_IN_TOOLTIP = 12

const px = (length: number) => Number(length.toFixed(1))

function tooltip({ number, offsetMs, lane, label, status, durationMs, detail }: Entry): string {
  const took = durationMs === undefined ? undefined : duration(durationMs)
  return [`${number}. ${LANES[lane].title} ${offset(offsetMs)}`, label, status, took, detail].filter((part) => part !== undefined).join(' · ')
}

const toneClass = (tone: Tone) => (tone === 'info' ? '' : ` tone-${tone}`)

function labelMarkup({ labels, x, y }: Mark): Markup {
  const lines = labels.map((label) => ({ ...label, base: label.y + label.height - 3 }))
  const end = Math.max(...lines.map(({ base }) => base))
  const leader = lines.length > 0 && markup`<path class="leader" d="M${px(x)} ${px(y)}V${px(end)}" fill="none"/>`
  return markup`${leader}${lines.map((label) => markup`<text class="label${toneClass(label.tone)}" x="${px(label.x)}" y="${px(label.base)}" xml:space="preserve">${label.text}</text>`)}`
}

const barMarkup = ({ x, width }: Mark['bars'][number], y: number) => width >= SHORTEST_BAR
  && markup`<rect class="bar" x="${px(x)}" y="${px(y - 4)}" width="${px(width)}" height="8" rx="2"/>`

/** One entry has a shape; several have a pill with their number in it. */
function shapeMarkup({ entries, tone, x, y, left, width }: Mark): Markup {
  if (entries.length === 1) return markup`<path class="mark" fill-rule="evenodd" transform="translate(${px(x)} ${px(y)})" d="${SHAPES[tone]}"/>`
  const middle = left + width / 2
  return markup`<rect class="mark" x="${px(left)}" y="${px(y - 7.5)}" width="${px(width)}" height="15" rx="7.5"/><text class="count" x="${px(middle)}" y="${px(y + 3.6)}">${entries.length}</text>`
}

function tooltipOf(entries: Entry[]): string {
  const more = entries.length > MOST_IN_TOOLTIP ? [`and ${entries.length - MOST_IN_TOOLTIP} more, to ${entries.at(-1)?.number}`] : []
  return [...entries.slice(0, MOST_IN_TOOLTIP).map(tooltip), ...more].join('\n')
}

function markMarkup(mark: Mark, hasAnchors: boolean): Markup {
  const { entries, y, tone, bars } = mark
  const told = tooltipOf(entries)
  const drawn = markup`<g class="entry${toneClass(tone)}"><title>${told}</title>${bars.map((bar) => barMarkup(bar, y))}${labelMarkup(mark)}${shapeMarkup(mark)}</g>`
  const number = entries[0]?.number
  return hasAnchors ? markup`<a id="mark-${number}" href="#entry-${number}" aria-label="${told}">${drawn}</a>` : drawn
}

/** Every other lane has a ground of its own. */
function bandMarkup({ top, height }: Layout['lanes'][number], index: number, { width }: Layout): Markup | false {
  return index % 2 === 0 && markup`<rect class="band" x="0" y="${top}" width="${width}" height="${height}"/>
`
}

function laneMarkup({ name, y, marks }: Layout['lanes'][number], { width, gutter }: Layout, hasAnchors: boolean): Markup {
  return markup`<g class="lane-${name}"><text class="lane-title" x="14" y="${y + 4}">${LANES[name].title}</text>
<line class="rail" x1="${gutter - 12}" y1="${y}" x2="${width - 12}" y2="${y}"/>
${marks.map((mark) => markMarkup(mark, hasAnchors))}</g>
`
}

function axisMarkup({ ticks, breaks, axisHeight, height }: Layout): Markup {
  const lines = ticks.map(({ ms, x }) => markup`<line x1="${px(x)}" y1="${axisHeight - 6}" x2="${px(x)}" y2="${height}" stroke-dasharray="2 4"/>
<text x="${px(x)}" y="${axisHeight - 13}" text-anchor="middle">${duration(ms)}</text>`)
  const idle = breaks.map(({ x0, x1, ms }) => markup`<rect class="idle" x="${px(x0 + 9)}" y="${axisHeight}" width="${px(x1 - x0 - 18)}" height="${height - axisHeight}"><title>${duration(ms)} without an event, drawn short</title></rect>`)
  return markup`<g class="axis">${idle}${lines}</g>
`
}

/** The picture alone: lanes on one time axis. `style: false` where the page around it has the style. */
export function svgMarkup(model: Timeline, { anchors = false, style = true } = {}): Markup {
  const shape = layout(model)
  const { width, height } = shape
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="timeline picture" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${model.title}: ${model.entries.length} events in ${duration(model.durationMs)}">
${style && markup`<style>${trusted(PICTURE)}</style>`}
<rect class="paper" width="${width}" height="${height}"/>
${shape.lanes.map((lane, index) => bandMarkup(lane, index, shape))}${axisMarkup(shape)}${shape.lanes.map((lane) => laneMarkup(lane, shape, anchors))}</svg>`
}

/** The picture as a file of its own. */
export const asSvg = (model: Timeline) => `${svgMarkup(model)}\n`
