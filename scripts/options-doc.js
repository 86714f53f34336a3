'use strict'

// Writes docs/options.md from the option table. Run it after a change to the table; a test compares.
const fs = require('node:fs')
const path = require('node:path')
const { acceptedBy } = require('../build/options/refusal/accepted')
const { TABLES, basesOf, nameOf, ownFields } = require('./options-tables')

const FILE = path.resolve(__dirname, '..', 'docs', 'options.md')

const INTRODUCTION = `# Options

Made by \`npm run docs:make\` from the table that checks them; not edited by hand.

- \`undefined\` means absent, \`null\` is refused. What cannot work is \`INVALID_INPUT\` before anything is
  sent, naming the field, what came and what is accepted.
- All times are milliseconds. \`settleMs\`, \`latencyMs\` and \`delayMs\` are real time; life-times in the
  simulator (session, token, after-call work, inactivity) follow its virtual clock.
- Explicit credentials beat the environment as a group: with any of \`accessToken\`, \`clientId\`,
  \`clientSecret\` given, none is taken from the environment. In the environment a token goes before
  client credentials, and a pair is used whole.
- An environment variable that is set to nothing counts as unset. A region in the environment counts
  only while one of the four addresses is missing.
- An option \`proxy\` stands alone; \`NO_PROXY\` belongs to a proxy from the environment. Loopback never
  goes through a proxy. \`NODE_EXTRA_CA_CERTS\` is honoured beside \`caFile\`.
- Times are rounded to whole milliseconds; ids are told in lower case.
`

const escaped = (text) => String(text).replaceAll('|', '\\|')
const code = (text) => `\`${text}\``

/** A value that stands for itself is code; a description of a default is words. */
function shownDefault({ default: value, choices = [], of = [] }) {
  const literals = [of].flat().flatMap((spec) => spec.choices ?? [spec.value])
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join(', ')
  return [...choices, ...literals].includes(value) && typeof value === 'string' ? code(`'${value}'`) : String(value)
}

/** The tables inside a spec, with the path that leads to them. */
function nested(name, spec) {
  if (spec.kind === 'table') return [[name, spec.table]]
  if (spec.kind === 'either') return spec.of.flatMap((each) => nested(name, each))
  return []
}

const linkTo = (table) => `[${nameOf(table)}](#${nameOf(table).toLowerCase()})`

function shownAccepted(spec) {
  if (spec.kind === 'either') return spec.of.map(shownAccepted).join(', or ')
  if (spec.kind !== 'table') return escaped(acceptedBy(spec))
  return nameOf(spec.table) === undefined ? 'an object, below' : linkTo(spec.table)
}

function row(name, spec) {
  const cells = [code(name), shownAccepted(spec), shownDefault(spec), (spec.env ?? []).map(code).join(', '), escaped(spec.doc)]
  return `| ${cells.join(' | ')} |`
}

function rows(table, prefix = '') {
  return ownFields(table).flatMap(([name, spec]) => {
    const inner = nested(name, spec).filter(([, each]) => nameOf(each) === undefined)
    return [row(`${prefix}${name}`, spec), ...inner.flatMap(([path, each]) => rows(each, `${prefix}${path}.`))]
  })
}

function section([name, table]) {
  const bases = basesOf(table).map(linkTo)
  const said = [table.doc, bases.length > 0 ? `All of ${bases.join(', ')}, and:` : undefined].filter(Boolean).map((text) => `${text}\n\n`)
  return `## ${name}\n\n${said.join('')}| option | accepted | default | environment | what it is |\n| --- | --- | --- | --- | --- |\n${rows(table).join('\n')}\n`
}

/** The page as text. */
function optionsPage() {
  return [INTRODUCTION, ...Object.entries(TABLES).map(section)].join('\n')
}

if (require.main === module) fs.writeFileSync(FILE, optionsPage())

module.exports = { FILE, optionsPage }
