'use strict'

const { shortener } = require('../ids')
const { LANES } = require('../lanes')
const { painter } = require('./color')
const { columnsOf, duration, offset } = require('./format')
const { pad, padStart, wrap } = require('./wrap')

const DEFAULT_COLUMNS = 120
const NARROWEST = 80
const LANE_COLUMNS = 6
const NARROWEST_WORDS = 16
const INDENT = '  '
const MARKS = { ok: '✔', info: '●', warn: '▲', fail: '✖' }
const TONE_COLORS = { ok: 'green', warn: 'yellow', fail: 'red' }
const LANE_COLORS = { api: 'blue', guest: 'cyan', page: 'cyan', agent: 'magenta', close: undefined }

const longest = (texts) => Math.max(0, ...texts.map(columnsOf))

/** What a person reads of one entry, in plain columns. */
function wordsOf(entry, shorten) {
  const { offsetMs, label, status, durationMs, tone, correlationId } = entry
  const asked = tone === 'fail' && correlationId !== undefined ? `correlation id ${correlationId}` : undefined
  return {
    entry,
    time: offset(offsetMs),
    label: shorten(label),
    status: String(status ?? ''),
    took: durationMs === undefined ? '' : duration(durationMs),
    detail: [shorten(entry.detail ?? ''), asked].filter(Boolean).join(' · '),
  }
}

function measure(rows, lanes, columns) {
  const time = longest([...rows.map((row) => row.time), 'time'])
  const status = longest(rows.map((row) => row.status))
  const took = longest(rows.map((row) => row.took))
  const facts = status + took === 0 ? 0 : status + took + 4
  const left = INDENT.length + time + 1 + lanes.length * LANE_COLUMNS
  return { time, status, took, facts, room: Math.max(NARROWEST_WORDS, columns - left - facts) }
}

function rails(lanes, paint, entry) {
  return lanes.map((lane) => {
    const mark = entry?.lane === lane ? paint(MARKS[entry.tone], 'bold', TONE_COLORS[entry.tone] ?? LANE_COLORS[lane]) : paint('│', 'dim')
    return `  ${mark}${' '.repeat(LANE_COLUMNS - 3)}`
  }).join('')
}

/** The words of one entry: status and duration in columns, then the label, and the detail beside or below it. */
function linesOf({ entry, label, status, took, detail }, widths, paint) {
  const color = TONE_COLORS[entry.tone]
  const facts = widths.facts === 0 ? '' : `${padStart(status, widths.status)}  ${padStart(took, widths.took)}  `
  const [first, ...rest] = wrap(label, widths.room)
  const fits = rest.length === 0 && columnsOf(first) + 2 + columnsOf(detail) <= widths.room
  const beside = fits && detail !== '' ? `  ${paint(detail, 'dim')}` : ''
  const below = fits || detail === '' ? [] : wrap(detail, widths.room - 2)
  const indent = ' '.repeat(widths.facts)
  return [
    `${paint(facts, color ?? 'dim')}${paint(first, color)}${beside}`,
    ...rest.map((part) => indent + paint(part, color)),
    ...below.map((part) => `${indent}  ${paint(part, 'dim')}`),
  ]
}

/** Centred over the rail, which is the third of its columns. */
function titleOf(lane) {
  const { title } = LANES[lane]
  return pad(padStart(title, Math.ceil((LANE_COLUMNS - 1 + title.length) / 2)), LANE_COLUMNS)
}

function picture({ lanes, entries }, { shorten, columns, paint }) {
  const rows = entries.map((entry) => wordsOf(entry, shorten))
  const widths = measure(rows, lanes, columns)
  const margin = (time) => `${INDENT}${paint(padStart(time, widths.time), 'dim')}`
  const titles = lanes.map((lane) => titleOf(lane).replace(LANES[lane].title, (title) => paint(title, LANE_COLORS[lane], 'bold'))).join('')
  const body = rows.flatMap((row) => linesOf(row, widths, paint).map((line, index) =>
    `${margin(index === 0 ? row.time : '')} ${rails(lanes, paint, index === 0 ? row.entry : undefined)}${line}`.trimEnd()))
  return [`${margin('time')} ${titles}`.trimEnd(), ...body]
}

function witnessLines(witnesses, { shorten, columns, paint }) {
  const names = longest(witnesses.map(({ name }) => name))
  return witnesses.flatMap(({ name, saw, mode, afterMs, detail, tone }) => {
    const head = `${INDENT}${MARKS[tone]} ${pad(name, names)}  ${pad(saw, 'nothing'.length)}  `
    const facts = [mode, afterMs === undefined ? undefined : `${duration(afterMs)} after the write`].filter(Boolean).join(', ')
    const [first, ...rest] = wrap([facts, shorten(detail ?? '')].filter(Boolean).join(' · '), Math.max(20, columns - columnsOf(head)))
    return [`${paint(head, TONE_COLORS[tone])}${first ?? ''}`.trimEnd(), ...rest.map((line) => ' '.repeat(columnsOf(head)) + line)]
  })
}

function verdictLines({ tone, text, hint }, { shorten, columns, paint }) {
  const [first, ...rest] = wrap(shorten(text), columns - 4)
  const said = [`${MARKS[tone]} ${first}`, ...rest.map((line) => `  ${line}`)]
  const hinted = hint === undefined ? [] : wrap(shorten(hint), columns - 4).map((line) => `${INDENT}  ${line}`)
  return [...said.map((line) => INDENT + paint(line, 'bold', TONE_COLORS[tone])), ...hinted]
}

/** A timeline for a terminal; ends without a line break. */
function asText(model, { color = false, columns = DEFAULT_COLUMNS } = {}) {
  const how = { shorten: shortener(model), columns: Math.max(NARROWEST, columns), paint: painter(color) }
  const facts = how.shorten(model.facts.map(({ name, value }) => `${name} ${value}`).join(' · '))
  const head = [how.paint(model.title, 'bold'), model.subtitle, facts && how.paint(facts, 'dim')].filter(Boolean)
  const blocks = [
    head.map((line) => INDENT + line),
    picture(model, how),
    witnessLines(model.witnesses, how),
    model.verdict ? verdictLines(model.verdict, how) : [],
  ]
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')
}

module.exports = { asText }
