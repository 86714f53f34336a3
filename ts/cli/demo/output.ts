import fs from 'node:fs'
import path from 'node:path'
import { asHtml, asJson, asSvg, asText, wantsColor } from '../../timeline'
import { writeDocument } from '../document'

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

const block = (head, lines) => lines.map((line, index) => `  ${(index === 0 ? head : '').padEnd(10)}${line}\n`).join('')

/** The timeline on stdout; what else there is to say goes there too, unless stdout is JSON. */
function show(model, { files, others, json, stdout, stderr }) {
  const where = files.map(({ what, file }) => block(`${what}:`, [file])).join('')
  if (json) {
    writeDocument(asJson(model))
    stderr.write(where)
    return
  }
  const text = asText(model, { color: wantsColor(stdout), columns: stdout.columns })
  stdout.write(`\n${text}\n\n${where}\n${block('Try also:', others)}\n`)
}

export { show, write }
