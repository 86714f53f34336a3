'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')

const LONGEST_MS = 5 * 60_000

class PackedError extends Error {}

/** Runs a program; gives what it printed, and throws with all of it when it ends otherwise than with this status. */
function output(program, args, { cwd, env = {}, shell = false, ends = 0, longestMs = LONGEST_MS }) {
  /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
  const options = { cwd, env: { ...process.env, ...env }, shell, encoding: 'utf8', timeout: longestMs, maxBuffer: 64 * 1024 * 1024 }
  const { status, stdout, stderr, error } = spawnSync(program, args, options)
  if (status === ends) return { stdout, stderr }
  throw new PackedError(`${path.basename(program)} ${args.join(' ')} in ${cwd} failed${error ? `: ${error.message}` : ''}\n${stdout}${stderr}`)
}

/** npm, by the script that runs us where there is one: on Windows it is no program. */
function npm(args, options) {
  const script = process.env.npm_execpath
  if (script !== undefined && script.endsWith('.js')) return output(process.execPath, [script, ...args], options)
  return output('npm', args, { ...options, shell: process.platform === 'win32' })
}

/** A command of a package that is installed in `from`. */
function bin(from, packageName, args, options) {
  const manifest = path.join(from, 'node_modules', packageName, 'package.json')
  const { bin: bins } = require(manifest)
  const script = typeof bins === 'string' ? bins : Object.values(bins)[0]
  return output(process.execPath, [path.resolve(path.dirname(manifest), script), ...args], options)
}

module.exports = { PackedError, bin, npm, output }
