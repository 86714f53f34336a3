'use strict'

// The JSON schema of what `simulate --config` reads, from the option table.

const { TABLES } = require('../../build/options')

/** What JSON cannot hold is left out of an "either". */
const NOT_JSON = new Set(['pattern'])

const NON_BLANK = { type: 'string', pattern: String.raw`\S` }
const KINDS = {
  string: () => NON_BLANK,
  credential: () => ({ type: 'string', pattern: String.raw`^[^\s\u0000-\u001f\u007f-\u009f]+$` }),
  base: () => ({ type: 'string', pattern: String.raw`^https?://[^/\\?#@\s]+/?$` }),
  ip: () => ({ type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }),
  uuid: () => ({ type: 'string', pattern: '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
  method: () => NON_BLANK,
  requestPath: () => ({ type: 'string', pattern: '^/' }),
  milliseconds: ({ min, max }) => ({ type: 'number', minimum: min, maximum: max }),
  count: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
  boolean: () => ({ type: 'boolean' }),
  literal: ({ value }) => ({ const: value }),
  enum: ({ choices }) => ({ enum: choices }),
  emptyList: () => ({ type: 'array', maxItems: 0 }),
  json: () => ({}),
  list: ({ of }) => ({ type: 'array', minItems: 1, items: schemaOf(of) }),
  either: ({ of }) => ({ anyOf: of.filter(({ kind }) => !NOT_JSON.has(kind)).map(schemaOf) }),
  table: ({ table }) => tableSchema(table),
}

function schemaOf(spec) {
  const of = KINDS[spec.kind]
  if (of === undefined) throw new Error(`The JSON schema has no word for the kind ${spec.kind}.`)
  return of(spec)
}

const isValue = (value) => (Array.isArray(value) || typeof value !== 'string')

/** A default in words is none that an editor could fill in. */
function withDefault(spec) {
  const { default: value } = spec
  const choices = spec.kind === 'enum' ? spec.choices : []
  return value !== undefined && (isValue(value) || choices.includes(value)) ? { default: value } : {}
}

function tableSchema({ fields, inJson = {} }) {
  const entries = Object.entries(fields)
  const required = entries.filter(([, spec]) => spec.required).map(([name]) => name)
  const properties = entries.map(([name, spec]) => [name, { description: spec.doc, ...schemaOf(spec), ...withDefault(spec) }])
  return {
    type: 'object', additionalProperties: false, properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }), ...inJson,
  }
}

/** The file as text. */
function simulatorSchema() {
  const { properties, ...rest } = tableSchema(TABLES.SimulatorOptions)
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'playwright-genesys simulate --config',
    description: 'The options of Simulator.start. Made from the option table by npm run docs:make.',
    properties: { $schema: { type: 'string' }, ...properties },
    ...rest,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

module.exports = { simulatorSchema }
