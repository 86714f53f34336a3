import { isOfItsOrder } from '../../explore/replay'
import { clean } from '../../timeline/clean'
import { type Exploration, type Explored, type Find, isMet } from './explorer'
import { titleOf } from './title'
import { neverMet, standingOf, tallyOf } from './words'

/** A find with where it is told in full, and what runs it again. */
export interface Told { find: Find; page: string; replay: string }

export interface Story { exploration: Exploration; told: Map<string, Told>; without: readonly string[]; minutes: number }

const MOST_LINES = 12

const indented = (lines: readonly string[], by = '    '): string => lines.map((line) => `${by}${line}\n`).join('')

/** What the test said, as far as a terminal is the place for it. */
function messageLines(message = 'It failed without a word.'): string[] {
  const lines = message.split('\n').map(clean).filter((line) => line.trim() !== '')
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), '…']
}

function findText({ find: { outcome, schedule, replay: again }, page, replay }: Told): string {
  const told = outcome.course?.told ?? []
  return `  ${isOfItsOrder(again) ? 'FAILS' : 'FAILED, at times only,'} in another order: ${schedule}
${indented(told.map((sentence) => `- ${sentence}`))}  ${standingOf(again)}
  The test says:
${indented(messageLines(outcome.message))}  Both orders side by side: ${page}
  Run it again:
${indented([replay])}`
}

function testText(explored: Explored, { told, without }: Story): string {
  const found = told.get(explored.test)
  const missing = neverMet(explored, without)
  const never = missing.length === 0 ? '' : `  Never met: ${missing.join(', ')}.\n`
  const left = without.length === 0 ? '' : `  Left out: ${without.join(', ')}.\n`
  return `\n${titleOf(explored.test)}\n${found === undefined ? '  No order failed.\n' : findText(found)}  ${tallyOf(explored)}\n${never}${left}`
}

function endOf({ exploration: { ended }, minutes }: Story): string {
  return {
    all: 'Every order within the deviations allowed was run that leads to events not seen before.',
    found: 'A test that fails is not searched further; mend it, and explore again.',
    limit: 'The most schedules were run; --schedules sets how many.',
    time: `Time was up; --minutes sets how long (${minutes}).`,
  }[ended]
}

/** Tests that met no guest are told, not passed over. */
function aside({ exploration: { ordinary } }: Story): string {
  const names = ordinary.outcomes.filter(({ course }) => !isMet(course)).map(({ test }) => clean(test))
  if (names.length === 0) return ''
  const shown = names.length <= MOST_LINES ? names : [...names.slice(0, MOST_LINES), `and ${names.length - MOST_LINES} more`]
  return `${names.length} of ${ordinary.outcomes.length} tests met no guest of a simulator of the fixtures, and were not explored:\n${indented(shown, '  ')}`
}

/** What it all came to, for people. */
export function story(all: Story): string {
  const { exploration: { tests }, told } = all
  const failing = [...told.values()].filter(({ find }) => isOfItsOrder(find.replay)).length
  const others = told.size === failing ? '' : `; ${told.size - failing} failed at times only, in whichever order`
  const score = `${failing} of ${tests.length} explored ${tests.length === 1 ? 'test fails' : 'tests fail'} in another order${others}.`
  return `${tests.map((each) => testText(each, all)).join('')}\n${endOf(all)}\n${aside(all)}${score}\n`
}
