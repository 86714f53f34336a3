/**
 * What looks like a credential, wherever it comes from: bearer headers, JWTs, what is named so, user and password of an address,
 * long opaque words. An OAuth client's secret has 43 characters (documented by example), a UUID has 36.
 */
const SECRETS = [
  /()\b(?:Bearer|Basic)\s+[\w.~+/=-]+/gi,
  /()\beyJ[\w-]*\.[\w-]+\.[\w-]*/g,
  /(:\/\/)[^\s/@]+(?=@)/g,
  /([\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
  /()(?<![\w/.-])(?=[\w+-]*\d)[\w+-]{40,}={0,2}(?![\w/-])/g,
]

/** The text, with what looks like a credential left out. */
export const masked = (text: string): string => SECRETS.reduce((left, secret) => left.replace(secret, '$1[masked]'), text)

export const looksSecret = (text: string): boolean => masked(text) !== text
