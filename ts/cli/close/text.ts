import { painter } from '../../timeline/render/color'
import { indented } from '../paragraphs'
import { EFFECTS, sentencesOf } from '../words'
import { OUTCOMES, counted } from './outcomes'

const INDENT = 4

/** Which one, by the best name that is known of it. */
const nameOf = ({ conversationId, messageId }) => conversationId ?? `message ${messageId}`

/** How it was found, where it was not named. */
function wayTo({ conversationId, messageId }, { paint, lines }) {
  if (conversationId === undefined || messageId === undefined) return []
  return lines(`The message ${messageId} led to it.`).map((line) => paint(line, 'dim'))
}

function ofError(error, { paint, lines }) {
  const told = sentencesOf(error).split('\n').flatMap((sentence) => lines(sentence))
  const hint = error.hint === undefined ? [] : error.hint.split('\n').flatMap((sentence, index) => lines(sentence, index === 0 ? '→ ' : '  '))
  const correlation = error.correlationId === undefined ? [] : lines(`Correlation id: ${error.correlationId}`)
  return [...told, ...hint.map((line) => paint(line, 'cyan')), ...correlation.map((line) => paint(line, 'dim'))]
}

function detailsOf({ outcome, report, error, participants }, how) {
  if (report !== undefined) return how.lines(report.summary()).map((line) => how.paint(line, 'dim'))
  if (participants !== undefined) return how.lines(`${participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ')}.`)
  if (outcome === 'interrupted') return how.lines(EFFECTS[error.effect])
  return error === undefined ? [] : ofError(error, how)
}

function told(result, how) {
  const { mark, color, told: word } = OUTCOMES[result.outcome]
  const code = result.error === undefined || result.outcome === 'interrupted' ? '' : `: ${result.error.code}`
  return [`${how.paint(mark, color)} ${how.paint(nameOf(result), 'bold')}  ${how.paint(`${word}${code}`, color)}`, ...wayTo(result, how), ...detailsOf(result, how)]
}

function summary(results, elapsedMs) {
  const counts = counted(results).map(([outcome, count]) => `${count} ${OUTCOMES[outcome].told}`)
  return `\n${counts.join(', ')}, in ${(elapsedMs / 1_000).toFixed(1)} s.\n`
}

/** What became of all, for people. `columns` is the width of a terminal; without one nothing is wrapped. */
function story({ results, elapsedMs }, { hasColor, columns }) {
  const how = { paint: painter(hasColor), lines: indented(INDENT, columns) }
  return `${results.flatMap((result) => told(result, how)).map((line) => `${line}\n`).join('')}${summary(results, elapsedMs)}`
}

export { story }
