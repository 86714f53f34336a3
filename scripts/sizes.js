'use strict'

// What is published, and how large it is: `npm run sizes`. `-- --write` puts it into docs/platforms.md;
// `-- --addon <file>` measures another addon than the one that `npm run binary` made.

const fs = require('node:fs')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { ADDON, existing, inFolder, program } = require('./packed/program')
const { makeTarballs } = require('./packed/tarballs')
const { sizesText, withSizes } = require('./release/sizes')
const { ROOT } = require('./run')

const PAGE = path.join(ROOT, 'docs', 'platforms.md')

function main() {
  const { values: { addon, write } } = parseArgs({ options: { addon: ADDON, write: { type: 'boolean', default: false } } })
  const text = inFolder('sizes', (folder) => sizesText(makeTarballs(folder, existing(addon))))
  console.log(text)
  if (write) fs.writeFileSync(PAGE, withSizes(fs.readFileSync(PAGE, 'utf8'), text))
}

program(main)
