import { type Paint, painter } from '../../timeline/render/color'
import type { DriftConfirmed, DriftDifference, DriftNotCompared, DriftReport } from '../../types/crossing'
import { type Lines, indented } from '../paragraphs'
import { reportLine } from './adopt'

interface How { hasColor: boolean; columns?: number | undefined; adopt?: string | undefined }

/** What each kind of difference is, in a few words. */
const WORDS: Record<DriftDifference['differs'], string> = {
  status: 'another status',
  'frame-more': 'a frame that the simulator does not send',
  'frame-missing': 'a frame that only the simulator sends',
  'frame-twice': 'a frame that came twice',
  'frame-late': 'a frame that came long after',
  order: 'another order',
  value: 'another value',
  kind: 'another kind of value',
  'field-missing': 'a field that the org lacks',
  null: 'null for absent, or the other way round',
  identity: 'one for two, or two for one',
  header: 'another header',
  'field-more': 'a field that the simulator lacks',
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function told({ differs, of, pointer, org, simulator, row, mark, at, count }: DriftDifference, paint: Paint, lines: Lines): string[] {
  return [
    `${paint('✗', 'red')} ${paint(of, 'bold')}${pointer && ` ${pointer}`}: ${WORDS[differs]}`,
    ...lines(org, 'org        '),
    ...lines(simulator, 'simulator  '),
    ...lines(`docs/simulator.md: ${row}${row.endsWith(`(${mark})`) ? '' : ` (${mark})`}`, 'row        ').map((line) => paint(line, 'dim')),
    ...lines(`${times(count)}, first ${at} ms after the beginning`, 'met        ').map((line) => paint(line, 'dim')),
  ]
}

const section = (title: string, lines: string[]) => (lines.length === 0 ? [] : ['', title, ...lines])

const confirmedLines = (confirmed: DriftConfirmed[]) => confirmed.map(({ row, count }) => `  ✓ ${row} (${times(count)})`)
const passedLines = (notCompared: DriftNotCompared[]) => notCompared.map(({ what, count }) => `  – ${what}: ${count}`)

function adoptedLines({ adopted, settling, differences }: DriftReport, adopt: string | undefined): string[] {
  const settled = settling && [`  accepted changes were seen after ${settling.leastMs} to ${settling.mostMs} ms (${times(settling.count)}; half of them within ${settling.medianMs} ms)`]
  const options = `  ${JSON.stringify(adopted)}`
  if (adopt === undefined) return [...section('The simulator was set up like this org (--adopt writes it to a file):', [options]), ...settled ?? []]
  const rest = section('Not modelled; the line to report it:', differences.map((difference) => `  ${reportLine(difference)}`))
  return [...section(`Adopted, for simulate --config ${adopt}:`, [options]), ...settled ?? [], ...rest]
}

/** The report for people. */
export function reportText(report: DriftReport, { hasColor, columns, adopt }: How): string {
  const [paint, lines] = [painter(hasColor), indented(2, columns)]
  const { differences: [first, ...others], leftOut, unread, events, by, mode } = report
  const head = `${plural(events, 'event')}, recorded by ${by.join(', ')}${mode === 'live' ? ' of a live org' : ''}: ${
    first === undefined ? 'no difference' : plural(others.length + 1 + leftOut, 'difference')}${unread === 0 ? '' : ` in what could be read; ${plural(unread, 'line')} could not`}.`
  return [
    head,
    ...(first === undefined ? [] : section('The first difference:', told(first, paint, lines))),
    ...section('The others, by weight:', others.flatMap((each) => told(each, paint, lines))),
    ...(leftOut > 0 ? [`  and ${leftOut} more`] : []),
    ...section('Agreed, and only assumed before:', confirmedLines(report.confirmed)),
    ...section('Not compared:', passedLines(report.notCompared)),
    ...adoptedLines(report, adopt),
    '',
  ].join('\n')
}
