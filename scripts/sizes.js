'use strict'

// What is published, and how large it is: `npm run sizes`. `-- --write` puts it into docs/platforms.md;
// `-- --addon <file>` measures another addon than the one that `npm run binary` made.

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { here } = require('../lib/binding/here')
const { targetFor } = require('../lib/binding/targets')
const { makeTarballs } = require('./packed/tarballs')
const { PackedError } = require('./packed/work')
const { sizesText, withSizes } = require('./release/sizes')
const { ROOT } = require('./run')

const PAGE = path.join(ROOT, 'docs', 'platforms.md')

function measured(addon) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-sizes-'))
  try {
    return sizesText(makeTarballs(folder, addon))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function main() {
  const built = path.join(ROOT, 'artifacts', targetFor(here()).file)
  const { values: { addon, write } } = parseArgs({ options: { addon: { type: 'string', default: built }, write: { type: 'boolean', default: false } } })
  if (!fs.existsSync(addon)) throw new PackedError(`There is no ${addon}: run "npm run binary" first, or name one with --addon.`)
  const text = measured(path.resolve(addon))
  console.log(text)
  if (write) fs.writeFileSync(PAGE, withSizes(fs.readFileSync(PAGE, 'utf8'), text))
}

try {
  main()
} catch (error) {
  if (!(error instanceof PackedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
