'use strict'

const { LedgerFile } = require('../ledger/file')
const { readFile } = require('../ledger/read')

/** So many ids fit into one line. */
const IDS_IN_LINE = 80

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
function mark(path, { messageIds = [], ...fields }) {
  const starts = Array.from({ length: Math.max(1, Math.ceil(messageIds.length / IDS_IN_LINE)) }, (_, index) => index * IDS_IN_LINE)
  const parts = starts.map((start) => messageIds.slice(start, start + IDS_IN_LINE))
  try {
    append(path, parts.map((ids) => ({ type: 'done', at: Date.now(), ...fields, ...(ids.length > 0 && { messageIds: ids }) })))
  } catch (cause) {
    warn('The ledger could not be marked; the next reap will look at the same conversation again', cause)
  }
}

/** Removes files of ended runs in which nothing is open any more. */
function tidy(paths, remove) {
  for (const path of paths) {
    try {
      if (readFile(path)?.book.isEmpty) remove(path)
    } catch (cause) {
      warn('A file of the ledger that is done with could not be removed', cause)
    }
  }
}

module.exports = { mark, tidy, warn }
