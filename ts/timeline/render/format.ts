const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** A duration as people say it: 12 ms, 1.25 s, 2 min 5 s. */
export function duration(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`
  if (ms < MINUTE_MS) return `${Number((ms / SECOND_MS).toFixed(2))} s`
  const seconds = Math.round(ms / SECOND_MS)
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A time counted from the start. */
export const offset = (ms: number) => `+${duration(ms)}`

/** Of an 11 px monospaced font: none of the usual ones is wider than 0.62 em. */
export const COLUMN_WIDTH = 6.85

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/gu

/** How many columns a text takes; never less than a terminal or a monospaced font needs. */
export const columnsOf = (text: string) => [...text].length + (text.match(WIDE)?.length ?? 0)

/** The text, or its first so many columns with a mark where something is missing. */
export function cutToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let start = ''
  for (const character of text) {
    if (columnsOf(start + character) >= columns) break
    start += character
  }
  return `${start}…`
}
