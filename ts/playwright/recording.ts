import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { TestInfo } from '@playwright/test'
import { RecordedRun } from '../recording/run'
import type { Recorded } from './options'
import { say } from './run'

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** What one test exchanges with the org. It fails no test: what cannot be recorded is said. */
export class TestRecording {
  readonly #run: RecordedRun
  readonly #file: string

  private constructor(run: RecordedRun, file: string) {
    this.#run = run
    this.#file = file
  }

  /** Nothing where none is wanted, or where the whole run is recorded already. */
  static begin(file: Recorded): TestRecording | undefined {
    if (file === false) return undefined
    try {
      const run = new RecordedRun({ texts: false })
      if (run.begin()) return new TestRecording(run, file)
      run.remove()
    } catch (error) {
      say(`the test is not recorded: ${wordsOf(error)}`)
    }
    return undefined
  }

  /** Writes it, and attaches it to the report. */
  async end(testInfo: TestInfo): Promise<void> {
    this.#run.end()
    try {
      const file = testInfo.outputPath(this.#file)
      await mkdir(path.dirname(file), { recursive: true })
      this.#run.write(file)
      await testInfo.attach(path.basename(file), { path: file, contentType: 'application/x-ndjson' })
    } catch (error) {
      say(`the recording of "${testInfo.title}" was lost: ${wordsOf(error)}`)
    } finally {
      this.#run.remove()
    }
  }
}
