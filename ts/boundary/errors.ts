import type { CloseReport, GenesysErrorCode } from '../types/results'

const BRAND = Symbol.for('playwright-genesys/error')
const DOCS = 'https://github.com/playwright-genesys/playwright-genesys/blob/main/docs/errors.md'

type Optional = typeof OPTIONAL[number]

/** What is known of a failure beside its code and its sentence. */
export type ErrorFields = { [Name in keyof Defaults | Optional]?: Readonly<GenesysError[Name]> | undefined } & { cause?: unknown }
type Defaults = Pick<GenesysError, 'effect' | 'operation' | 'attempts' | 'elapsedMs' | 'retryable'>

/** What each field is where nothing is known of it; absent fields stay absent. */
const DEFAULTS: Defaults = { effect: 'none', operation: '', attempts: 0, elapsedMs: 0, retryable: false }
const OPTIONAL = [
  'status', 'genesysCode', 'correlationId', 'conversationId', 'retryAfterMs',
  'permissions', 'choices', 'report', 'hint',
] as const

/** What to do next, where nobody closer to the failure said it. */
const HINTS: Partial<Record<GenesysErrorCode, string>> = {
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

/** What would act on a terminal, as its number; a line's end stays. By numbers: for `\p{…}` V8 loads Unicode's tables as it reads a file. */
const UNSEEN = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g
const harmless = (text: string) => text.replace(UNSEEN, (letter) => (letter === '\n' ? letter : `\\u{${letter.codePointAt(0)?.toString(16)}}`))

/** The hint of a budget names a field only where it is there. */
function hintFor(code: GenesysErrorCode, { hint = HINTS[code], retryAfterMs }: ErrorFields): string | undefined {
  return code === 'RATE_LIMITED' && retryAfterMs === undefined && hint === HINTS[code] ? WITHOUT_RETRY_AFTER : hint
}

/** The sentence alone: without the code that it begins with, and the hint that it ends with. */
export function sentenceOf({ code, message, hint }: { code: string; message: string; hint?: string | undefined }): string {
  const told = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
  return hint !== undefined && told.endsWith(`\n${hint}`) ? told.slice(0, -hint.length - 1) : told
}

function withItsConversation(sentence: string, { conversationId }: ErrorFields): string {
  return conversationId === undefined || sentence.includes(conversationId) ? sentence : `${sentence} Conversation ${conversationId}.`
}

/** Every failure. Aborting gives one with name `'AbortError'`, code `'ABORTED'`, cause `signal.reason`. */
export class GenesysError extends Error {
  /** Which failure it is. */
  declare readonly code: GenesysErrorCode
  /** Whether the write may have landed. */
  declare readonly effect: 'none' | 'done' | 'unknown'
  /** HTTP status of the last answer; absent where nothing was answered. */
  declare readonly status?: number
  /** The vendor's own code, such as `missing.any.permissions`. */
  declare readonly genesysCode?: string
  /** `ININ-Correlation-Id` of the last answer: what the vendor's support asks for. */
  declare readonly correlationId?: string
  /** The conversation that was asked about; absent where none was known. */
  declare readonly conversationId?: string
  /** The call that failed, such as `closeConversation`. */
  declare readonly operation: string
  /** How often the request that failed was tried; of a verdict, how many were made. */
  declare readonly attempts: number
  /** From the call to its end. */
  declare readonly elapsedMs: number
  /** Whether the same call may succeed later without anything being changed by hand. */
  declare readonly retryable: boolean
  /** What the server asked to wait. */
  declare readonly retryAfterMs?: number
  /** The permissions or scopes that are missing. */
  declare readonly permissions?: string[]
  /** The real choices, where a choice was wrong (wrap-up codes, regions, option names). */
  declare readonly choices?: string[]
  /** What was done and seen until then. */
  declare readonly report?: Partial<CloseReport>
  /** What to do; also the last line of the message. */
  declare readonly hint?: string
  /** The section of docs/errors.md about this code. */
  declare readonly docsUrl: string

  constructor(code: GenesysErrorCode, message: string, fields: ErrorFields = {}) {
    if (typeof message !== 'string') throw new TypeError('new GenesysError(code, message) takes a code of docs/errors.md and a sentence.')
    const hint = harmless(hintFor(code, fields) ?? '') || undefined
    const sentence = withItsConversation(harmless(sentenceOf({ code, message, hint })), fields)
    super(`${code}: ${sentence}${hint === undefined ? '' : `\n${hint}`}`, 'cause' in fields ? { cause: fields.cause } : undefined)
    this.name = code === 'ABORTED' ? 'AbortError' : 'GenesysError'
    Object.assign(this, { code, ...known(fields), ...(hint && { hint }), docsUrl: `${DOCS}#${code.toLowerCase()}` })
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** Kinds, ids, times, lengths; free of secrets, message text and bodies. */
  toJSON(): object {
    const { name, code, message, docsUrl } = this
    return { name, code, message, ...known(this), docsUrl }
  }
}

/** The fields of an error; what is not known is told where it has a default. */
function known(fields: ErrorFields): object {
  const told = Object.entries(DEFAULTS).map(([name, absent]) => [name, fields[name as keyof Defaults] ?? absent])
  return Object.fromEntries([...told, ...OPTIONAL.map((name) => [name, fields[name]]).filter(([, value]) => value !== undefined)])
}

/** Works across copies of the package and across realms, where `instanceof` does not (jest.resetModules, vm contexts). */
export function isGenesysError(error: unknown, code?: GenesysErrorCode): error is GenesysError {
  const told = error as Partial<GenesysError & { [BRAND]: unknown }> | null | undefined
  return told?.[BRAND] === true && (code === undefined || told.code === code)
}
