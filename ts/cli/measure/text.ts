import type { Measured } from '../../measure'
import type { Answered } from '../../measure/question'
import { type Paint, painter } from '../../timeline/render/color'
import { type Lines, indented } from '../paragraphs'

interface How { hasColor: boolean; columns?: number | undefined }

/** One question with what was done and seen, as it comes. */
export function answerText({ asks, row, did, saw, answer, whyNot }: Answered, { hasColor, columns }: How): string {
  const [paint, lines]: [Paint, Lines] = [painter(hasColor), indented(2, columns)]
  const [mark, word] = answer === undefined ? [paint('–', 'dim'), paint('not seen', 'dim')] : [paint('✓', 'green'), paint(answer, 'bold')]
  return [
    `${mark} ${asks} ${word}`,
    ...lines(did, 'done  '),
    ...lines(saw ?? whyNot ?? '', answer === undefined ? 'but   ' : 'seen  '),
    ...lines(row, 'row   ').map((line) => paint(line, 'dim')),
    '',
  ].join('\n')
}

/** The end of it: how many have an answer, and what stayed open. */
export function summary({ answered, leftOpen }: Measured, { isSimulated, recording }: { isSimulated: boolean; recording?: string | undefined }): string {
  const seen = answered.filter(({ answer }) => answer !== undefined).length
  const where = isSimulated ? ' by a simulator: what it does says nothing of a real org' : ''
  const open = leftOpen.map((why) => `A conversation may be open; "npx playwright-genesys reap" ends it: ${why}\n`)
  const kept = recording === undefined ? '' : `Recorded to ${recording}, as shapes without data: add it where you report this.\n`
  return `\n${seen} of ${answered.length} questions answered${where}.\n${open.join('')}${kept}`
}
