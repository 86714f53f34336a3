'use strict'

const { inspect } = require('node:util')

/** A secret with characters that change when it is written into an address, a form or a header. */
const secretOf = (name) => `canary-${name}/7f3a9c+=&%`

/** Base64 of a text that stands somewhere in a longer one, as far as it does not depend on what is around it. */
function base64Within(secret, before) {
  const text = Buffer.from('x'.repeat(before) + secret)
  return text.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((text.length * 8) / 6))
}

/** Every way in which a secret may be written down. */
function formsOf(secret) {
  const base64 = [0, 1, 2].flatMap((before) => {
    const form = base64Within(secret, before)
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const forms = [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('hex'), ...base64]
  return [...new Set([...forms, ...forms.map((form) => form.toLowerCase())])]
}

/** Which secrets stand in a text, in whatever form. */
function leaksIn(text, secrets) {
  return Object.entries(secrets).filter(([, secret]) => formsOf(secret).some((form) => text.includes(form))).map(([name]) => name)
}

/** A value and all that leads to it: an error's causes, the errors of an aggregate. */
function chainOf(value, seen = new Set()) {
  if (!(value instanceof Error) || seen.has(value)) return [value]
  seen.add(value)
  const { cause, errors = [] } = /** @type {Partial<AggregateError>} */ (value)
  return [value, ...[cause, ...errors].flatMap((inner) => chainOf(inner, seen))]
}

/** Everything that a person, a log or a report could see of a value, getters and hidden properties included. */
function everythingShown(value) {
  const shown = chainOf(value).flatMap((each) => [
    inspect(each, { depth: 10, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null }),
    JSON.stringify(each) ?? '',
    String(each),
    ...(each instanceof Error ? [each.message, each.stack] : []),
  ])
  return shown.join('\n')
}

module.exports = { everythingShown, formsOf, leaksIn, secretOf }
