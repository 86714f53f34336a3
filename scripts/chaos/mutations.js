'use strict'

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { ROOT } = require('../run')
const { PATCHES, WITHOUT } = require('../../__tests__/chaos/mutations')
const { NAMES } = require('../../__tests__/chaos/behaviours')
const { inProcess } = require('./processes')

/** Enough for a behaviour to meet the hole that was made; the first violation ends it. */
const RUNS = 500
const SEED = 3

const git = (cwd, ...args) => execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** A copy of the last commit to break things in, with what is built here. */
function copy() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chaos-mutations-'))
  const tree = path.join(folder, 'tree')
  git(ROOT, 'worktree', 'add', '--detach', tree, 'HEAD')
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'))
  // A link would lead to the addon that lies beside the original.
  for (const made of ['binding.js', 'binding.d.ts']) fs.copyFileSync(path.join(ROOT, made), path.join(tree, made))
  const restore = () => {
    for (const addon of fs.readdirSync(ROOT).filter((name) => name.endsWith('.node'))) {
      fs.rmSync(path.join(tree, addon), { force: true })
      fs.copyFileSync(path.join(ROOT, addon), path.join(tree, addon))
    }
  }
  const remove = () => {
    git(ROOT, 'worktree', 'remove', '--force', tree)
    fs.rmSync(folder, { recursive: true, force: true })
  }
  restore()
  compile(tree)
  return { tree, restore, remove }
}

/** What a mended or broken ts/ is compiled to. */
function compile(tree) {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  for (const words of [[tsc, '-p', 'ts'], ['scripts/bundle.js']]) execFileSync(process.execPath, words, { cwd: tree, stdio: 'ignore' })
}

/** Only the package itself is compiled anew: what it depends on is taken from here. */
function build(tree) {
  const napi = path.join(ROOT, 'node_modules', '@napi-rs', 'cli', 'dist', 'cli.js')
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(ROOT, 'target') }
  execFileSync(process.execPath, [napi, 'build', '--platform', '--no-js'], { cwd: tree, env, stdio: ['ignore', 'ignore', 'ignore'] })
}

/** What a behaviour, with nothing beside it, brings out of a copy with a hole. */
async function noticed(tree, only) {
  const { violations: [first] } = await inProcess({ runs: RUNS, seed: SEED, only, stopsAtFirst: true }, tree)
  return { only, message: first?.message.split('\n')[0] }
}

async function findHoles(tree, { behaviours }) {
  const found = []
  for (const only of behaviours) found.push(await noticed(tree, only))
  return found
}

async function tryOne({ tree, restore }, patch) {
  try {
    git(tree, 'apply', patch.file)
    if (patch.isRust) build(tree)
    else compile(tree)
    return await findHoles(tree, patch)
  } catch (error) {
    return [{ only: `nobody: ${error.message.split('\n')[0]}` }]
  } finally {
    git(tree, 'checkout', '--', '.')
    if (patch.isRust) restore()
    else compile(tree)
  }
}

/** Takes one defence out after another; chaos must notice each. */
async function mutations(only) {
  const chosen = PATCHES.filter(({ name, behaviours }) => only === undefined || name === only || behaviours.includes(only))
  const place = copy()
  const unnoticed = []
  try {
    for (const patch of chosen) {
      console.log(`${patch.name}: ${patch.about}`)
      for (const { only, message } of await tryOne(place, patch)) {
        console.log(`  ${message === undefined ? 'NOT NOTICED' : 'noticed'} by ${only}${message === undefined ? '' : `: ${message}`}`)
        if (message === undefined) unnoticed.push(`${patch.name} by ${only}`)
      }
    }
  } finally {
    place.remove()
  }
  for (const [name, why] of Object.entries(WITHOUT)) console.log(`no patch  ${name}: ${why}`)
  const missing = NAMES.filter((name) => !(name in WITHOUT) && !PATCHES.some(({ behaviours }) => behaviours.includes(name)))
  console.log(`\n${chosen.length} patches, not noticed: ${unnoticed.join(', ') || 'none'}; behaviours without a patch or a reason: ${missing.join(', ') || 'none'}`)
  return unnoticed.length + missing.length === 0
}

module.exports = { mutations }
