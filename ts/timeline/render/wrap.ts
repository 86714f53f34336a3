import { columnsOf } from './format'

const SLASH = '/'

/** The longest start of a word that fits, up to a slash where there is one; at least one character. */
function fitting(word: string, columns: number): string {
  let start = ''
  for (const character of word) {
    if (start !== '' && columnsOf(start + character) > columns) break
    start += character
  }
  const slash = start.lastIndexOf(SLASH)
  return start === word || slash <= 0 ? start : start.slice(0, slash)
}

function split(word: string, columns: number): string[] {
  const pieces: string[] = []
  for (let rest = word; rest !== '';) {
    const piece = fitting(rest, columns)
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces
}

/** Lines of at most so many columns, broken at blanks where that can be done; none of an empty text. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const piece of text.split(' ').flatMap((word) => split(word, columns))) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(piece) <= columns) lines[lines.length - 1] = `${last} ${piece}`
    else lines.push(piece)
  }
  return lines
}

/** Filled with blanks up to so many columns. */
export const pad = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - columnsOf(text)))

/** The same, with the blanks in front. */
export const padStart = (text: string, columns: number) => ' '.repeat(Math.max(0, columns - columnsOf(text))) + text
