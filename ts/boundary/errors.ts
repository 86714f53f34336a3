const BRAND = Symbol.for('playwright-genesys/error')
const DOCS = 'https://github.com/playwright-genesys/playwright-genesys/blob/main/docs/errors.md'

/** What each field is where nothing is known of it; absent fields stay absent. */
const DEFAULTS = { effect: 'none', operation: '', attempts: 0, elapsedMs: 0, retryable: false }
const OPTIONAL = [
  'status', 'genesysCode', 'correlationId', 'conversationId', 'retryAfterMs',
  'permissions', 'choices', 'report', 'hint',
]

/** What to do next, where nobody closer to the failure said it. */
const HINTS = {
  UNAUTHORIZED: 'Get a fresh access token, or give clientId and clientSecret, so that it can be renewed.',
  FORBIDDEN: "Grant what is missing to the OAuth client's role, in a division that covers the conversation.",
  NOT_FOUND: "Check the id and the region, and that the token's divisions cover the object.",
  CONFLICT: 'Look for a second writer of the conversation; repeat the call, or give it more timeoutMs.',
  RATE_LIMITED: 'Wait as long as retryAfterMs says, raise timeoutMs, or make fewer requests at a time.',
  REJECTED: 'Correct what the message names; the support of Genesys asks for correlationId.',
  UNAVAILABLE: 'Repeat the call later: a close reads first, and never ends anything twice.',
  TIMEOUT: 'Raise timeoutMs, or look at what keeps the answer from coming.',
  TRANSPORT: 'Check the address and the network; behind a proxy set proxy and caFile.',
  DECODE: 'Check apiUrl and proxies: something else may have answered in its place.',
}

const WITHOUT_RETRY_AFTER = 'Raise timeoutMs, or make fewer requests at a time; the answer does not say how long to wait.'

/** What would act on a terminal, as its number; a line's end stays. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu
const harmless = (text) => text.replace(UNSEEN, (letter) => (letter === '\n' ? letter : `\\u{${letter.codePointAt(0).toString(16)}}`))

/** The hint of a budget names a field only where it is there. */
function hintFor(code, { hint = HINTS[code], retryAfterMs }) {
  return code === 'RATE_LIMITED' && retryAfterMs === undefined && hint === HINTS[code] ? WITHOUT_RETRY_AFTER : hint
}

/** The sentence alone: without the code that it begins with, and the hint that it ends with. */
function sentenceOf({ code, message, hint }) {
  const told = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
  return hint !== undefined && told.endsWith(`\n${hint}`) ? told.slice(0, -hint.length - 1) : told
}

function withItsConversation(sentence, { conversationId }) {
  return conversationId === undefined || sentence.includes(conversationId) ? sentence : `${sentence} Conversation ${conversationId}.`
}

class GenesysError extends Error {
  constructor(code, message, fields = {}) {
    const hint = harmless(hintFor(code, fields) ?? '') || undefined
    const sentence = withItsConversation(harmless(sentenceOf({ code, message, hint })), fields)
    super(`${code}: ${sentence}${hint === undefined ? '' : `\n${hint}`}`, 'cause' in fields ? { cause: fields.cause } : undefined)
    this.name = code === 'ABORTED' ? 'AbortError' : 'GenesysError'
    this.code = code
    for (const [field, absent] of Object.entries(DEFAULTS)) this[field] = fields[field] ?? absent
    for (const field of OPTIONAL) if (fields[field] !== undefined) this[field] = fields[field]
    if (hint) this.hint = hint
    this.docsUrl = `${DOCS}#${code.toLowerCase()}`
    Object.defineProperty(this, BRAND, { value: true })
  }

  toJSON() {
    const json = { name: this.name, code: this.code, message: this.message }
    for (const field of [...Object.keys(DEFAULTS), ...OPTIONAL]) if (this[field] !== undefined) json[field] = this[field]
    return { ...json, docsUrl: this.docsUrl }
  }
}

/** Works across copies of the package and across realms, where `instanceof` does not (jest.resetModules, vm contexts). */
function isGenesysError(error, code) {
  return error?.[BRAND] === true && (code === undefined || error.code === code)
}

export { GenesysError, isGenesysError, sentenceOf }
