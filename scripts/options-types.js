'use strict'

// Writes ts/types/options.ts from the option tables, as they are in build/: run it after a change to one; a test compares.
const fs = require('node:fs')
const path = require('node:path')
const { ARGUMENTS } = require('../build/options')
const { TABLES, basesOf, nameOf, ownFields } = require('./options-tables')

const FILE = path.resolve(__dirname, '..', 'ts', 'types', 'options.ts')
const WIDEST = 140

const HEAD = `// Made by "npm run docs:make" from the tables in ts/options; not edited by hand.
import type { GenesysError } from '../boundary/errors'
import type { CloseReport, GuestClosure, GuestEvent, Progress, Step, Witness } from './results'

/** What can testify for a guest, in a browser or not. */
export interface GuestTestifier {
  /** What this guest saw since it was attached and sees until the deadline. Never rejects for "not told". */
  testify(options: TestifyOptions): Promise<{ wire?: Witness; page?: Witness; closure?: GuestClosure }>
}

/** Who closes: a \`GenesysClient\`, of whichever copy of the package. */
export interface ConversationCloser {
  closeConversation(conversationId: string, options?: CloseOptions): Promise<CloseReport>
  findConversation(by: { messageId: string }, options?: CallOptions): Promise<string>
}
`

function quoted(value) {
  if (Array.isArray(value)) return `[${value.map(quoted).join(', ')}]`
  return typeof value === 'string' ? `'${value}'` : String(value)
}
const indented = (text) => text.replaceAll(/^(?=.)/gm, '  ')

const TYPES = {
  milliseconds: () => 'number',
  count: () => 'number',
  boolean: () => 'boolean',
  literal: ({ value }) => quoted(value),
  enum: ({ choices }) => choices.map(quoted).join(' | '),
  function: ({ type }) => `(${type})`,
  signal: () => 'AbortSignal',
  witness: () => 'GuestTestifier',
  client: () => 'ConversationCloser',
  connectedClient: () => 'ConversationCloser',
  pattern: () => 'RegExp',
  record: () => 'Record<string, string>',
  json: () => 'unknown',
  list: ({ of }) => `${typeOf(of)}[]`,
  /** An empty list is one of the other. */
  either: ({ of }) => [...new Set(of.filter(({ kind }) => kind !== 'emptyList').map(typeOf))].join(' | '),
  table: ({ table }) => nameOf(table) ?? shapeOf(table),
}

/** All other kinds are texts. */
function typeOf(spec) {
  return TYPES[spec.kind]?.(spec) ?? 'string'
}

const grouped = (number) => String(number).replaceAll(/\B(?=(\d{3})+$)/g, ' ')

/** What the compiler cannot know of a value. */
function limitsOf(spec) {
  if (spec.kind === 'either') return spec.of.flatMap(limitsOf)
  if (spec.kind === 'url') return [`${spec.schemes[0]} only, except on loopback.`]
  return spec.max === undefined || spec.max === Number.MAX_SAFE_INTEGER ? [] : [`From ${grouped(spec.min)} to ${grouped(spec.max)}.`]
}

const choicesOf = ({ kind, choices = [], of }) => (kind === 'either' ? of.flatMap(choicesOf) : choices)

/** A string that is none of the choices is words. */
function defaultOf(spec) {
  const { default: value } = spec
  if (value === undefined) return []
  if (typeof value === 'number') return [`Default ${grouped(value)}.`]
  return [typeof value !== 'string' || choicesOf(spec).includes(value) ? `Default \`${quoted(value)}\`.` : `Default: ${value}.`]
}

const environmentOf = ({ env = [] }) => (env.length === 0 ? [] : [`Environment: ${env.map((name) => `\`${name}\``).join(', then ')}.`])

function comment(told) {
  const text = told.replaceAll('*/', String.raw`*\/`)
  if (text.length <= WIDEST - 9) return `/** ${text} */\n`
  const lines = text.match(new RegExp(`.{1,${WIDEST - 25}}(?: |$)`, 'g'))
  return `/**\n${lines.map((line) => ` * ${line.trimEnd()}\n`).join('')} */\n`
}

const told = (spec) => comment([spec.doc, ...limitsOf(spec), ...defaultOf(spec), ...environmentOf(spec)].join(' '))

function member([name, spec]) {
  const type = typeOf(spec)
  if (spec.required) return `${told(spec)}${name}: ${type}\n`
  return `${told(spec)}${name}?: ${type === 'unknown' ? type : `${type} | undefined`}\n`
}

const braces = (members) => `{\n${indented(members.map(member).join(''))}}`

/** One of the ways, whose names are required where nothing else is said. */
function wayOf({ fields }, way) {
  return braces(way.map((name) => (name.endsWith('?') ? [name.slice(0, -1), fields[name.slice(0, -1)]] : [name, { ...fields[name], required: true }])))
}

function shapeOf(table) {
  const { fields, ways = [] } = table
  const bound = new Set(ways.flat().map((name) => name.replace('?', '')))
  const free = Object.entries(fields).filter(([name]) => !bound.has(name))
  if (ways.length === 0) return braces(free)
  const union = ways.map((way) => wayOf(table, way)).join(' | ')
  return free.length === 0 ? union : `(${union}) & ${braces(free)}`
}

function declarationOf(name) {
  const table = TABLES[name]
  const doc = table.doc === undefined ? '' : comment(table.doc)
  if (table.ways !== undefined) return `${doc}export type ${name} = ${shapeOf(table)}\n`
  const bases = basesOf(table).map(nameOf)
  return `${doc}export interface ${name} ${bases.length > 0 ? `extends ${bases.join(', ')} ` : ''}${braces(ownFields(table))}\n`
}

const mapOf = (name, doc, members) => `${comment(doc)}export interface ${name} {\n${members.map(([each, type]) => `  ${each}: ${type}\n`).join('')}}\n`

/** The file as text. */
function optionsTypes() {
  const names = Object.keys(TABLES)
  const { match, ...rest } = ARGUMENTS
  const others = Object.entries(rest).map(([name, spec]) => [name, indented(typeOf(spec)).trimStart()])
  return [
    HEAD,
    ...names.map(declarationOf),
    `${comment(match.doc)}export type Match = ${typeOf(match)}\n`,
    mapOf('OptionsOf', 'The options of each table.', names.map((name) => [name, name])),
    mapOf('ArgumentsOf', 'The arguments that are no options.', [...others, ['match', 'Match']]),
  ].join('\n')
}

if (require.main === module) fs.writeFileSync(FILE, optionsTypes())

module.exports = { FILE, optionsTypes }
