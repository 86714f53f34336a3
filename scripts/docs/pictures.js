'use strict'

// Makes the pictures of the docs: `npm run docs:pictures`. Needs a browser; no test depends on what they show.

const fs = require('node:fs')
const path = require('node:path')
const { chromium } = require('@playwright/test')
const { launchOptions } = require('../browser')
const { ROOT } = require('../run')

const FOLDER = path.join(ROOT, 'docs', 'pictures')
const LARGEST_BYTES = 120_000

const PICTURES = {
  demo: require('./pictures/demo').demo,
  timeline: require('./pictures/timeline').timeline,
  messenger: require('./pictures/messenger').messenger,
  explore: require('./pictures/explore').explore,
}

function save(name, picture) {
  if (picture.length >= LARGEST_BYTES) throw new Error(`${name} has ${picture.length} bytes, and ${LARGEST_BYTES} are too many.`)
  fs.writeFileSync(path.join(FOLDER, name), picture)
  console.log(`docs/pictures/${name}: ${picture.length} bytes`)
}

async function main(wanted) {
  fs.mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch(launchOptions())
  try {
    for (const [name, draw] of Object.entries(PICTURES)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      for (const [file, picture] of Object.entries(await draw(browser))) save(file, picture)
    }
  } finally {
    await browser.close()
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
