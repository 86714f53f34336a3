'use strict'

// Outputs in pages. A block below a comment `<!-- output of "command", from "first", until "after the last" -->` is what
// that command prints; `node scripts/docs/outputs.js` writes it, the check compares what does not differ from run to run.

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { blocksOf } = require('./markdown')
const { outputOf } = require('./outputs/commands')
const { pages, read } = require('./pages')

const DIRECTIVE = /^output of "([^"]+)"(?:, from "([^"]+)")?(?:, until "([^"]+)")?$/

async function shown() {
  const blocks = (await Promise.all(pages().map(blocksOf))).flat()
  return blocks.flatMap((block) => {
    const [, command, from, until] = DIRECTIVE.exec(block.comment) ?? []
    return command === undefined ? [] : [{ ...block, command, from, until }]
  })
}

/** The lines that a page shows: from one that has a text until one that has another. */
function cut(text, { command, from, until }) {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const first = from === undefined ? 0 : lines.findIndex((line) => line.includes(from))
  const after = until === undefined ? lines.length : lines.findIndex((line, index) => index > first && line.includes(until))
  if (first < 0 || after < 0) throw new Error(`"${command}" printed nothing from "${from}" until "${until}":\n${text}`)
  return lines.slice(first, after).join('\n').replace(/^\n+|\s+$/g, '')
}

/** What is the same in each run: no times, ports and widths, no wraps of columns, and no order among things that happen at once. */
function stable(text) {
  const lines = text
    .replace(/\n {20,}(?=\S)/g, ' ')
    .replace(/\b\d+(?:\.\d+)? ?(?:ms|s|m)\b/g, 'TIME')
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:PORT')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
  return [...new Set(lines)].filter(Boolean).sort()
}

async function current() {
  const found = await shown()
  const outputs = new Map()
  for (const { command } of found) if (!outputs.has(command)) outputs.set(command, await outputOf(command))
  return found.map((one) => ({ ...one, now: cut(outputs.get(one.command), one) }))
}

function difference({ text, now }) {
  const [before, after] = [stable(text), stable(now)]
  return [...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`), ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)]
}

/** Whether every output is what its command prints. */
async function checkOutputs() {
  const all = await current()
  const stale = all.filter((one) => difference(one).length > 0)
  for (const one of stale) console.error(`${one.file}:${one.line}: "${one.command}" prints something else:\n${difference(one).join('\n')}\nRun "npm run docs:outputs" and look at what changed.`)
  console.log(`${all.length} outputs compared.`)
  return all.length > 0 && stale.length === 0
}

/** Writes what differs; what is the same but for times stays as it is. */
async function writeOutputs() {
  // From the end of each page, so that the lines of those before stay where they are.
  for (const one of (await current()).reverse()) {
    if (difference(one).length === 0) continue
    const lines = read(one.file).split('\n')
    lines.splice(one.line - 1, one.text === '' ? 0 : one.text.split('\n').length, ...one.now.split('\n'))
    fs.writeFileSync(path.join(ROOT, one.file), lines.join('\n'))
    console.log(`${one.file}: ${one.command}`)
  }
}

if (require.main === module) {
  writeOutputs().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

module.exports = { checkOutputs, stable }
