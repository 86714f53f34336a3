'use strict'

const fs = require('node:fs')
const { lineOf } = require('./record')

const NEWLINE = 0x0a

function endsTorn(fd) {
  const { size } = fs.fstatSync(fd)
  const last = Buffer.alloc(1)
  return size > 0 && fs.readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE
}

/**
 * One file of the ledger, open for appending. A record is in the operating system's hands when
 * `append` returns: it outlives the process, though not a power cut.
 */
class LedgerFile {
  #fd
  #isTorn

  constructor(path, flags) {
    this.path = path
    this.#fd = fs.openSync(path, flags, 0o600)
    this.#isTorn = endsTorn(this.#fd)
  }

  /** A new one; fails where the name is taken. */
  static create(path) {
    return new LedgerFile(path, 'ax+')
  }

  /** One that is there already, such as that of a run that crashed. */
  static open(path) {
    return new LedgerFile(path, fs.constants.O_RDWR | fs.constants.O_APPEND)
  }

  /** Writes one line; what is no record is refused. After half a line, the next one begins afresh. */
  append(record) {
    const line = lineOf(record)
    if (line === undefined) throw new TypeError(`a record of type ${record.type} has a field that does not fit`)
    const text = this.#isTorn ? `\n${line}` : line
    this.#isTorn = true
    if (fs.writeSync(this.#fd, text) === Buffer.byteLength(text)) this.#isTorn = false
    else throw new Error('the disk took only half a line')
  }

  /** Whether somebody has deleted it: what is written then is lost. */
  get isGone() {
    return fs.fstatSync(this.#fd).nlink === 0
  }

  close() {
    if (this.#fd === undefined) return
    fs.closeSync(this.#fd)
    this.#fd = undefined
  }

  remove() {
    this.close()
    fs.rmSync(this.path, { force: true })
  }
}

module.exports = { LedgerFile }
