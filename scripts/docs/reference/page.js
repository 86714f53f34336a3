'use strict'

const { readDoors } = require('./read')

const INTRODUCTION = `# API reference

Made by \`npm run docs:make\` from the types that the package publishes; not edited by hand. Where a sentence is missing or
wrong, the comment in \`ts/\` is.

What ends with \`?\` may be absent. [options.md](options.md) has ranges and environment names of every option,
[errors.md](errors.md) every error code. What is shown of a type is what a reader of its file sees; what each call guarantees
is told on the page of its capability.
`

const anchor = (name) => name.toLowerCase()
const escaped = (text) => text.replaceAll('|', '\\|')
const code = (text) => `\`${text}\``
const capital = (text) => text[0].toUpperCase() + text.slice(1)

/** Turns `{@link X}` into a link, and lines into one where a table wants it so. */
const prose = (doc) => doc
  .replace(/\{@link (\w+)\}/g, (_, name) => `[${name}](#${anchor(name)})`)
  // Made from types, and compiled as types: not once more as blocks of a page.
  .replace(/^```ts$/gm, '```typescript')
  .replace(/\bdocs\/([\w-]+\.md)/g, (_, page) => `[${page}](${page})`)
const oneLine = (doc) => escaped(prose(doc).replace(/\s+/g, ' '))

class Page {
  #names

  constructor(doors) {
    this.#names = new Set(doors.flatMap(({ declarations }) => declarations.map(({ name }) => name)))
  }

  /** Types of ours that a text names, as links. */
  #links(text, self) {
    const named = [...new Set(text.replace(/'[^']*'/g, '').match(/\b[A-Z]\w+/g))].filter((name) => this.#names.has(name) && name !== self)
    return named.map((name) => `[${name}](#${anchor(name)})`).join(', ')
  }

  #type(type, self) {
    if (this.#names.has(type)) return `[${code(type)}](#${anchor(type)})`
    const links = this.#links(type, self)
    return `${code(escaped(type))}${links === '' ? '' : ` (${links})`}`
  }

  #properties({ name: self, properties }) {
    if (properties.length === 0) return ''
    const rows = properties.map(({ name, optional, type, doc }) => `| ${code(`${name}${optional ? '?' : ''}`)} | ${this.#type(type, self)} | ${oneLine(doc)} |`)
    return `\n| property | type | what it is |\n| --- | --- | --- |\n${rows.join('\n')}\n`
  }

  #methods({ name: self, methods }, docOf) {
    const rows = methods.map((method) => {
      const links = this.#links(method.signature, self)
      const doc = prose(method.doc || docOf(method.name)).replace(/\s+/g, ' ')
      return `- ${code(method.signature)}${links === '' ? '' : ` (${links})`}${doc === '' ? '' : `\n  ${doc}`}`
    })
    return rows.length === 0 ? '' : `\n${rows.join('\n')}\n`
  }

  #bases({ kind, bases }) {
    const linked = bases.map((base) => this.#type(base))
    return linked.length === 0 ? '' : `\n${kind === 'class' ? 'Implements' : 'Also all of'} ${linked.join(', ')}.\n`
  }

  /** One thing that is exported, with its members. */
  declaration(one, docOf) {
    const shows = ['function', 'type', 'value'].includes(one.kind)
    const text = shows ? `\n\`\`\`typescript\n${one.text.trim()}\n\`\`\`\n` : ''
    const links = shows ? this.#links(one.text.replace(/\/\*[\s\S]*?\*\//g, ''), one.name) : ''
    return [
      `### ${one.name}\n`,
      one.doc === '' ? '' : `\n${prose(one.doc)}\n`,
      this.#bases(one), text, links === '' ? '' : `\nSee ${links}.\n`, this.#properties(one), this.#methods(one, docOf),
    ].join('')
  }
}

/** A class says of a method what the interface says that it implements. */
function inherited(doors) {
  const all = new Map(doors.flatMap(({ declarations }) => declarations.map((one) => [one.name, one])))
  return (one) => (name) => one.bases.flatMap((base) => all.get(base)?.methods ?? []).find((method) => method.name === name)?.doc ?? ''
}

/** docs/api.md as text. */
function apiPage() {
  const doors = readDoors()
  const page = new Page(doors)
  const docsOf = inherited(doors)
  const parts = doors.flatMap(({ name, doc, declarations }) => {
    let section
    return [`## ${name}\n${doc === '' ? '' : `\n${prose(doc)}\n`}`, ...declarations.map((one) => {
      const begins = one.section !== section && one.section !== undefined
      section = one.section
      return `${begins ? `*${capital(one.section)}*\n\n` : ''}${page.declaration(one, docsOf(one))}`
    })]
  })
  return [INTRODUCTION, ...parts].join('\n')
}

module.exports = { apiPage }
