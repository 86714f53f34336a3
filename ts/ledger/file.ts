import fs from 'node:fs'
import { binding } from '../boundary/binding'
import type { NativeLock } from '../../binding'
import { type LedgerRecord, lineOf } from './record'

const NEWLINE = 0x0a

function endsTorn(fd: number): boolean {
  const { size } = fs.fstatSync(fd)
  const last = Buffer.alloc(1)
  return size > 0 && fs.readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE
}

/** Beside the file: on Windows nobody could read a file that is locked itself. */
const lockOf = (path: string) => `${path}.lock`

/** Whether the process that writes a file holds its lock; `undefined` where that cannot be told. */
export const isHeld = (path: string): boolean | undefined => binding.isLocked(lockOf(path)) ?? undefined

export function removeFile(path: string): void {
  for (const each of [path, lockOf(path)]) fs.rmSync(each, { force: true })
}

/**
 * One file of the ledger, open for appending. A record is in the operating system's hands when
 * `append` returns: it outlives the process, though not a power cut.
 */
export class LedgerFile {
  #fd: number | undefined
  #isTorn: boolean
  #lock: NativeLock | undefined

  private constructor(readonly path: string, flags: string | number) {
    this.#fd = fs.openSync(path, flags, 0o600)
    this.#isTorn = endsTorn(this.#opened)
  }

  /**
   * A new one; fails where the name is taken. Locked before anybody can find it: a lock that is free says that its
   * process has ended.
   */
  static create(path: string): LedgerFile {
    const lock = binding.makeLocked(lockOf(path)) ?? undefined
    try {
      const file = new LedgerFile(path, 'ax+')
      file.#lock = lock
      return file
    } catch (cause) {
      lock?.release()
      fs.rmSync(lockOf(path), { force: true })
      throw cause
    }
  }

  /** One that is there already, such as that of a run that crashed. */
  static open(path: string): LedgerFile {
    return new LedgerFile(path, fs.constants.O_RDWR | fs.constants.O_APPEND)
  }

  /** Writes one line; what is no record is refused. After half a line, the next one begins afresh. */
  append(record: LedgerRecord): void {
    const line = lineOf(record)
    if (line === undefined) throw new TypeError(`a record of type ${record.type} has a field that does not fit`)
    const text = this.#isTorn ? `\n${line}` : line
    this.#isTorn = true
    if (fs.writeSync(this.#opened, text) === Buffer.byteLength(text)) this.#isTorn = false
    else throw new Error('the disk took only half a line')
  }

  /** Whether somebody has deleted it: what is written then is lost. */
  get isGone(): boolean {
    return fs.fstatSync(this.#opened).nlink === 0
  }

  get #opened(): number {
    if (this.#fd === undefined) throw new Error('the file of the ledger is closed')
    return this.#fd
  }

  close(): void {
    if (this.#fd === undefined) return
    fs.closeSync(this.#fd)
    this.#fd = undefined
    if (this.#lock === undefined) return
    this.#lock.release()
    fs.rmSync(lockOf(this.path), { force: true })
  }

  remove(): void {
    this.close()
    removeFile(this.path)
  }
}
