import { LedgerFile } from './file'
import { makeFolder, newFile, whyNot } from './folder'
import type { LedgerRecord, RecordOf } from './record'

/** How soon what the disk would not take is tried again, where nothing else is written before. */
const AGAIN_MS = 1_000

/** What one worker has written, and what it could not write: that follows as soon as the disk takes it. */
export class Pages {
  #folder: string
  #file: LedgerFile
  #header: RecordOf<'run'>
  /** What follows the header. */
  #records: LedgerRecord[] = []
  #written = 0
  #again: NodeJS.Timeout | undefined

  constructor(folder: string, header: RecordOf<'run'>) {
    this.#folder = folder
    this.#header = header
    this.#file = this.#fresh()
  }

  get path(): string {
    return this.#file.path
  }

  /** A full disk must not fail the test that happens to run. */
  write(record: LedgerRecord): void {
    this.#records.push(record)
    const cause = this.#catchUp()
    if (cause !== undefined) this.#warn(cause)
  }

  remove(): void {
    this.#stopTrying()
    this.#file.remove()
  }

  close(): void {
    this.#stopTrying()
    this.#file.close()
  }

  /** Writes what is missing; gives why it cannot. */
  #catchUp(): unknown {
    this.#stopTrying()
    try {
      if (this.#file.isGone) this.#beginAnew()
      for (const record of this.#records.slice(this.#written)) {
        this.#file.append(record)
        this.#written += 1
      }
      return undefined
    } catch (cause) {
      this.#again = setTimeout(() => this.#catchUp(), AGAIN_MS).unref()
      return cause
    }
  }

  /** Whoever deleted the file has not ended what it names. */
  #beginAnew(): void {
    const deleted = this.#file
    this.#file = this.#fresh()
    this.#written = 0
    deleted.close()
  }

  #fresh(): LedgerFile {
    makeFolder(this.#folder)
    const file = LedgerFile.create(newFile(this.#folder, this.#header))
    try {
      file.append(this.#header)
      return file
    } catch (cause) {
      file.remove()
      throw cause
    }
  }

  #stopTrying(): void {
    clearTimeout(this.#again)
  }

  #warn(cause: unknown): void {
    const missing = this.#records.length - this.#written
    process.emitWarning(`The ledger misses ${missing === 1 ? 'a record' : `${missing} records`} (${whyNot(cause)}); it goes on trying.`, {
      type: 'GenesysLedgerWarning', code: 'PLAYWRIGHT_GENESYS_LEDGER',
    })
  }
}
