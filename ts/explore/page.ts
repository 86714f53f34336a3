import { createHash } from 'node:crypto'
import { type Shorten, shortener } from '../timeline/ids'
import { LANES } from '../timeline/lanes'
import type { Entry, Timeline } from '../timeline/model'
import { duration, offset } from '../timeline/render/format'
import { type Markup, markup, trusted } from '../timeline/render/markup'
import { svgMarkup } from '../timeline/render/svg'
import { PAGE } from '../timeline/render/theme'
import type { Course } from './course'
import { type Row, beside } from './sides'

const STYLE = `${PAGE}
.sides{table-layout:fixed}
.sides th{font-size:14px;color:var(--ink)}
.sides td{padding:3px 12px 3px 8px;font-size:13px;overflow-wrap:anywhere}
.sides td.event{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;font-size:12.5px}
.sides col.time{width:78px}
.sides td.time{white-space:nowrap;color:var(--muted)}
.sides td.mid,.sides th.mid{border-left:1px solid var(--line)}
.sides .lane{color:var(--hue);font-weight:600;margin-right:8px}
.sides td.alone{background:var(--band)}
.sides tr.parting td{border-top:3px solid var(--warn)}
.sides tr.parting-word td{padding:8px 8px 3px;border-bottom:0;color:var(--warn);font-weight:600;font-size:13px}
pre{margin:6px 0 0;padding:10px 14px;border:1px solid var(--line);border-radius:8px;background:var(--band);font-size:12.5px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere}
ul.told{margin:0;padding-left:20px}
.verdict pre{border:0;padding:0;background:none}`

/** Nothing may be loaded or run, and no style but the page's own. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** One order of events: what the simulator tells of it, and the test's own timeline where there is one. */
export interface Order { course?: Course | undefined; timeline?: Timeline | undefined }

/** What is told of an order in which a test fails. */
export interface FoundPage {
  test: string
  schedule: string
  /** How sure it is, in a sentence. */
  standing: string
  message: string
  replay: string
  ordinary: Order
  failing: Order
}

const HEADS = { left: 'The ordinary order: the test passes', right: 'This order: it fails' }
const PARTING = 'Here they part'

type Cell<T> = (one: T | undefined, side: 'left' | 'right', isAlone: boolean) => Markup

/** Both on one table, what both have on one line. */
function sides<T>(rows: Row<T>[], cell: Cell<T>, columns: number): Markup {
  const line = ({ left, right, isParting }: Row<T>) => markup`${isParting && markup`<tr class="parting-word"><td colspan="${columns * 2}">${PARTING}</td></tr>
`}<tr class="${isParting ? 'parting' : ''}">${cell(left, 'left', right === undefined)}${cell(right, 'right', left === undefined)}</tr>
`
  const cols = columns === 1 ? markup`<col><col>` : markup`<col class="time"><col><col class="time"><col>`
  return markup`<table class="sides"><colgroup>${cols}</colgroup><thead><tr><th colspan="${columns}">${HEADS.left}</th><th class="mid" colspan="${columns}">${HEADS.right}</th></tr></thead>
<tbody>${rows.map(line)}</tbody></table>
`
}

const classOf = (name: string, side: 'left' | 'right', isAlone: boolean): string => [name, side === 'right' && 'mid', isAlone && 'alone'].filter(Boolean).join(' ')

const eventCell: Cell<string> = (event, side, isAlone) => markup`<td class="${classOf('event', side, isAlone && event !== undefined)}">${event}</td>`

/** Several numbers are told apart by the eye, times are not compared: no two runs take as long. */
const keyOf = ({ lane, label, status }: Entry, shorten: Shorten): string => [lane, shorten(label).replace(/\d+(?:\.\d+)? (?:ms|s)\b/g, ''), status].join(' ')

function entryCell(shorteners: { left: Shorten; right: Shorten }): Cell<Entry> {
  return (entry, side, isAlone) => {
    const has = isAlone && entry !== undefined
    if (entry === undefined) return markup`<td class="${classOf('time', side, false)}"></td><td></td>`
    const { offsetMs, lane, label, status, detail, tone } = entry
    const words = markup`<span class="lane lane-${lane}">${LANES[lane].title}</span>${shorteners[side](label)} ${status} ${detail !== undefined && markup`<span class="muted">${shorteners[side](detail)}</span>`}`
    return markup`<td class="${classOf('time', side, has)}">${offset(offsetMs)}</td><td class="${classOf('', side, has).replace('mid', '').trim()}"><span class="tone-${tone}">${words}</span></td>`
  }
}

function eventsMarkup({ ordinary, failing }: FoundPage): Markup | undefined {
  if (ordinary.course === undefined || failing.course === undefined) return undefined
  return markup`<h2>What came, in which order</h2>
<p class="muted">What the simulator told, by kind, and counted for each guest.</p>
${sides(beside(ordinary.course.events, failing.course.events, (event) => event), eventCell, 1)}`
}

function timelinesMarkup({ ordinary: { timeline: left }, failing: { timeline: right } }: FoundPage): Markup | undefined {
  if (left === undefined || right === undefined) return undefined
  const shorteners = { left: shortener(left), right: shortener(right) }
  const rows = beside(left.entries, right.entries, (entry) => keyOf(entry, left.entries.includes(entry) ? shorteners.left : shorteners.right))
  return markup`<h2>Both timelines</h2>
${sides(rows, entryCell(shorteners), 2)}
<h2>Picture of the ordinary order</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Picture of the ordinary order">${svgMarkup(left, { style: false })}</div>
<h2>Picture of this order</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Picture of this order">${svgMarkup(right, { style: false })}</div>
`
}

/** The sentence that says most, and the whole below it. */
function messageMarkup(message: string): Markup {
  const [first = '', second = first] = message.split('\n').filter((line) => line.trim() !== '')
  const sentence = /^(?:Error: )?expect\(/.test(first) ? second : first
  return markup`<section class="verdict tone-fail"><strong>${sentence}</strong>${sentence !== message && markup`<pre>${message.trim()}</pre>`}</section>
`
}

/** A page of its own: nothing is loaded, no script is needed, light or dark as the reader's system is. */
export function pageOf(found: FoundPage): string {
  const { test, schedule, standing, message, replay, failing: { course, timeline } } = found
  const took = timeline === undefined ? '' : ` This one took ${duration(timeline.durationMs)}.`
  return `${markup`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${test}: an order in which it fails</title>
<style>${trusted(STYLE)}</style></head>
<body class="timeline"><main>
<h1>${test}</h1>
<p class="muted">An order of events in which it fails. ${standing}</p>
${messageMarkup(message)}
<h2>What was otherwise</h2>
<ul class="told">${(course?.told ?? []).map((sentence) => markup`<li>${sentence}</li>`)}</ul>
<pre>${schedule}</pre>
<h2>Run it again</h2>
<pre>${replay}</pre>
${eventsMarkup(found)}
${timelinesMarkup(found)}
<footer>What stands on one side only has a ground of its own. Times count from the first event of each.${took}</footer>
</main></body></html>`}\n`
}
