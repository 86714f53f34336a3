import { LedgerFile } from '../ledger/file'
import { readFile } from '../ledger/read'
import { doneRecords } from '../ledger/record'

function warn(what, cause) {
  process.emitWarning(`${what} (${cause.code ?? cause.message}).`, { type: 'GenesysLedgerWarning', code: 'PLAYWRIGHT_GENESYS_LEDGER' })
}

function append(path, records) {
  const file = LedgerFile.open(path)
  try {
    for (const record of records) file.append(record)
  } finally {
    file.close()
  }
}

/** Says in a file of the ledger that something is done with, so that nobody does it again. */
function mark(path, done) {
  try {
    append(path, doneRecords(done))
  } catch (cause) {
    // A reap beside this one was done with the whole file.
    if (cause.code === 'ENOENT') return
    warn('The ledger could not be marked; the next reap will look at the same conversation again', cause)
  }
}

/** Nothing is open in it, and nothing of it was unreadable. */
const isDoneWith = (read) => read?.book.isEmpty && read.damaged === 0

/** Removes files of ended runs in which nothing is open any more. */
function tidy(paths, remove) {
  for (const path of paths) {
    try {
      if (isDoneWith(readFile(path))) remove(path)
    } catch (cause) {
      warn('A file of the ledger that is done with could not be removed', cause)
    }
  }
}

export { mark, tidy, warn }
