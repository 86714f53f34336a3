import fs from 'node:fs'
import path from 'node:path'
import { clean, cut } from '../../timeline/clean'

const LONGEST_NAME = 200

const nameOf = (parts) => cut(clean(parts.filter((part) => part !== undefined && part !== '').join(' › ')), LONGEST_NAME)

/** Jest's outcomes; Vitest writes the same. */
function* jestTests({ testResults }, folder) {
  for (const { name: file, assertionResults } of testResults) {
    for (const { ancestorTitles = [], title, status } of assertionResults) {
      yield { name: nameOf([path.relative(folder, file), ...ancestorTitles, title]), status }
    }
  }
}

/** A retry that passed is a pass: that is what the run's own status says. */
const PLAYWRIGHT = { expected: 'passed', flaky: 'passed', unexpected: 'failed', skipped: 'skipped' }

/** Files are the outermost suites. */
function* playwrightTests({ suites = [] }, _folder, titles = []) {
  for (const { title, specs = [], suites: inner = [] } of suites) {
    const here = [...titles, title]
    for (const spec of specs) {
      for (const { projectName = '', status } of spec.tests) {
        yield { name: nameOf([projectName && `[${projectName}]`, ...here, spec.title]), status: PLAYWRIGHT[status] }
      }
    }
    yield* playwrightTests({ suites: inner }, _folder, here)
  }
}

const READERS = { jest: jestTests, vitest: jestTests, playwright: playwrightTests }
const KNOWN = new Set(['passed', 'failed'])

/** Tests of the same name count as one, which failed if any did. */
function byName(tests) {
  const all = new Map()
  for (const { name, status } of tests) {
    if (KNOWN.has(status) && all.get(name) !== 'failed') all.set(name, status)
  }
  return all
}

/** Each test's name and outcome, `passed` or `failed`; undefined where the runner left no results that can be read. */
function readResults(runner, file, folder = process.cwd()) {
  if (runner === undefined) return undefined
  try {
    return byName(READERS[runner](JSON.parse(fs.readFileSync(file, 'utf8')), folder))
  } catch {
    return undefined
  }
}

export { readResults }
