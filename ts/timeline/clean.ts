import { masked } from '../boundary/secrets'

const LONGEST_QUOTE = 80

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
  return masked(shown)
}

/** The first `limit` characters, with a mark where something is missing. */
export function cut(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}

/** A message's text in quotes, for those who asked for texts. */
export const quote = (text: string) => `“${cut(clean(text), LONGEST_QUOTE)}”`
