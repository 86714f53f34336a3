'use strict'

const BRAND = Symbol.for('playwright-genesys/error')
const DOCS = 'https://github.com/playwright-genesys/playwright-genesys/blob/main/docs/errors.md'

/** What each field is where nothing is known of it; absent fields stay absent. */
const DEFAULTS = { effect: 'none', operation: '', attempts: 0, elapsedMs: 0, retryable: false }
const OPTIONAL = [
  'status', 'genesysCode', 'correlationId', 'conversationId', 'retryAfterMs',
  'permissions', 'choices', 'report', 'hint',
]

class GenesysError extends Error {
  constructor(code, message, fields = {}) {
    super(fields.hint ? `${message}\n${fields.hint}` : message, 'cause' in fields ? { cause: fields.cause } : undefined)
    this.name = code === 'ABORTED' ? 'AbortError' : 'GenesysError'
    this.code = code
    for (const [field, absent] of Object.entries(DEFAULTS)) this[field] = fields[field] ?? absent
    for (const field of OPTIONAL) if (fields[field] !== undefined) this[field] = fields[field]
    this.docsUrl = `${DOCS}#${code.toLowerCase()}`
    Object.defineProperty(this, BRAND, { value: true })
  }

  toJSON() {
    const json = { name: this.name, code: this.code, message: this.message }
    for (const field of [...Object.keys(DEFAULTS), ...OPTIONAL]) if (this[field] !== undefined) json[field] = this[field]
    return { ...json, docsUrl: this.docsUrl }
  }
}

/** Works across copies of the package, where `instanceof` does not (jest.resetModules). */
function isGenesysError(error, code) {
  return error instanceof Error && error[BRAND] === true && (code === undefined || error.code === code)
}

module.exports = { GenesysError, isGenesysError }
