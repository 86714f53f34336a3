import fs from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { FullConfig, TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { masked } from '../../boundary/secrets'
import { ATTACHED, VARIABLE, nameOf, plannedFor, resultsFile } from '../../explore/plan'
import { ORDINARY } from '../../explore/schedule'
import { cut } from '../../timeline/clean'

const TIMELINE = 'genesys-timeline.json'
const LONGEST_MESSAGE = 2_000

const read = ({ path, body }: TestResult['attachments'][number]): string | undefined => body?.toString('utf8') ?? (path === undefined ? undefined : fs.readFileSync(path, 'utf8'))

function attached({ attachments }: TestResult, wanted: string): unknown {
  const found = attachments.find(({ name }) => name === wanted)
  const text = found && read(found)
  return text === undefined ? undefined : JSON.parse(text)
}

const wordsOf = ({ message = '' }: TestError): string => cut(masked(stripVTControlCharacters(message)), LONGEST_MESSAGE)

/** In an explored run: one line for each test that was run, as it ends. */
class ExploreReporter {
  readonly #folder = process.env[VARIABLE] ?? ''

  /** Of the second version: only these hear of the configuration before the specs are loaded. */
  version(): 'v2' {
    return 'v2'
  }

  printsToStdio(): boolean {
    return false
  }

  /** There is no flag for it, and it is asked after this. A spec with `only` explores that one. */
  onConfigure(config: FullConfig): void {
    config.forbidOnly = false
  }

  /** What is skipped, also by another test of its group, was not explored; of an order of its own it says that nothing is known. */
  onTestEnd(test: TestCase, result: TestResult): void {
    // A group may configure retries of its own.
    if (result.status === 'interrupted' || result.retry > 0) return
    const [, project = '', ...titles] = test.titlePath()
    const name = nameOf(project, titles)
    const schedule = plannedFor(name, test.repeatEachIndex)?.schedule
    const skipped = result.status === 'skipped'
    if (skipped && (schedule ?? ORDINARY) === ORDINARY) return
    const [error] = result.errors
    this.#write({
      test: name,
      schedule,
      failed: !skipped && result.status !== test.expectedStatus,
      ...(skipped && { skipped }),
      course: attached(result, ATTACHED),
      message: error && wordsOf(error),
      timeline: attached(result, TIMELINE),
      ms: result.duration,
    })
  }

  /** What is no test's fault: a spec that cannot be loaded, a set-up that throws. */
  onError(error: TestError): void {
    this.#write({ problem: wordsOf(error) })
  }

  #write(line: object): void {
    fs.appendFileSync(resultsFile(this.#folder), `${JSON.stringify(line)}\n`)
  }
}

export = ExploreReporter
