'use strict'

// npm run runners: the matchers' own cases in each test runner that users have, at pinned versions, in a folder of its own.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { ROOT, duration, heading } = require('./run')
const { RUNNERS } = require('./runners/files')

const CASES = path.join(ROOT, '__tests__', 'runners')
const npm = (args, cwd) => spawnSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0

/** The package as it stands here, under its own name. */
function prepare(folder, packages, [name, source]) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
  for (const [from, to] of [['cases.js', 'cases.js'], ['jest-fake.js', 'jest-fake.js'], [source, name]]) {
    fs.copyFileSync(path.join(CASES, from), path.join(folder, to))
  }
  if (!npm(['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], folder)) return false
  fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'playwright-genesys'), 'dir')
  return true
}

/** The Node.js among the packages, where one of its own is needed, goes before this one. */
function run(folder, [name, ...args]) {
  const bin = path.join(folder, 'node_modules', '.bin')
  const { JEST_WORKER_ID: _, ...env } = process.env
  const command = fs.realpathSync(path.join(bin, name))
  const own = path.join(bin, 'node')
  const node = fs.existsSync(own) ? own : process.execPath
  return spawnSync(node, [command, ...args], { cwd: folder, stdio: 'inherit', env: { ...env, PATH: `${bin}${path.delimiter}${env.PATH}` } }).status === 0
}

function tryOut([name, packages, file, command]) {
  heading(name)
  const started = Date.now()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runner-'))
  try {
    const result = prepare(folder, packages, file) ? (run(folder, command) ? 'passed' : 'FAILED') : 'not installed'
    return { name, result, took: duration(started) }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const results = RUNNERS.map(tryOut)
heading('runners')
for (const { name, result, took } of results) console.log(`${result.padEnd(14)}${name.padEnd(18)}${took.padStart(12)}`)
process.exitCode = results.every(({ result }) => result === 'passed') ? 0 : 1
