'use strict'

// With only Node.js on the PATH: the tarballs install, and the quick start runs, on each Node.js that is supported.
// `npm run nodes -- --addon <file>`; by default the addon that `npm run binary` made.

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { here } = require('../lib/binding/here')
const { targetFor } = require('../lib/binding/targets')
const { MAJORS } = require('./nodes/install')
const { browserWithPath } = require('./nodes/bare')
const { tryOut } = require('./nodes/try-out')
const { browserPath } = require('./packed/examples')
const { table } = require('./packed/table')
const { makeTarballs } = require('./packed/tarballs')
const { PackedError } = require('./packed/work')
const { ROOT } = require('./run')

const HEAD = { node: 'Node.js', npm: 'npm', install: 'installed in', close: 'a close: server, guest', quickStart: 'quick start' }

function tryAll(folder, addon, majors) {
  const tarballs = makeTarballs(folder, addon)
  const browser = browserWithPath(folder, browserPath())
  return majors.map((major) => {
    console.log(`Node.js ${major} …`)
    return tryOut(major, path.join(folder, major), { tarballs, browser })
  })
}

function main() {
  const built = path.join(ROOT, 'artifacts', targetFor(here()).file)
  const { values: { addon, only } } = parseArgs({ options: { addon: { type: 'string', default: built }, only: { type: 'string', multiple: true, default: MAJORS } } })
  if (!fs.existsSync(addon)) throw new PackedError(`There is no ${addon}: run "npm run binary" first, or name one with --addon.`)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-nodes-'))
  try {
    console.log(`\n${table(HEAD, tryAll(folder, path.resolve(addon), only))}`)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

try {
  main()
} catch (error) {
  if (!(error instanceof PackedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
