'use strict'

const { execFileSync, spawnSync } = require('node:child_process')
const os = require('node:os')
const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('./product')

const PATHS = ['decode-a-conversation', 'decide-a-close', 'read-a-frame', 'classify-a-refusal']
/** What starting costs is the same in both runs, and falls out. */
const [FEW, MANY] = [200, 1_200]
const LONGEST_MS = 5 * 60_000

/** The target that napi builds for: what it has built of other crates serves here too. */
function target() {
  const [, host] = /host: (\S+)/.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }))
  return host
}

/** The optimised binary of benches/hot_paths.rs. */
function binary() {
  const args = ['bench', '--no-run', '--locked', '--bench', 'hot_paths', '--target', target(), '--message-format=json']
  const output = execFileSync('cargo', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 })
  const built = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  return built.find(({ executable, target }) => executable && target?.name === 'hot_paths').executable
}

/** Instructions of one run, as callgrind counts them. */
function counted(file, name, rounds, folder) {
  const args = ['--tool=callgrind', `--callgrind-out-file=${path.join(folder, name)}`, file, name, String(rounds)]
  const { status, stderr, error } = spawnSync('valgrind', args, { encoding: 'utf8', timeout: LONGEST_MS })
  if (error !== undefined) throw new Error(`valgrind is needed for this: ${error.message}`)
  const [, count] = /Collected\s*:\s*(\d+)/.exec(stderr) ?? []
  if (status !== 0 || count === undefined) throw new Error(`callgrind failed:\n${stderr}`)
  return Number(count)
}

/** Instructions per round of each hot path: the same on every run, however busy the machine. */
function instructions() {
  const file = binary()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-bench-'))
  try {
    return PATHS.map((name) => ({ name, perRound: (counted(file, name, MANY, folder) - counted(file, name, FEW, folder)) / (MANY - FEW) }))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function main() {
  for (const { name, perRound } of instructions()) console.log(`${name.padEnd(26)}${Math.round(perRound).toLocaleString('en').padStart(12)} instructions`)
}

module.exports = { instructions, main }
