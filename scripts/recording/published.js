'use strict'

// src/recording/published.rs, which npm run docs:make writes: what a recording may show as it is, because the vendor
// publishes it. The names and words of fixtures/platform-schema.json and fixtures/guest-frame-schema.json,
// the names of the frames in fixtures/guest-frames.json, and the few below, which those do not hold.

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')

/** Of a deployment's public config.json and domains.json, of the login, of gateways' versioned resource, and of queries. */
const MORE_NAMES = [
  'allowSessionUpgrade', 'apiEndpoint', 'application', 'auth', 'authenticationMode', 'body', 'connectionId', 'correlationId', 'data',
  'deploymentId', 'enableAttachments', 'errors', 'expand', 'fileUpload', 'grant_type', 'interval', 'journeyContext', 'limits', 'modes',
  'order', 'orderBy', 'origin', 'paging', 'primaryColor', 'reason', 'requestId', 'sortOrder', 'startNew', 'wrapUpCodeId', 'wrapUpCodeName',
]
/** Words of the guest API's requests, of what it tells beside its models, and of error bodies. */
const MORE_WORDS = {
  action: ['closeSession', 'configureAuthenticatedSession', 'configureSession', 'deleteAttachment', 'echo', 'generateUploadUrl', 'getAttachment', 'getJwt', 'onAttachment', 'onMessage'],
  authenticationMode: ['None'],
  code: [
    'authentication.request.timeout', 'authentication.required', 'bad.credentials', 'bad.request', 'client.failed.request',
    'communication.state.required', 'conflict', 'constraint.validation', 'conversation.error.conversation.not.found',
    'conversation.error.forbidden.not.active.participant', 'conversation.error.not.conversation.participant',
    'conversation.error.participant.no.active.conversations', 'conversation.error.wrapup.cannot.skip',
    'conversation.error.wrapup.code.required', 'general.conflict', 'internal.server.error', 'invalid.date', 'invalid.id',
    'invalid.property', 'invalid.query.param.value', 'invalid.value', 'missing.any.permissions', 'missing.permissions',
    'missing.scopes', 'not.a.user', 'not.authorized', 'not.found', 'not_found', 'notification.invalid.topic',
    'notification.subscription.too.many.subscriptions', 'request.entity.too.large', 'request.timeout', 'response.entity.too.large',
    'service.unavailable', 'too.many.requests', 'too.many.requests.retry.after', 'unsupported.media.type',
  ],
  error: ['invalid_client', 'invalid_grant', 'invalid_request', 'invalid_scope', 'unauthorized_client', 'unsupported_grant_type'],
  idType: ['cookie'],
  readOnly: ['false', 'true'],
  state: ['active', 'closed'],
  status: ['Active', 'Inactive', 'Pending'],
  token_type: ['bearer', 'Bearer'],
  type: ['Clear', 'Disconnect', 'Join', 'ReadOnly', 'Send', 'SignIn', 'On', 'Off', 'web'],
  visibility: ['On', 'Off', 'OnDemand'],
}
/** Of addresses, beside those of the published operations. */
const MORE_SEGMENTS = ['config.json', 'domains.json', 'messaging', 'v1', 'webmessaging']

const read = (name) => JSON.parse(fs.readFileSync(path.join(ROOT, 'fixtures', name), 'utf8'))

/** What a model lists of a field, wherever it stands. */
function wordsOf(spec, definitions, depth = 0) {
  if (depth > 5 || spec === null || typeof spec !== 'object') return []
  if (Array.isArray(spec.enum)) return spec.enum.map(String)
  if (typeof spec.$ref === 'string') return wordsOf(definitions[spec.$ref.split('/').at(-1)], definitions, depth + 1)
  return wordsOf(spec.items ?? null, definitions, depth + 1)
}

/** Calls with each field of each model. */
function eachField(spec, see) {
  if (spec === null || typeof spec !== 'object') return
  for (const [name, field] of Object.entries(spec.properties ?? {})) {
    see(name, field)
    eachField(field, see)
  }
  eachField(spec.items ?? null, see)
  eachField(spec.additionalProperties ?? null, see)
}

function namesIn(value, names) {
  if (value === null || typeof value !== 'object') return
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && name.length > 1) names.add(name)
    // Keys of attributes are somebody's data.
    if (!['customAttributes', 'attributes', 'headers'].includes(name)) namesIn(inner, names)
  }
}

function published() {
  const names = new Set(MORE_NAMES)
  const words = new Map(Object.entries(MORE_WORDS).map(([field, list]) => [field, new Set(list)]))
  const [platform, guest] = [read('platform-schema.json'), read('guest-frame-schema.json')]
  for (const { definitions } of [platform, guest]) {
    for (const model of Object.values(definitions)) {
      eachField(model, (name, spec) => {
        names.add(name)
        const listed = wordsOf(spec, definitions)
        if (listed.length > 0) words.set(name, new Set([...(words.get(name) ?? []), ...listed]))
      })
    }
  }
  for (const { frame } of read('guest-frames.json')) namesIn(frame, names)
  const segments = platform.operations.flatMap(({ path: each }) => each.split('/')).filter((each) => each !== '' && !each.startsWith('{'))
  return { names, words, segments: new Set([...segments, ...MORE_SEGMENTS]) }
}

const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const sorted = (set) => [...set].sort(byBytes)
const rust = (text) => JSON.stringify(text)

/** The file as text. */
function publishedInRust() {
  const { names, words, segments } = published()
  const list = (name, doc, set) => `/// ${doc}\n#[rustfmt::skip]\npub const ${name}: [&str; ${set.size}] = [\n${sorted(set).map((each) => `    ${rust(each)},\n`).join('')}];\n`
  const rows = sorted(words.keys()).map((field) => `    (${rust(field)}, &[${sorted(words.get(field)).map(rust).join(', ')}]),\n`)
  return [
    '//! What the vendor publishes. Generated by `npm run docs:make` from fixtures. Do not edit.\n// cspell:disable\n',
    list('NAMES', 'Fields of models, frames and queries.', names),
    list('SEGMENTS', 'Parts of addresses.', segments),
    `/// What the models list, by field.\n#[rustfmt::skip]\npub const WORDS: [(&str, &[&str]); ${rows.length}] = [\n${rows.join('')}];\n`,
  ].join('\n')
}

module.exports = { published, publishedInRust }
