'use strict'

const { GenesysError } = require('../errors')
const { isMessageId, isUuid } = require('../options/ids')
const { Book } = require('./book')
const { LedgerFile } = require('./file')
const { VARIABLE, folderOf, makeFolder, newFile } = require('./folder')
const { thisProcess } = require('./life')
const { orgHost } = require('./org')
const { readFolder } = require('./read')
const { VERSION, lineOf } = require('./record')

const OPERATION = 'ledger'

function refuse(message, cause) {
  const hint = `Name a folder that can be written with ${VARIABLE}.`
  return new GenesysError('INVALID_INPUT', message, { operation: OPERATION, ...(cause && { cause, hint }) })
}

function begin(folder, header) {
  try {
    makeFolder(folder)
    const file = LedgerFile.create(newFile(folder, header))
    file.append(header)
    return file
  } catch (cause) {
    if (cause.name === 'TypeError') throw refuse(`The ledger cannot be kept: ${cause.message}.`)
    throw refuse(`The ledger cannot be kept in ${folder}: ${cause.code ?? cause.message}.`, cause)
  }
}

/**
 * What one worker opened and must end, on disk before the next statement runs: `kill -9` loses
 * nothing. It holds ids, times and hosts; no text, no token, no secret has a field there.
 */
class Ledger {
  #file
  #book = new Book()

  constructor(file) {
    this.#file = file
  }

  /** Begins a file of this process. `org` is `{ host }`, `{ apiUrl }`, `{ region }`, or a connection that has one. */
  static open({ folder, run, worker = 0, org = {}, deploymentId }) {
    const host = orgHost(org)
    if (host === undefined) throw refuse('The ledger must know the org: apiUrl, host or region.')
    const header = { type: 'run', v: VERSION, at: Date.now(), run, worker, org: host, ...(deploymentId && { deploymentId }), ...thisProcess() }
    return new Ledger(begin(folderOf(folder), header))
  }

  /** What a folder says is open, of all runs; tolerant of torn lines and of files that are not its own. */
  static read(folder) {
    const { runs, foreign } = readFolder(folderOf(folder))
    const open = runs.flatMap(({ header, book, life }) => {
      const { run, worker, org, deploymentId } = header
      return book.open().map(({ guest: _guest, ...entry }) => ({ ...entry, run, worker, org, ...(deploymentId && { deploymentId }), life }))
    })
    const count = (of) => runs.reduce((sum, each) => sum + of(each), 0)
    return { open, unknown: count(({ book }) => book.neverEchoed().length), damaged: count(({ damaged }) => damaged), foreign }
  }

  get path() {
    return this.#file.path
  }

  /** A guest has sent something that has not come back yet. */
  sent({ guest }) {
    this.#note({ type: 'sent', guest })
  }

  /** A message id on our own guest's socket; may be called for each. What is no id is passed over. */
  opened({ guest, messageId }) {
    if (typeof messageId === 'string' && isMessageId(messageId)) this.#note({ type: 'opened', guest, messageId })
  }

  /** A conversation that is ours and known by its id. */
  tracked({ conversationId }) {
    if (isUuid(conversationId)) this.#note({ type: 'tracked', conversationId: conversationId.toLowerCase() })
  }

  /** Which conversation a message has led to. */
  resolved({ messageId, conversationId }) {
    this.#note({ type: 'resolved', messageId, conversationId: conversationId.toLowerCase() })
  }

  /** Closed by us, or seen closed: the conversation, that of a message, or whatever the guest had. */
  ended({ conversationId, messageId, guest, how }) {
    this.#note({ type: 'ended', conversationId: conversationId?.toLowerCase(), messageId, guest, how })
  }

  /** A file with nothing left open is removed; what is left open is said to belong to a run that is over. */
  close() {
    if (this.#file === undefined) return
    if (this.#book.isEmpty) this.#file.remove()
    else this.#write({ type: 'over', at: Date.now() })
    this.#file.close()
    this.#file = undefined
  }

  #note(fields) {
    const record = { at: Date.now(), ...fields }
    if (lineOf(record) === undefined) throw refuse(`The ledger cannot note that: a field of '${record.type}' is no id or short name.`)
    if (this.#file !== undefined && this.#book.apply(record)) this.#write(record)
  }

  /** A full disk must not fail the test that happens to run; it is said once for each line. */
  #write(record) {
    try {
      this.#file.append(record)
    } catch (cause) {
      process.emitWarning(`The ledger missed a record (${cause.code ?? cause.message}).`, {
        type: 'GenesysLedgerWarning', code: 'PLAYWRIGHT_GENESYS_LEDGER',
      })
    }
  }
}

module.exports = { Ledger }
