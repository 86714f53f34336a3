'use strict'

// Every parser of outside bytes under a coverage-guided fuzzer, for a bounded number of executions:
// npm run fuzz -- --runs 1000000 --js-runs 200000 --target login --seed 1

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { ROOT, duration, heading } = require('./run')

const FUZZ = path.join(ROOT, 'fuzz')
const LONGEST_INPUT = 8192
const LONGEST_SECONDS = 1200
const RUST = fs.readdirSync(path.join(FUZZ, 'fuzz_targets')).map((file) => path.parse(file).name).sort()
const JAVASCRIPT = fs.readdirSync(path.join(FUZZ, 'js', 'targets')).map((file) => path.parse(file).name).filter((name) => name !== 'index').sort()

/** libFuzzer needs a compiler that instruments; RUSTC_BOOTSTRAP lets the stable one do it. */
const environment = { ...process.env, RUSTC_BOOTSTRAP: '1' }

function cargoFuzz(args, options) {
  return spawnSync('cargo', ['fuzz', ...args], { cwd: ROOT, env: environment, ...options })
}

function build(targets) {
  if (cargoFuzz(['--version'], { stdio: 'ignore' }).status !== 0) throw new Error('cargo-fuzz is needed: cargo install cargo-fuzz')
  for (const target of targets) {
    if (cargoFuzz(['build', '-s', 'none', target], { stdio: 'inherit' }).status !== 0) throw new Error(`${target} did not build`)
  }
}

function lastLine(output, pattern) {
  return output.split('\n').map((line) => pattern.exec(line)).filter(Boolean).pop()
}

/** One target of Rust. The corpus that the fuzzer grows is first, the seeds in the repository are only read. */
function runRust(target, { runs, seed }) {
  const corpus = path.join(FUZZ, 'corpus', target)
  fs.mkdirSync(corpus, { recursive: true })
  const dictionary = path.join(FUZZ, 'corpus', `${target}.dict`)
  const flags = [`-runs=${runs}`, `-seed=${seed}`, `-max_len=${LONGEST_INPUT}`, `-max_total_time=${LONGEST_SECONDS}`, '-timeout=10', '-print_final_stats=1', ...(fs.existsSync(dictionary) ? [`-dict=${dictionary}`] : [])]
  const { stderr, status } = cargoFuzz(['run', '-s', 'none', target, corpus, path.join(FUZZ, 'seeds', target), '--', ...flags], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  const [, cov = '–', ft = '–', corp = '–'] = lastLine(stderr, /cov: (\d+) ft: (\d+) corp: (\d+)/) ?? []
  const [, executions = '0'] = lastLine(stderr, /number_of_executed_units: (\d+)/) ?? []
  const [, artifact] = lastLine(stderr, /written to (\S+)/) ?? []
  const finding = status === 0 ? undefined : `${artifact ?? `status ${status}`}\n${stderr.split('\n').filter((line) => /panicked|left:|right:|ERROR/.test(line)).join('\n')}`
  return { target, executions: Number(executions), coverage: `cov ${cov} ft ${ft}`, corpus: corp, finding }
}

function runJavaScript(target, { jsRuns, seed }) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(FUZZ, 'js', 'run.js'), target, String(jsRuns), String(seed)], { encoding: 'utf8', timeout: LONGEST_SECONDS * 1_000 })
  if (status !== 0) return { target, executions: 0, coverage: '–', corpus: '–', finding: stderr.trim() || `status ${status}` }
  const { runs, corpus, initial, covered } = JSON.parse(stdout)
  return { target, executions: runs, coverage: `${covered} characters (seeds alone: ${initial})`, corpus, finding: undefined }
}

function show({ target, executions, coverage, corpus, finding, took }) {
  console.log(`${target.padEnd(14)} ${String(executions).padStart(10)}  ${coverage.padEnd(42)} corpus ${String(corpus).padEnd(6)} ${took.padEnd(10)} ${finding === undefined ? 'nothing found' : 'FOUND'}`)
  if (finding !== undefined) console.log(finding)
}

function runAll(targets, run) {
  return targets.map((target) => {
    const started = Date.now()
    const result = { ...run(target), took: duration(started) }
    show(result)
    return result
  })
}

function main({ target, runs, 'js-runs': jsRuns, seed }) {
  const wanted = (names) => names.filter((name) => target === undefined || name === target)
  const [rust, javascript] = [wanted(RUST), wanted(JAVASCRIPT)]
  if (rust.length + javascript.length === 0) throw new Error(`no such target; there are ${[...RUST, ...JAVASCRIPT].join(', ')}`)
  require('../fuzz/corpus').write()
  build(rust)
  heading('Rust, libFuzzer: edges (cov) and features (ft)')
  const found = runAll(rust, (name) => runRust(name, { runs, seed }))
  heading("JavaScript, V8's block coverage: characters of code that ran")
  found.push(...runAll(javascript, (name) => runJavaScript(name, { jsRuns, seed })))
  const findings = found.filter(({ finding }) => finding !== undefined)
  console.log(`\n${found.reduce((sum, { executions }) => sum + executions, 0)} executions, ${findings.length} findings`)
  return findings.length === 0
}

const { values } = parseArgs({
  options: { target: { type: 'string' }, runs: { type: 'string', default: '1000000' }, 'js-runs': { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' } },
})
process.exitCode = main(values) ? 0 : 1
