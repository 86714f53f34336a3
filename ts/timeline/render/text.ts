import { shortener, type Shorten } from '../ids'
import type { Entry, Timeline } from '../model'
import { painter, type Paint } from './color'
import { columnsOf, duration, offset } from './format'
import { MARKS, TONE_COLORS, laneColumns } from './lane-columns'
import { pad, padStart, wrap } from './wrap'

const DEFAULT_COLUMNS = 120
const NARROWEST = 80
const NARROWEST_WORDS = 16
const INDENT = '  '

/** How everything is told: the width of the terminal, its colours, and what shortens ids. */
interface How {
  shorten: Shorten
  columns: number
  paint: Paint
}

type Row = ReturnType<typeof wordsOf>
type Widths = ReturnType<typeof measure>

const longest = (texts: string[]) => Math.max(0, ...texts.map(columnsOf))

/** What a person reads of one entry, in plain columns. */
function wordsOf(entry: Entry, shorten: Shorten) {
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

function measure(rows: Row[], columns: number) {
  const time = longest([...rows.map((row) => row.time), 'time'])
  const status = longest(rows.map((row) => row.status))
  const took = longest(rows.map((row) => row.took))
  const facts = status + took === 0 ? 0 : status + took + 4
  const left = INDENT.length + time + 1 + facts
  return { time, status, took, facts, room: Math.max(NARROWEST_WORDS, columns - left) }
}

/** The words of one entry: status and duration in columns, then the label, and the detail beside or below it. */
function linesOf({ entry, label, status, took, detail }: Row, widths: Widths, paint: Paint): string[] {
  const color = TONE_COLORS[entry.tone]
  const facts = widths.facts === 0 ? '' : `${padStart(status, widths.status)}  ${padStart(took, widths.took)}  `
  const [first = '', ...rest] = wrap(label, widths.room)
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

function picture({ lanes, entries }: Timeline, { shorten, columns, paint }: How): string[] {
  const rows = entries.map((entry) => wordsOf(entry, shorten))
  const beside = laneColumns(lanes, { columns, paint })
  const widths = measure(rows, columns - beside.columns)
  const margin = (time: string) => `${INDENT}${paint(padStart(time, widths.time), 'dim')} `
  const body = rows.flatMap((row) => linesOf(row, widths, paint).map((line, index) => {
    const isFirst = index === 0
    return `${margin(isFirst ? row.time : '')}${beside.of(isFirst ? row.entry : undefined)}${line}`.trimEnd()
  }))
  return [`${margin('time')}${beside.head}`.trimEnd(), ...body]
}

function witnessLines(witnesses: Timeline['witnesses'], { shorten, columns, paint }: How): string[] {
  const names = longest(witnesses.map(({ name }) => name))
  return witnesses.flatMap(({ name, saw, mode, afterMs, detail, tone }) => {
    const head = `${INDENT}${MARKS[tone]} ${pad(name, names)}  ${pad(saw, 'nothing'.length)}  `
    const facts = [mode, afterMs === undefined ? undefined : `${duration(afterMs)} after the write`].filter(Boolean).join(', ')
    const [first = '', ...rest] = wrap([facts, shorten(detail)].filter(Boolean).join(' · '), Math.max(20, columns - columnsOf(head)))
    return [`${paint(head, TONE_COLORS[tone])}${first}`.trimEnd(), ...rest.map((line) => ' '.repeat(columnsOf(head)) + line)]
  })
}

function verdictLines({ tone, text, hint }: NonNullable<Timeline['verdict']>, { shorten, columns, paint }: How): string[] {
  const [first = '', ...rest] = wrap(shorten(text), columns - 4)
  const said = [`${MARKS[tone]} ${first}`, ...rest.map((line) => `  ${line}`)]
  const hinted = hint === undefined ? [] : wrap(shorten(hint), columns - 4).map((line) => `${INDENT}  ${line}`)
  return [...said.map((line) => INDENT + paint(line, 'bold', TONE_COLORS[tone])), ...hinted]
}

/** A timeline for a terminal; ends without a line break. */
export function asText(model: Timeline, { color = false, columns = DEFAULT_COLUMNS } = {}): string {
  const how = { shorten: shortener(model), columns: Math.max(NARROWEST, columns), paint: painter(color) }
  const facts = how.shorten(model.facts.map(({ name, value }) => `${name} ${value}`).join(' · '))
  const factLines = facts === '' ? [] : wrap(facts, how.columns - INDENT.length).map((line) => how.paint(line, 'dim'))
  const head = [how.paint(model.title, 'bold'), model.subtitle, ...factLines].filter((line) => line !== undefined)
  const blocks = [
    head.map((line) => INDENT + line),
    picture(model, how),
    witnessLines(model.witnesses, how),
    model.verdict ? verdictLines(model.verdict, how) : [],
  ]
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')
}
