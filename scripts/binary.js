'use strict'

// The addon of one target as it is published: `npm run binary`, or `npm run binary -- --target <triple>`.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { here } = require('../build/boundary/loading/here')
const { TARGETS, targetFor } = require('../build/boundary/loading/targets')
const { ROOT, duration, heading } = require('./run')
const { recipeFor } = require('./release/recipe')
const { NoZig, zigEnvironment } = require('./release/zig')

class NoBinary extends Error {}

function asked(triple) {
  const target = triple === undefined ? targetFor(here()) : TARGETS.find((each) => each.triple === triple)
  if (target !== undefined) return target
  throw new NoBinary(`There is no target ${triple ?? 'for this system'}. There are:\n${TARGETS.map((each) => `  ${each.triple}`).join('\n')}`)
}

function targetFolder() {
  const { status, stdout, stderr, error } = spawnSync('cargo', ['metadata', '--locked', '--no-deps', '--format-version', '1'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new NoBinary(`cargo does not work: ${error?.message ?? stderr}`)
  return JSON.parse(stdout).target_directory
}

/** Builds it; gives the file, named as the loader wants it. */
function build(target, into) {
  const { zig, args, env, library } = recipeFor(target, targetFolder())
  heading(`cargo ${args.join(' ')}`)
  const around = zig ? zigEnvironment() : process.env
  if (spawnSync('cargo', args, { cwd: ROOT, stdio: 'inherit', env: { ...around, ...env } }).status !== 0) {
    throw new NoBinary(`The build failed. The standard library of the target is needed: rustup target add ${target.triple}.`)
  }
  fs.mkdirSync(into, { recursive: true })
  const file = path.join(into, target.file)
  fs.copyFileSync(library, file)
  return file
}

function main() {
  const { values } = parseArgs({ options: { target: { type: 'string' }, out: { type: 'string', default: path.join(ROOT, 'artifacts') } } })
  const started = Date.now()
  const file = build(asked(values.target), path.resolve(values.out))
  console.log(`\n${path.relative(process.cwd(), file)}: ${(fs.statSync(file).size / 1e6).toFixed(2)} MB, in ${duration(started)}.`)
}

try {
  main()
} catch (error) {
  const isKnown = error instanceof NoBinary || error instanceof NoZig || error.code?.startsWith('ERR_PARSE_ARGS')
  if (!isKnown) throw error
  console.error(error.message)
  process.exitCode = 1
}
