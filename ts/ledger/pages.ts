import { LedgerFile } from './file'
import { makeFolder, newFile } from './folder'

/** How soon what the disk would not take is tried again, where nothing else is written before. */
const AGAIN_MS = 1_000

/** What one worker has written, and what it could not write: that follows as soon as the disk takes it. */
class Pages {
  #folder
  #file
  #records
  #written = 1
  #again

  constructor(folder, header) {
    this.#folder = folder
    this.#records = [header]
    this.#file = this.#fresh()
  }

  get path() {
    return this.#file.path
  }

  /** A full disk must not fail the test that happens to run. */
  write(record) {
    this.#records.push(record)
    const cause = this.#catchUp()
    if (cause !== undefined) this.#warn(cause)
  }

  remove() {
    this.#stopTrying()
    this.#file.remove()
  }

  close() {
    this.#stopTrying()
    this.#file.close()
  }

  /** Writes what is missing; gives why it cannot. */
  #catchUp() {
    this.#stopTrying()
    try {
      if (this.#file.isGone) this.#beginAnew()
      while (this.#written < this.#records.length) {
        this.#file.append(this.#records[this.#written])
        this.#written += 1
      }
      return undefined
    } catch (cause) {
      this.#again = setTimeout(() => this.#catchUp(), AGAIN_MS).unref()
      return cause
    }
  }

  /** Whoever deleted the file has not ended what it names. */
  #beginAnew() {
    const deleted = this.#file
    this.#file = this.#fresh()
    this.#written = 1
    deleted.close()
  }

  #fresh() {
    makeFolder(this.#folder)
    const file = LedgerFile.create(newFile(this.#folder, this.#records[0]))
    try {
      file.append(this.#records[0])
      return file
    } catch (cause) {
      file.remove()
      throw cause
    }
  }

  #stopTrying() {
    clearTimeout(this.#again)
  }

  #warn(cause) {
    const missing = this.#records.length - this.#written
    process.emitWarning(`The ledger misses ${missing === 1 ? 'a record' : `${missing} records`} (${cause.code ?? cause.message}); it goes on trying.`, {
      type: 'GenesysLedgerWarning', code: 'PLAYWRIGHT_GENESYS_LEDGER',
    })
  }
}

export { Pages }
