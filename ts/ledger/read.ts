import fs from 'node:fs'
import { Book } from './book'
import { isHeld } from './file'
import { filesIn } from './folder'
import { lifeOf } from './life'
import { recordOf } from './record'

/** Far beyond what a worker writes; more is no ledger. */
const LARGEST_BYTES = 64 * 1024 * 1024

/** The text of a file; `undefined` for one that is too large, or gone by now. */
function textOf(file) {
  try {
    return fs.statSync(file).size > LARGEST_BYTES ? undefined : fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Long enough to tell a record from others: its kind and its time. */
const TOLD_APART = /^\{"type":"\w+","at":\d+,/

/** The record of each line; of half a line that was written again as the next one, nothing is missing. */
function recordsOf(lines) {
  const isWrittenAgain = (line, index) => TOLD_APART.test(line) && recordOf(line) === undefined && lines[index + 1]?.startsWith(line)
  return lines.filter((line, index) => !isWrittenAgain(line, index)).map(recordOf)
}

/** One worker's record, as far as it can be read; `undefined` for a file of somebody else. */
function readFile(file) {
  const [first, ...lines] = (textOf(file) ?? '').split('\n').filter((line) => line.trim() !== '')
  const header = first && recordOf(first)
  if (header?.type !== 'run') return undefined
  const records = recordsOf(lines)
  const book = new Book()
  const told = records.filter((record) => record !== undefined && record.type !== 'run')
  for (const record of told) book.apply(record)
  const isOver = told.some(({ type }) => type === 'over')
  return { file, header, book, damaged: records.length - told.length, life: isOver ? 'over' : lifeOf(header, { isHeld: isHeld(file) }) }
}

/** Every readable file of a folder, and how many were none of ours. */
function readFolder(folder) {
  const read = filesIn(folder).map(readFile)
  const runs = read.filter(Boolean)
  return { runs, foreign: read.length - runs.length }
}

export { readFile, readFolder }
