import { createHash } from 'node:crypto'
import { idsIn, shortener, type Shorten } from '../ids'
import { LANES, type Tone } from '../lanes'
import type { Entry, Timeline } from '../model'
import { duration, offset } from './format'
import { markup, trusted, type Markup } from './markup'
import { svgMarkup } from './svg'
import { PAGE } from './theme'

/** Nothing may be loaded or run, and no style but the page's own. */
const STYLE_HASH = createHash('sha256').update(PAGE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`

const toneClass = (tone: Tone) => (tone === 'info' ? '' : `tone-${tone}`)

function verdictMarkup(verdict: Timeline['verdict']): Markup | undefined {
  if (verdict === undefined) return undefined
  return markup`<section class="verdict ${toneClass(verdict.tone)}"><strong>${verdict.text}</strong>${verdict.hint && markup`<p>${verdict.hint}</p>`}</section>
`
}

function witnessRow({ name, saw, mode, afterMs, detail, tone }: Timeline['witnesses'][number]): Markup {
  return markup`<tr class="tone-${tone}"><td>${name}</td><td class="saw">${saw}</td><td>${mode}</td><td class="took">${afterMs !== undefined && duration(afterMs)}</td><td class="detail">${detail}</td></tr>
`
}

function witnessTable(witnesses: Timeline['witnesses']): Markup | undefined {
  if (witnesses.length === 0) return undefined
  return markup`<h2>Witnesses</h2>
<table><thead><tr><th>Who</th><th>Saw</th><th>Mode</th><th class="took">After the write</th><th>What</th></tr></thead>
<tbody>${witnesses.map(witnessRow)}</tbody></table>
`
}

function entryRow({ number, offsetMs, lane, label, status, durationMs, detail, correlationId, tone }: Entry, shorten: Shorten): Markup {
  const more = [detail && shorten(detail), correlationId && `correlation id ${correlationId}`].filter(Boolean).join(' · ')
  const title = LANES[lane].title
  return markup`<tr id="entry-${number}" class="${toneClass(tone)}"><td class="number">${number}</td><td class="time">${offset(offsetMs)}</td><td class="lane lane-${lane}">${title}</td><td class="label" title="${label}">${shorten(label)}</td><td class="status">${status}</td><td class="took">${durationMs !== undefined && duration(durationMs)}</td><td class="detail">${more}</td></tr>
`
}

function entryTable({ entries }: Timeline, shorten: Shorten): Markup {
  return markup`<h2>What happened, in order</h2>
<table class="entries"><thead><tr><th class="number">#</th><th class="time">Time</th><th>Lane</th><th>What</th><th>Status</th><th class="took">Took</th><th>Detail</th></tr></thead>
<tbody>${entries.map((entry) => entryRow(entry, shorten))}</tbody></table>
`
}

/** What the short ids stand for. */
function idTable(ids: string[], shorten: Shorten): Markup | undefined {
  if (ids.length === 0) return undefined
  return markup`<h2>Ids</h2>
<table class="ids"><tbody>${ids.map((id) => markup`<tr><td class="label">${shorten(id)}</td><td class="label">${id}</td></tr>
`)}</tbody></table>
`
}

const factItem = ({ name, value }: Timeline['facts'][number]) => markup`<li><span class="muted">${name}</span> <b>${value}</b></li>`

/** A page of its own: nothing is loaded, no script is needed, light or dark as the reader's system is. */
export function asHtml(model: Timeline): string {
  const { title, subtitle, facts, startedAt, durationMs, entries } = model
  const shorten = shortener(model)
  const began = new Date(startedAt).toISOString()
  return `${markup`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(PAGE)}</style></head>
<body class="timeline"><main>
<h1>${title}</h1>
${subtitle && markup`<p class="muted">${subtitle}</p>`}
${facts.length > 0 && markup`<ul class="facts">${facts.map(factItem)}</ul>`}
${verdictMarkup(model.verdict)}
${witnessTable(model.witnesses)}
<h2>Picture</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Picture">${svgMarkup(model, { anchors: true, style: false })}</div>
${entryTable(model, shorten)}
${idTable(idsIn(model), shorten)}
<footer>${entries.length} events in ${duration(durationMs)}, from ${began}. Times count from the first event. Long idle times are drawn short; what happened close together shares a mark with its number.</footer>
</main></body></html>`}\n`
}
