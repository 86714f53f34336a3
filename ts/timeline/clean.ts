const LONGEST_QUOTE = 80

/**
 * What looks like a credential, wherever it comes from: bearer headers, JWTs, what is named so, long
 * opaque words. An OAuth client's secret has 43 characters (documented by example), a UUID has 36.
 */
const SECRETS = [
  /()\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi,
  /()\beyJ[\w-]*\.[\w-]+\.[\w-]*/g,
  /([\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
  /()(?<![\w/.-])(?=[\w+-]*\d)[\w+-]{40,}={0,2}(?![\w/-])/g,
]
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200b\ufeff]/gu

/** A character that would act on a terminal or a page, as a picture of itself. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\ufffd'
}

/** One line that does nothing but show: no control characters, no broken code units, no credentials. */
export function clean(text: string | number): string {
  const shown = String(text).toWellFormed().replace(UNSEEN, picture)
  return SECRETS.reduce((left, secret) => left.replace(secret, '$1[masked]'), shown)
}

/** The first `limit` characters, with a mark where something is missing. */
export function cut(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}

/** A message's text in quotes, for those who asked for texts. */
export const quote = (text: string) => `“${cut(clean(text), LONGEST_QUOTE)}”`
