'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { here } = require('../../build/boundary/loading/here')
const { targetFor } = require('../../build/boundary/loading/targets')
const { ROOT } = require('../run')
const { PackedError } = require('./work')

/** Runs a script's whole work; what it says is wrong is told in words, with status 1. */
function program(work) {
  try {
    work()
  } catch (error) {
    if (!(error instanceof PackedError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

/** Work in a temporary folder, outside of the repository: no lock file of its own may be found from there. */
function inFolder(name, work) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `playwright-genesys-${name}-`)))
  try {
    return work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What `--addon` takes: by default the addon that `npm run binary` made. */
const ADDON = { type: /** @type {const} */ ('string'), default: path.join(ROOT, 'artifacts', targetFor(here()).file) }

function existing(addon) {
  if (!fs.existsSync(addon)) throw new PackedError(`There is no ${addon}: run "npm run binary" first, or name one with --addon.`)
  return path.resolve(addon)
}

module.exports = { ADDON, existing, inFolder, program }
