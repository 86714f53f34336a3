import fs from 'node:fs'
import path from 'node:path'
import { pageOf } from '../../explore/page'
import { clean } from '../../timeline/clean'
import type { Explored, Find } from './explorer'
import { replayLine } from './replay-line'
import type { Told } from './text'
import { standingOf } from './words'

const FOLDER = 'explore-report'
const QUOTED = /“[^”]*”/g

/** As timelines have it: what guests wrote is not told in files. */
const told = (message = 'It failed without a word.'): string => message.split('\n').map((line) => clean(line).replace(QUOTED, '“…”')).join('\n')

function written({ test, ordinary }: Explored, find: Find, { words, index }: { words: readonly string[]; index: number }): Told {
  const replay = replayLine(words, find.schedule, test)
  const page = path.join(FOLDER, `find-${index + 1}.html`)
  const { schedule, outcome } = find
  fs.writeFileSync(page, pageOf({
    test: clean(test === '' ? words.join(' ') : test), schedule, replay, standing: standingOf(find.replay), message: told(outcome.message), ordinary, failing: outcome,
  }))
  return { find, page, replay }
}

/** Writes a page for each find, and gives where they are, as seen from here. */
export function writePages(tests: readonly Explored[], words: readonly string[]): Map<string, Told> {
  const found = tests.flatMap((explored) => (explored.find === undefined ? [] : [{ explored, find: explored.find }]))
  if (found.length > 0) fs.mkdirSync(FOLDER, { recursive: true })
  return new Map(found.map(({ explored, find }, index) => [explored.test, written(explored, find, { words, index })]))
}
