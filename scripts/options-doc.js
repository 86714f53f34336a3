'use strict'

// Writes docs/options.md from the option table. Run it after a change to the table; a test compares.
const fs = require('node:fs')
const path = require('node:path')
const { TABLES } = require('../build/options')
const { acceptedBy } = require('../build/options/check')

const FILE = path.resolve(__dirname, '..', 'docs', 'options.md')

const INTRODUCTION = `# Options

Made by \`node scripts/options-doc.js\` from the table that checks them; not edited by hand.

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

function shownAccepted(spec) {
  const named = Object.entries(TABLES).find(([, table]) => spec.kind === 'table' && spec.table === table)
  if (named !== undefined) return `[${named[0]}](#${named[0].toLowerCase()})`
  if (spec.kind === 'either') return spec.of.map(shownAccepted).join(', or ')
  return spec.kind === 'table' ? 'an object, below' : escaped(acceptedBy(spec))
}

function row(name, spec) {
  const cells = [code(name), shownAccepted(spec), shownDefault(spec), (spec.env ?? []).map(code).join(', '), escaped(spec.doc)]
  return `| ${cells.join(' | ')} |`
}

function rows(table, prefix = '') {
  return Object.entries(table.fields).flatMap(([name, spec]) => {
    const inner = nested(name, spec).filter(([, each]) => !Object.values(TABLES).includes(each))
    return [row(`${prefix}${name}`, spec), ...inner.flatMap(([path, each]) => rows(each, `${prefix}${path}.`))]
  })
}

function section([name, table]) {
  return `## ${name}\n\n| option | accepted | default | environment | what it is |\n| --- | --- | --- | --- | --- |\n${rows(table).join('\n')}\n`
}

/** The page as text. */
function optionsPage() {
  return [INTRODUCTION, ...Object.entries(TABLES).map(section)].join('\n')
}

if (require.main === module) fs.writeFileSync(FILE, optionsPage())

module.exports = { FILE, optionsPage }
