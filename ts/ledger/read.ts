import fs from 'node:fs'
import { Book } from './book'
import { isHeld } from './file'
import { codeOf, filesIn } from './folder'
import { type Life, lifeOf } from './life'
import { type RecordOf, recordOf } from './record'

/** Far beyond what a worker writes; more is no ledger. */
const LARGEST_BYTES = 64 * 1024 * 1024

/** One worker's record. */
export interface Run { file: string; header: RecordOf<'run'>; book: Book; damaged: number; life: Life }

/** The text of a file; `undefined` for one that is too large, or gone by now. */
function textOf(file: string): string | undefined {
  try {
    return fs.statSync(file).size > LARGEST_BYTES ? undefined : fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Long enough to tell a record from others: its kind and its time. */
const TOLD_APART = /^\{"type":"\w+","at":\d+,/

/** The record of each line; of half a line that was written again as the next one, nothing is missing. */
function recordsOf(lines: string[]) {
  const isWrittenAgain = (line: string, index: number) => TOLD_APART.test(line) && recordOf(line) === undefined && lines[index + 1]?.startsWith(line) === true
  return lines.filter((line, index) => !isWrittenAgain(line, index)).map(recordOf)
}

/** One worker's record, as far as it can be read; `undefined` for a file of somebody else. */
export function readFile(file: string): Run | undefined {
  const [first = '', ...lines] = (textOf(file) ?? '').split('\n').filter((line) => line.trim() !== '')
  const header = recordOf(first)
  if (header?.type !== 'run') return undefined
  const records = recordsOf(lines)
  const book = new Book()
  const told = records.filter((record) => record !== undefined && record.type !== 'run')
  for (const record of told) book.apply(record)
  const isOver = told.some(({ type }) => type === 'over')
  return { file, header, book, damaged: records.length - told.length, life: isOver ? 'over' : lifeOf(header, { isHeld: isHeld(file) }) }
}

/** Every readable file of a folder, and how many were none of ours. */
export function readFolder(folder: string): { runs: Run[]; foreign: number } {
  const { files, others } = filesIn(folder)
  const runs = files.map(readFile).filter((run) => run !== undefined)
  return { runs, foreign: others + files.length - runs.length }
}
