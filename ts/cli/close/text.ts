import type { GenesysError } from '../../boundary/errors'
import { type Paint, painter } from '../../timeline/render/color'
import { type Lines, indented } from '../paragraphs'
import { EFFECTS, sentencesOf } from '../words'
import { type Closed, OUTCOMES, type Result, counted } from './outcomes'

interface How { paint: Paint; lines: Lines }

const INDENT = 4

/** Which one, by the best name that is known of it. */
const nameOf = ({ conversationId, messageId }: Result) => conversationId ?? `message ${messageId}`

/** How it was found, where it was not named. */
function wayTo({ conversationId, messageId }: Result, { paint, lines }: How): string[] {
  if (conversationId === undefined || messageId === undefined) return []
  return lines(`The message ${messageId} led to it.`).map((line) => paint(line, 'dim'))
}

function ofError(error: GenesysError, { paint, lines }: How): string[] {
  const told = sentencesOf(error).split('\n').flatMap((sentence) => lines(sentence))
  const hint = error.hint === undefined ? [] : error.hint.split('\n').flatMap((sentence, index) => lines(sentence, index === 0 ? '→ ' : '  '))
  const correlation = error.correlationId === undefined ? [] : lines(`Correlation id: ${error.correlationId}`)
  return [...told, ...hint.map((line) => paint(line, 'cyan')), ...correlation.map((line) => paint(line, 'dim'))]
}

function detailsOf({ outcome, report, error, participants }: Result, how: How): string[] {
  if (report !== undefined) return how.lines(report.summary()).map((line) => how.paint(line, 'dim'))
  if (participants !== undefined) return how.lines(`${participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ')}.`)
  if (error === undefined) return []
  return outcome === 'interrupted' ? how.lines(EFFECTS[error.effect]) : ofError(error, how)
}

function told(result: Result, how: How): string[] {
  const { mark, color, told: word } = OUTCOMES[result.outcome]
  const code = result.error === undefined || result.outcome === 'interrupted' ? '' : `: ${result.error.code}`
  return [`${how.paint(mark, color)} ${how.paint(nameOf(result), 'bold')}  ${how.paint(`${word}${code}`, color)}`, ...wayTo(result, how), ...detailsOf(result, how)]
}

function summary(results: Result[], elapsedMs: number): string {
  const counts = counted(results).map(({ told: word, count }) => `${count} ${word}`)
  return `\n${counts.join(', ')}, in ${(elapsedMs / 1_000).toFixed(1)} s.\n`
}

/** What became of all, for people. `columns` is the width of a terminal; without one nothing is wrapped. */
export function story({ results, elapsedMs }: Pick<Closed, 'results' | 'elapsedMs'>, { hasColor, columns }: { hasColor: boolean; columns?: number | undefined }): string {
  const how: How = { paint: painter(hasColor), lines: indented(INDENT, columns) }
  return `${results.flatMap((result) => told(result, how)).map((line) => `${line}\n`).join('')}${summary(results, elapsedMs)}`
}
