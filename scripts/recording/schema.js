'use strict'

// The JSON schema of a line of a recording: nothing fits it that is data of an org.

const { published } = require('./published')

const NUMBERS_BELOW = 1_000_000_000
const KINDS = ['id', 'name', 'number', 'text', 'time', 'token', 'url']
const PLACEHOLDER = `<(?:${KINDS.join('|')}) [1-9]\\d*>`
const MEDIA_TYPE = '(?:application/(?:json|octet-stream|problem\\+json|xml)|text/(?:html|plain|xml))(?:;charset=utf-8)?'
const BY = ['client', 'guest', 'door']

const ref = (name) => ({ $ref: `#/definitions/${name}` })
const whole = { type: 'integer', minimum: 0, exclusiveMaximum: NUMBERS_BELOW }
const sorted = (set) => [...set].sort()

/** An object with exactly these fields; a name that ends with a question mark may be missing. */
function fields(spec) {
  const entries = Object.entries(spec).map(([name, value]) => [name.replace(/\?$/, ''), value])
  const required = Object.keys(spec).filter((name) => !name.endsWith('?'))
  return { type: 'object', additionalProperties: false, required, properties: Object.fromEntries(entries) }
}

function definitions() {
  const { names, words, segments } = published()
  const listed = new Set([...words.values()].flatMap((set) => [...set]))
  return {
    value: { anyOf: [{ type: ['null', 'boolean'] }, ref('number'), ref('text'), { type: 'array', items: ref('value') }, ref('object')] },
    object: { type: 'object', propertyNames: ref('name'), additionalProperties: ref('value') },
    number: { description: 'Of a field of the written list.', ...whole },
    text: { anyOf: [ref('placeholder'), ref('word'), { const: '' }, { const: '<not json>' }, { description: 'Of a message, with --texts.', type: 'string', pattern: '^=' }] },
    placeholder: {
      description: 'Equal values of a kind have equal numbers, whoever saw them. A version is its distance from the one before of the same conversation.',
      type: 'string', pattern: `^(?:${PLACEHOLDER}|<version(?: [+-]\\d+)?>)$`,
    },
    name: { anyOf: [{ type: 'string', pattern: '^<name [1-9]\\d*>$' }, { const: '' }, { enum: sorted(names) }] },
    word: { description: 'What the published models list.', enum: sorted(listed) },
    path: {
      description: 'What is published, and placeholders for the rest.',
      type: 'string', pattern: `^(?:/(?:${sorted(segments).map((each) => each.replace('.', '\\.')).join('|')}|${PLACEHOLDER})?)+$`,
    },
    headers: fields({
      'content-type?': { type: 'string', pattern: `^(?:${MEDIA_TYPE}|${PLACEHOLDER})$` },
      'retry-after?': ref('value'), 'inin-correlation-id?': { const: true },
      'inin-ratelimit-count?': ref('value'), 'inin-ratelimit-allowed?': ref('value'), 'inin-ratelimit-reset?': ref('value'),
    }),
    at: { description: 'Milliseconds since the beginning.', type: 'integer', minimum: 0 },
    by: { enum: BY },
    ordinal: { type: 'integer', minimum: 1 },
    status: { type: 'integer', minimum: 100, maximum: 999 },
    failed: { description: 'Why there is no answer, or no body of it.', enum: ['connect', 'tls', 'timeout', 'reset', 'too-large', 'compressed'] },
  }
}

const HEADER = fields({
  recording: { description: 'The version of this format.', const: 1 },
  by: { description: 'Who recorded.', type: 'array', items: { enum: BY }, uniqueItems: true },
  product: { description: 'The version of playwright-genesys.', type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
  mode: { description: '"live" where anything left the machine.', enum: ['simulator', 'live'] },
  misses: { description: 'What passed and was not read.', type: 'array', items: { type: 'string' } },
  texts: { description: 'Whether texts of messages are kept.', type: 'boolean' },
})

const SEEN = { at: ref('at'), by: ref('by') }
const SOCKET = { ...SEEN, socket: ref('ordinal') }
const ENTRIES = {
  request: fields({
    ...SEEN, request: ref('ordinal'), 'host?': { description: 'The role of the host; api where it is missing.', enum: ['login', 'guest', 'config', 'upload'] },
    method: { type: 'string', pattern: '^[A-Z]+$' }, path: ref('path'), 'query?': ref('object'), 'body?': ref('value'),
  }),
  answer: fields({ ...SEEN, answer: ref('ordinal'), 'status?': ref('status'), 'headers?': ref('headers'), 'body?': ref('value'), 'failed?': ref('failed') }),
  opens: fields({ ...SOCKET, opens: fields({ path: ref('path'), query: ref('object') }) }),
  opened: fields({ ...SOCKET, opened: { const: true } }),
  refused: fields({ ...SOCKET, refused: { description: 'Null where it was not reached.', anyOf: [{ type: 'null' }, ref('status')] } }),
  sent: fields({ ...SOCKET, sent: ref('value') }),
  received: fields({ ...SOCKET, received: ref('value') }),
  closed: fields({ ...SOCKET, closed: fields({ 'code?': { description: 'Missing where no close frame came.', type: 'integer', minimum: 0, maximum: 65_535 }, by: { enum: ['guest', 'server'] } }) }),
  ended: fields({ at: ref('at'), ended: { description: 'Why the recording ended before the run did.', type: 'string' } }),
}

/** The file as text. */
function recordingSchema() {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A line of a recording of playwright-genesys',
    description: 'The first line is the header, each other one an entry. Made by npm run docs:make; docs/recording.md explains it.',
    anyOf: [ref('header'), ...Object.keys(ENTRIES).map(ref)],
    definitions: { header: HEADER, ...ENTRIES, ...definitions() },
  }
  // A list of a thousand names on as many lines is read by nobody.
  return `${JSON.stringify(schema, null, 2).replaceAll(/\[\n\s+"[^[\]{}]*?\n\s+\]/g, (list) => JSON.stringify(JSON.parse(list)).replaceAll('","', '", "'))}\n`
}

module.exports = { recordingSchema }
