import { painter } from '../../timeline/render/color'
import { pad } from '../../timeline/render/wrap'
import { indented } from '../paragraphs'

/** In the order in which they are counted. */
const MARKS = {
  failed: ['✗', 'red'],
  warning: ['!', 'yellow'],
  ok: ['✓', 'green'],
  skipped: ['–', 'dim'],
}
const COUNTED = { failed: ['failed', 'failed'], warning: ['warning', 'warnings'], ok: ['ok', 'ok'], skipped: ['skipped', 'skipped'] }

/** Checks that were skipped for one reason are told together, where the first of them stands. */
function rowsOf(findings) {
  const rows = []
  for (const finding of findings) {
    const same = finding.status === 'skipped' && rows.find(({ status, detail }) => status === 'skipped' && detail === finding.detail)
    if (same) same.also.push(finding.check)
    else rows.push({ ...finding, also: [] })
  }
  return rows
}

function told({ status, check, detail, why, fix, also }, { paint, width, lines }) {
  const [mark, color] = MARKS[status]
  const [first, ...rest] = lines(detail)
  const head = `${paint(mark, color)} ${paint(pad(check, width), status === 'skipped' ? 'dim' : 'bold')}  ${first.trimStart()}`
  const others = also.length > 0 ? lines(`the same: ${also.join(', ')}`) : []
  const help = fix === undefined ? [] : [...lines(why).map((line) => paint(line, 'dim')), ...lines(fix, '→ ').map((line) => paint(line, 'cyan'))]
  return [head, ...rest, ...others.map((line) => paint(line, 'dim')), ...help]
}

function countsOf(findings, elapsedMs) {
  const counts = Object.keys(MARKS).map((status) => [findings.filter((finding) => finding.status === status).length, COUNTED[status]])
  const some = counts.filter(([count]) => count > 0).map(([count, [one, many]]) => `${count} ${count === 1 ? one : many}`)
  return `${some.join(', ')}, in ${(elapsedMs / 1_000).toFixed(1)} s.`
}

/** The report for people. `columns` is the width of a terminal; without one nothing is wrapped. */
function reportText({ findings, elapsedMs }, { hasColor, columns }) {
  const rows = rowsOf(findings)
  const width = Math.max(...findings.map(({ check }) => check.length))
  const how = { paint: painter(hasColor), width, lines: indented(width + 4, columns) }
  return `${rows.flatMap((row) => told(row, how)).join('\n')}\n\n${countsOf(findings, elapsedMs)}\n`
}

export { reportText }
