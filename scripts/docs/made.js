'use strict'

// What scripts write: whole pages, and parts of pages. `npm run docs:make` writes them, a check compares.

const fs = require('node:fs')
const path = require('node:path')
const { optionsPage } = require('../options-doc')
const { optionsTypes } = require('../options-types')
const { publishedInRust } = require('../recording/published')
const { recordingSchema } = require('../recording/schema')
const { ROOT } = require('../run')
const { seenTypes } = require('../seen-types')
const { llms } = require('./llms')
const { mainOptions } = require('./main-options')
const { replaced } = require('./marked')
const { read } = require('./pages')
const { apiPage } = require('./reference/page')
const { simulatorSchema } = require('./schema')

/** @type {[string, () => string | Promise<string>][]} */
const MADE = [
  ['ts/types/options.ts', optionsTypes],
  ['ts/types/seen.ts', seenTypes],
  ['docs/options.md', optionsPage],
  ['docs/api.md', apiPage],
  ['docs/simulator.schema.json', simulatorSchema],
  ['docs/recording.schema.json', recordingSchema],
  ['src/recording/published.rs', publishedInRust],
  ['README.md', () => replaced(read('README.md'), 'main options', mainOptions())],
  // The last, as it repeats first sentences of the others.
  ['llms.txt', llms],
]

const exists = (file) => fs.existsSync(path.join(ROOT, file))

async function make() {
  for (const [file, text] of MADE) fs.writeFileSync(path.join(ROOT, file), await text())
}

/** Whether everything that is made is what it would be made as now. */
async function checkMade() {
  const stale = []
  for (const [file, text] of MADE) if (!exists(file) || read(file) !== await text()) stale.push(file)
  for (const file of stale) console.error(`${file} is not what its sources say: run "npm run docs:make".`)
  return stale.length === 0
}

module.exports = { checkMade, make }
