import { columnsOf } from './format'

const SLASH = '/'

/** The longest start of a word that fits, up to a slash where there is one; at least one character. */
function fitting(word, columns) {
  let start = ''
  for (const character of word) {
    if (start !== '' && columnsOf(start + character) > columns) break
    start += character
  }
  const slash = start.lastIndexOf(SLASH)
  return start === word || slash <= 0 ? start : start.slice(0, slash)
}

function split(word, columns) {
  const pieces = []
  for (let rest = word; rest !== '';) {
    const piece = fitting(rest, columns)
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces
}

/** Lines of at most so many columns, broken at blanks where that can be done. */
function wrap(text, columns) {
  const lines = []
  for (const piece of text.split(' ').flatMap((word) => split(word, columns))) {
    const last = lines.at(-1)
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(piece) <= columns) lines[lines.length - 1] = `${last} ${piece}`
    else lines.push(piece)
  }
  return lines
}

/** Filled with blanks up to so many columns. */
const pad = (text, columns) => text + ' '.repeat(Math.max(0, columns - columnsOf(text)))

/** The same, with the blanks in front. */
const padStart = (text, columns) => ' '.repeat(Math.max(0, columns - columnsOf(text))) + text

export { pad, padStart, wrap }
