'use strict'

// What is known against our dependencies: licences, sources and bans by deny.toml, advisories as far as
// their data can be reached. Exit status: 0 nothing, 1 something, 2 not everything could be checked.

const { spawnSync } = require('node:child_process')
const { ROOT, heading } = require('./run')

const LONGEST_MS = 5 * 60_000
const CHECKED = { clean: 'nothing found', found: 'FOUND SOMETHING', unchecked: 'NOT CHECKED' }

const UNREACHED = {
  cargo: /failed to fetch advisory database|unable to update registry/i,
  npm: /audit endpoint returned an error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT/,
}

/** Runs a checker, its output shown; `unreached` tells its failure to reach its data from a finding. */
function check({ program, args, shell = false, unreached = undefined }) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', shell, timeout: LONGEST_MS, maxBuffer: 2 ** 28 })
  if (error !== undefined) return { outcome: 'unchecked', why: error.message }
  const output = `${stdout}${stderr}`
  process.stdout.write(output)
  if (status === 0) return { outcome: 'clean' }
  return unreached?.test(output) ? { outcome: 'unchecked', why: 'its data could not be reached' } : { outcome: 'found' }
}

/** `cargo` answers for a subcommand that is not there with the same status as for a finding. */
function hasCargoDeny() {
  return spawnSync('cargo', ['deny', '--version'], { cwd: ROOT, stdio: 'ignore' }).status === 0
}

function cargoDeny(what, more = {}) {
  if (!hasCargoDeny()) return { outcome: 'unchecked', why: 'cargo-deny is not installed: cargo install --locked cargo-deny' }
  return check({ program: 'cargo', args: ['deny', 'check', '--hide-inclusion-graph', ...what], ...more })
}

function npmAudit() {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return check({ program: process.execPath, args: [script, 'audit'], unreached: UNREACHED.npm })
  return check({ program: 'npm', args: ['audit'], shell: process.platform === 'win32', unreached: UNREACHED.npm })
}

const CHECKS = [
  ['crates: bans, licences, sources', () => cargoDeny(['bans', 'licenses', 'sources'])],
  ['crates: advisories', () => cargoDeny(['advisories'], { unreached: UNREACHED.cargo })],
  ['npm: advisories', npmAudit],
]

function perform([name, run]) {
  heading(name)
  return { name, ...run() }
}

function statusOf(results) {
  if (results.some(({ outcome }) => outcome === 'found')) return 1
  return results.every(({ outcome }) => outcome === 'clean') ? 0 : 2
}

const results = CHECKS.map(perform)
heading('summary')
for (const { name, outcome, why } of results) console.log(`${name.padEnd(34)}${CHECKED[outcome]}${why === undefined ? '' : `: ${why}`}`)
process.exitCode = statusOf(results)
