import { type Paint, painter } from '../../timeline/render/color'
import { pad } from '../../timeline/render/wrap'
import type { DoctorFinding, DoctorReport } from '../../types/public'
import { type Lines, indented } from '../paragraphs'

type Status = DoctorFinding['status']
interface Row extends DoctorFinding { also: string[] }
interface How { paint: Paint; width: number; lines: Lines }

/** In the order in which they are counted. */
const MARKS = {
  failed: ['✗', 'red'],
  warning: ['!', 'yellow'],
  ok: ['✓', 'green'],
  skipped: ['–', 'dim'],
} as const
const COUNTED: Record<Status, [one: string, many: string]> = { failed: ['failed', 'failed'], warning: ['warning', 'warnings'], ok: ['ok', 'ok'], skipped: ['skipped', 'skipped'] }

/** Checks that were skipped for one reason are told together, where the first of them stands. */
function rowsOf(findings: DoctorFinding[]): Row[] {
  const rows: Row[] = []
  for (const finding of findings) {
    const same = finding.status === 'skipped' && rows.find(({ status, detail }) => status === 'skipped' && detail === finding.detail)
    if (same) same.also.push(finding.check)
    else rows.push({ ...finding, also: [] })
  }
  return rows
}

function told({ status, check, detail, why, fix, also }: Row, { paint, width, lines }: How): string[] {
  const [mark, color] = MARKS[status]
  const [first = '', ...rest] = lines(detail)
  const head = `${paint(mark, color)} ${paint(pad(check, width), status === 'skipped' ? 'dim' : 'bold')}  ${first.trimStart()}`
  const others = also.length > 0 ? lines(`the same: ${also.join(', ')}`) : []
  const help = fix === undefined ? [] : [...lines(why).map((line) => paint(line, 'dim')), ...lines(fix, '→ ').map((line) => paint(line, 'cyan'))]
  return [head, ...rest, ...others.map((line) => paint(line, 'dim')), ...help]
}

function countsOf(findings: DoctorFinding[], elapsedMs: number): string {
  const counts = Object.entries(COUNTED).map(([status, words]) => ({ words, count: findings.filter((finding) => finding.status === status).length }))
  const some = counts.filter(({ count }) => count > 0).map(({ count, words: [one, many] }) => `${count} ${count === 1 ? one : many}`)
  return `${some.join(', ')}, in ${(elapsedMs / 1_000).toFixed(1)} s.`
}

/** The report for people. `columns` is the width of a terminal; without one nothing is wrapped. */
export function reportText({ findings, elapsedMs }: DoctorReport, { hasColor, columns }: { hasColor: boolean; columns?: number | undefined }): string {
  const rows = rowsOf(findings)
  const width = Math.max(...findings.map(({ check }) => check.length))
  const how: How = { paint: painter(hasColor), width, lines: indented(width + 4, columns) }
  return `${rows.flatMap((row) => told(row, how)).join('\n')}\n\n${countsOf(findings, elapsedMs)}\n`
}
