'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { asHtml, asJson, asSvg, asText, wantsColor } = require('../../lib/timeline')

const FOLDER = 'demo-report'
const FILES = [
  ['Page', 'index.html', asHtml],
  ['Picture', 'timeline.svg', asSvg],
  ['JSON', 'timeline.json', asJson],
]

/** Writes the page, the picture and the JSON, and gives their paths as seen from here. */
function write(model) {
  fs.mkdirSync(FOLDER, { recursive: true })
  return FILES.map(([what, name, render]) => {
    const file = path.join(FOLDER, name)
    fs.writeFileSync(file, render(model))
    return { what, file }
  })
}

/** The timeline on stdout; where its files are goes there too, unless stdout is JSON. */
function show(model, files, { json, stdout, stderr }) {
  const where = files.map(({ what, file }) => `  ${`${what}:`.padEnd(9)}${file}\n`).join('')
  if (json) {
    stdout.write(asJson(model))
    stderr.write(where)
    return
  }
  const text = asText(model, { color: wantsColor(stdout), columns: stdout.columns })
  stdout.write(`\n${text}\n\n${where}\n`)
}

module.exports = { show, write }
