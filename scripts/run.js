'use strict'

// Node.js built-ins only, and nothing newer than Node.js 14: this runs before anything is installed.
const { spawnSync } = require('node:child_process')
const path = require('node:path')

const ROOT = path.resolve(__dirname, '..')

/** Far beyond what any step takes; a step that hangs fails, instead of holding up all others. */
const LONGEST_STEP_MS = 20 * 60_000

/** Runs a program in the repository, its output passed through; `true` when it succeeded. */
function run(program, args, env = {}, shell = false) {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env }, shell, timeout: LONGEST_STEP_MS })
  if (error !== undefined) console.error(`${program}: ${error.message}`)
  return status === 0
}

/** npm, by the very script that runs us where there is one: on Windows it is no program. */
function runNpm(args) {
  const script = process.env.npm_execpath
  if (script !== undefined && script.endsWith('.js')) return run(process.execPath, [script, ...args])
  return run('npm', args, {}, process.platform === 'win32')
}

/** The script behind a command of an installed package. */
function scriptOf(packageName, command) {
  const manifest = path.join(ROOT, 'node_modules', packageName, 'package.json')
  const { bin } = require(manifest)
  return path.resolve(path.dirname(manifest), typeof bin === 'string' ? bin : bin[command])
}

/** A command of an installed package. */
function runBin(packageName, command, args) {
  return run(process.execPath, [scriptOf(packageName, command), ...args])
}

function duration(since) {
  const seconds = (Date.now() - since) / 1000
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

function heading(text) {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(4, 76 - text.length))}`)
}

module.exports = { LONGEST_STEP_MS, ROOT, duration, heading, run, runBin, runNpm, scriptOf }
