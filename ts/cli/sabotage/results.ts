import fs from 'node:fs'
import path from 'node:path'
import { clean, cut } from '../../timeline/clean'
import type { RunnerName } from '../runner'

const LONGEST_NAME = 200

export type TestOutcome = 'passed' | 'failed'
/** Each test's outcome by its name. */
export type Results = Map<string, TestOutcome>
type Tests = Iterable<{ name: string; status: string }>

interface JestResults { testResults: { name: string; assertionResults: { ancestorTitles?: string[]; title: string; status: string }[] }[] }
interface PlaywrightResults { suites?: Suite[] }
interface Suite extends PlaywrightResults { title: string; specs?: { title: string; tests: { projectName?: string; status: string }[] }[] }

const nameOf = (parts: (string | undefined)[]) => cut(clean(parts.filter((part) => part !== undefined && part !== '').join(' › ')), LONGEST_NAME)

/** Jest's outcomes; Vitest writes the same. */
function* jestTests({ testResults }: JestResults, folder: string): Tests {
  for (const { name: file, assertionResults } of testResults) {
    for (const { ancestorTitles = [], title, status } of assertionResults) {
      yield { name: nameOf([path.relative(folder, file), ...ancestorTitles, title]), status }
    }
  }
}

/** A retry that passed is a pass: that is what the run's own status says. */
const PLAYWRIGHT: Record<string, string> = { expected: 'passed', flaky: 'passed', unexpected: 'failed', skipped: 'skipped' }

/** Files are the outermost suites. */
function* playwrightTests({ suites = [] }: PlaywrightResults, folder: string, titles: string[] = []): Tests {
  for (const { title, specs = [], suites: inner = [] } of suites) {
    const here = [...titles, title]
    for (const spec of specs) {
      for (const { projectName = '', status } of spec.tests) {
        yield { name: nameOf([projectName && `[${projectName}]`, ...here, spec.title]), status: PLAYWRIGHT[status] ?? status }
      }
    }
    yield* playwrightTests({ suites: inner }, folder, here)
  }
}

/** What a runner wrote is looked at as it should be; where it is not, reading it throws. */
const READERS: Record<RunnerName, (written: JestResults & PlaywrightResults, folder: string) => Tests> = { jest: jestTests, vitest: jestTests, playwright: playwrightTests }
const isKnown = (status: string): status is TestOutcome => status === 'passed' || status === 'failed'

/** Tests of the same name count as one, which failed if any did. */
function byName(tests: Tests): Results {
  const all: Results = new Map()
  for (const { name, status } of tests) {
    if (isKnown(status) && all.get(name) !== 'failed') all.set(name, status)
  }
  return all
}

/** Each test's name and outcome, `passed` or `failed`; undefined where the runner left no results that can be read. */
export function readResults(runner: RunnerName | undefined, file: string, folder: string = process.cwd()): Results | undefined {
  if (runner === undefined) return undefined
  try {
    return byName(READERS[runner](JSON.parse(fs.readFileSync(file, 'utf8')), folder))
  } catch {
    return undefined
  }
}
