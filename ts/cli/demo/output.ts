import fs from 'node:fs'
import path from 'node:path'
import { asHtml, asJson, asSvg, asText, wantsColor } from '../../timeline'
import type { Timeline } from '../../timeline/model'
import { writeDocument } from '../document'

interface Written { what: string; file: string }
interface Shown { files: Written[]; others: string[]; json: true | undefined; stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream }

const FOLDER = 'demo-report'
const FILES: [what: string, name: string, render: (model: Timeline) => string][] = [
  ['Page', 'index.html', asHtml],
  ['Picture', 'timeline.svg', asSvg],
  ['JSON', 'timeline.json', asJson],
]

/** Writes the page, the picture and the JSON, and gives their paths as seen from here. */
export function write(model: Timeline): Written[] {
  fs.mkdirSync(FOLDER, { recursive: true })
  return FILES.map(([what, name, render]) => {
    const file = path.join(FOLDER, name)
    fs.writeFileSync(file, render(model))
    return { what, file }
  })
}

const block = (head: string, lines: string[]) => lines.map((line, index) => `  ${(index === 0 ? head : '').padEnd(10)}${line}\n`).join('')

/** The timeline on stdout; what else there is to say goes there too, unless stdout is JSON. */
export function show(model: Timeline, { files, others, json, stdout, stderr }: Shown): void {
  const where = files.map(({ what, file }) => block(`${what}:`, [file])).join('')
  if (json) {
    writeDocument(asJson(model))
    stderr.write(where)
    return
  }
  const text = asText(model, { color: wantsColor(stdout), columns: stdout.columns })
  stdout.write(`\n${text}\n\n${where}\n${block('Try also:', others)}\n`)
}
