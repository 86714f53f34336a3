'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { spawn, spawnSync } = require('node:child_process')
const { LONGEST_STEP_MS, ROOT, duration, heading, run: plainRun, scriptOf } = require('./run')
const { setUpBrowser, setUpFirefox } = require('./browser')
const { setUp } = require('./setup')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'npm-test-'))
const wordsFile = path.join(folder, 'words')
const LAST_LINES = 60
const VERDICT_LINES = 12
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

const run = (program, args) => plainRun(process.execPath, ['scripts/tee.js', wordsFile, program, ...args])
const runBin = (packageName, command, args) => run(process.execPath, [scriptOf(packageName, command), ...args])

/** @type {[string, () => boolean | string | Promise<boolean | string>][]} */
const STEPS = [
  ['cargo fmt', () => run('cargo', ['fmt', '--check'])],
  ['cargo clippy', () => run('cargo', ['clippy', '--locked', '--all-targets', '--', '-D', 'warnings'])],
  // By the target's name, as the addon is built: most of what both depend on is compiled once.
  ['cargo test', () => run('cargo', ['test', '--locked', '--target', hostTarget()])],
  ['wall: client alone', () => run('cargo', ['check', '--locked', '--lib', '--no-default-features', '--features', 'client'])],
  ['wall: simulator alone', () => run('cargo', ['check', '--locked', '--lib', '--no-default-features', '--features', 'simulator'])],
  ['eslint', () => runBin('eslint', 'eslint', ['--max-warnings=0', '.'])],
  ['walls of ts/', () => runBin('oxlint', 'oxlint', ['-c', 'oxlint.config.mjs', 'ts'])],
  ['tsc, nodenext', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.json'])],
  ['tsc, bundler', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.bundler.json'])],
  ['tsc, test runners', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.runners.json'])],
  ['tsc, specs', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.e2e.json'])],
  ['tsc, JavaScript', () => runBin('typescript', 'tsc', ['-p', 'tsconfig.checked.json'])],
  ['jest', () => runBin('jest', 'jest', [])],
  ['browser', () => setUpBrowser()],
  ['playwright', () => runBin('@playwright/test', 'playwright', ['test'])],
  ['docs', () => run(process.execPath, ['scripts/docs.js'])],
  ['examples, packed', () => {
    beginFirefox()
    return run(process.execPath, ['scripts/packed.js'])
  }],
  ['the rest of Firefox', async () => (inFirefox === undefined ? 'not run: Firefox is not here' : await inFirefox)],
]

function hostTarget() {
  const { stdout } = spawnSync('rustc', ['-vV'], { encoding: 'utf8' })
  return /^host: (.+)$/m.exec(stdout)?.[1] ?? ''
}

/** @type {Promise<boolean> | undefined} */
let inFirefox

/** Beside the step before it, which works on one thing after the other; what it says, and what is left of it then, is told in its own. */
function beginFirefox() {
  if (!setUpFirefox()) return
  const file = path.join(folder, 'firefox')
  const out = fs.openSync(file, 'w')
  const child = spawn(process.execPath, ['scripts/matrix.js', '--only', 'firefox', '--quick'], { cwd: ROOT, stdio: ['ignore', out, out], timeout: LONGEST_STEP_MS })
  inFirefox = new Promise((resolve) => child.on('close', resolve)).then((status) => {
    fs.copyFileSync(file, wordsFile)
    console.log(fs.readFileSync(file, 'utf8'))
    return status === 0
  })
}

/** A step passes, fails, or says in words why it was not run. */
async function perform([name, step]) {
  heading(name)
  const started = Date.now()
  fs.rmSync(wordsFile, { force: true })
  const passed = await step()
  return { name, passed, took: duration(started), words: passed === false ? lastWords() : '' }
}

/** What a step that failed said last: told again at the end, where whoever has only the end of a log finds it. */
function lastWords() {
  return fs.existsSync(wordsFile) ? fs.readFileSync(wordsFile, 'utf8').split('\n').slice(-LAST_LINES).join('\n') : ''
}

/** Where a log is cut to its last lines, they say why. */
function shortest(words) {
  return words.split('\n').filter((line) => line.trim() !== '').slice(-VERDICT_LINES).join('\n')
}

function summarize(results, started) {
  for (const { name, words } of results.filter((result) => result.words !== '')) {
    heading(`the last words of: ${name}`)
    console.log(words)
  }
  heading('summary')
  for (const { name, passed, took } of results) console.log(typeof passed === 'string' ? `${name}: ${passed}` : `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(24)}${took.padStart(12)}`)
  const failed = results.filter(({ passed }) => passed === false).map(({ name }) => name)
  const all = results.every(({ passed }) => passed === true) ? 'Everything' : 'What was run'
  const verdict = failed.length === 0 ? `${all} passed` : `Failed: ${failed.join(', ')}`
  for (const { name, words } of results.filter((result) => result.words !== '')) console.log(`\n${name} said last:\n${shortest(words)}`)
  console.log(`\n${verdict}; ${duration(started)} in all.`)
  return failed.length === 0
}

async function main() {
  const started = Date.now()
  setUp()
  const results = []
  for (const step of STEPS) results.push(await perform(step))
  process.exitCode = summarize(results, started) ? 0 : 1
}

void main()
