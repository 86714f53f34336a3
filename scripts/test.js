'use strict'

const { duration, heading, run, runBin } = require('./run')
const { setUpBrowser, setUpFirefox } = require('./browser')
const { setUp } = require('./setup')

const STEPS = [
  ['cargo fmt', () => run('cargo', ['fmt', '--check'])],
  ['cargo clippy', () => run('cargo', ['clippy', '--locked', '--all-targets', '--', '-D', 'warnings'])],
  ['cargo test', () => run('cargo', ['test', '--locked'])],
  ['wall: client alone', () => run('cargo', ['check', '--locked', '--lib', '--no-default-features', '--features', 'client'])],
  ['wall: simulator alone', () => run('cargo', ['check', '--locked', '--lib', '--no-default-features', '--features', 'simulator'])],
  ['eslint', () => runBin('eslint', 'eslint', ['--max-warnings=0', '.'])],
  ['tsc, nodenext', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.json'])],
  ['tsc, bundler', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.bundler.json'])],
  ['tsc, test runners', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.runners.json'])],
  ['tsc, specs', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.e2e.json'])],
  ['jest', () => runBin('jest', 'jest', [])],
  ['browser', () => setUpBrowser()],
  ['playwright', () => runBin('@playwright/test', 'playwright', ['test'])],
  ['docs', () => run(process.execPath, ['scripts/docs.js'])],
  ['examples, packed', () => run(process.execPath, ['scripts/packed.js'])],
  ['the door, in Firefox', () => (setUpFirefox() ? run(process.execPath, ['scripts/matrix.js', '--only', 'firefox', '--quick']) : 'not run: Firefox is not here')],
]

/** A step passes, fails, or says in words why it was not run. */
function perform([name, step]) {
  heading(name)
  const started = Date.now()
  const passed = step()
  return { name, passed, took: duration(started) }
}

function summarize(results, started) {
  heading('summary')
  for (const { name, passed, took } of results) console.log(typeof passed === 'string' ? `${name}: ${passed}` : `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(24)}${took.padStart(12)}`)
  const failed = results.filter(({ passed }) => passed === false).map(({ name }) => name)
  const all = results.every(({ passed }) => passed === true) ? 'Everything' : 'What was run'
  const verdict = failed.length === 0 ? `${all} passed` : `Failed: ${failed.join(', ')}`
  console.log(`\n${verdict}; ${duration(started)} in all.`)
  return failed.length === 0
}

const started = Date.now()
setUp()
process.exitCode = summarize(STEPS.map(perform), started) ? 0 : 1
