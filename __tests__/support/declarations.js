'use strict'

const fs = require('node:fs')
const path = require('node:path')

const TEXT = fs.readFileSync(path.resolve(__dirname, '..', '..', 'index.d.ts'), 'utf8')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\n\s*\|/g, ' |')

/** The text between a brace and its partner. */
function bodyFrom(text, open) {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return text.slice(open + 1, at)
  }
  throw new Error('a brace without a partner')
}

/** Parts between separators that stand outside of all brackets; `=>` closes nothing. */
function split(text, separator) {
  let depth = 0
  const parts = ['']
  for (const [at, character] of [...text].entries()) {
    if ('{(<['.includes(character)) depth += 1
    if ('})]'.includes(character) || (character === '>' && text[at - 1] !== '=')) depth -= 1
    if (depth === 0 && separator.test(character)) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => part.trim()).filter(Boolean)
}

/** The bodies of the braces that stand outside of other braces. */
function bodies(type) {
  const open = type.indexOf('{')
  if (open < 0) return []
  const body = bodyFrom(type, open)
  return [body, ...bodies(type.slice(open + body.length + 2))]
}

/** Name and type of each property of a type in braces; the members of a union taken together. */
function membersOf(type) {
  const lines = bodies(type).flatMap((body) => split(body, /[\n;]/))
  const found = lines.map((line) => /^(\w+)\??: ?([\s\S]+)$/.exec(line)).filter(Boolean)
  return Object.fromEntries(found.map(([, name, of]) => [name, of]))
}

/** Properties of a named interface or type, inherited ones included. */
function declared(name) {
  const asType = new RegExp(`export type ${name} = ([^\\n]+)`).exec(TEXT)
  if (asType !== null) return membersOf(asType[1])
  const head = new RegExp(`export interface ${name}(?: extends ([^{]+))? \\{`).exec(TEXT)
  if (head === null) throw new Error(`index.d.ts does not declare ${name}`)
  const own = membersOf(`{${bodyFrom(TEXT, head.index + head[0].length - 1)}}`)
  return { ...inherited(head[1]), ...own }
}

function inherited(clause) {
  if (clause === undefined) return {}
  const [, name, omitted] = /^(?:Omit<)?(\w+)(?:, ([^>]+)>)?/.exec(clause)
  const without = [...(omitted ?? '').matchAll(/'(\w+)'/g)].map(([, each]) => each)
  return Object.fromEntries(Object.entries(declared(name)).filter(([each]) => !without.includes(each)))
}

/** Names of the classes and functions that exist at run time. */
function values() {
  return [...TEXT.matchAll(/^export (?:class|function) (\w+)/gm)].map(([, name]) => name).sort()
}

module.exports = { declared, membersOf, values }
