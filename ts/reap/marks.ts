import { LedgerFile } from '../ledger/file'
import { codeOf, whyNot } from '../ledger/folder'
import { type Run, readFile } from '../ledger/read'
import { type Done, type LedgerRecord, doneRecords } from '../ledger/record'

export function warn(what: string, cause: unknown): void {
  process.emitWarning(`${what} (${whyNot(cause)}).`, { type: 'GenesysLedgerWarning', code: 'PLAYWRIGHT_GENESYS_LEDGER' })
}

function append(path: string, records: LedgerRecord[]): void {
  const file = LedgerFile.open(path)
  try {
    for (const record of records) file.append(record)
  } finally {
    file.close()
  }
}

/** Says in a file of the ledger that something is done with, so that nobody does it again. */
export function mark(path: string, done: Done): void {
  try {
    append(path, doneRecords(done))
  } catch (cause) {
    // A reap beside this one was done with the whole file.
    if (codeOf(cause) === 'ENOENT') return
    warn('The ledger could not be marked; the next reap will look at the same conversation again', cause)
  }
}

/** Nothing is open in it, and nothing of it was unreadable. */
const isDoneWith = (read: Run | undefined) => read !== undefined && read.book.isEmpty && read.damaged === 0

/** Removes files of ended runs in which nothing is open any more. */
export function tidy(paths: string[], remove: (path: string) => void): void {
  for (const path of paths) {
    try {
      if (isDoneWith(readFile(path))) remove(path)
    } catch (cause) {
      warn('A file of the ledger that is done with could not be removed', cause)
    }
  }
}
