'use strict'

// Text of a terminal as an SVG: sharp, small, and every coloured piece at its own column in whichever font there is.

const Convert = require('ansi-to-html')

const GROUND = '#14181d'
const TEXT = '#d7dce2'
const COLORS = { 1: '#ff7b72', 2: '#7ee787', 3: '#f2cc60', 4: '#79c0ff', 5: '#d2a8ff', 6: '#56d4dd', 8: '#8b949e' }
const CELL = { width: 7.83, height: 18 }
const PADDING = 16
const HEAD = 30
const FONT = "13px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace"

/** How many columns a piece of escaped text takes: an entity is one character. */
const columnsOf = (text) => [...text.replace(/&[#\w]+;/g, 'x')].length

/** @type {[RegExp, (found: string) => string][]} */
const ATTRIBUTES = [
  [/^<span style="color:([^";]+)[^"]*">$/, (color) => ` fill="${color}"`],
  [/^<b>$/, () => ' font-weight="bold"'],
]

function attributeOf(tag) {
  for (const [pattern, attribute] of ATTRIBUTES) if (pattern.test(tag)) return attribute(pattern.exec(tag)[1])
  return ''
}

/** What stands between gaps: an SVG makes one space of many, wherever it is shown. */
function wordsOf(text) {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: word, index }) => ({ text: word, column: columnsOf(text.slice(0, index)) }))
}

/** The pieces of one line: text that is escaped, its column, and how it is painted. */
function piecesOf(html) {
  const open = []
  let column = 0
  const pieces = []
  for (const [token] of html.matchAll(/<[^>]+>|[^<]+/g)) {
    if (token.startsWith('</')) open.pop()
    else if (token.startsWith('<')) open.push(attributeOf(token))
    else {
      pieces.push(...wordsOf(token).map((word) => ({ ...word, column: column + word.column, attributes: open.join('') })))
      column += columnsOf(token)
    }
  }
  return { pieces, columns: column }
}

const spanOf = ({ column, text, attributes }) => `<tspan x="${(PADDING + column * CELL.width).toFixed(1)}"${attributes}>${text}</tspan>`

/** A window of a terminal with a title and what a program printed in it. */
function terminal(title, printed) {
  const convert = new Convert({ fg: TEXT, bg: GROUND, colors: COLORS, escapeXML: true })
  // The converter knows nothing of dim text: grey is what terminals make of it.
  const lines = printed.replaceAll('\x1b[2m', '\x1b[90m').replaceAll('\x1b[22m', '\x1b[39m').split('\n').map((line) => piecesOf(convert.toHtml(line)))
  const width = Math.ceil(2 * PADDING + Math.max(...lines.map(({ columns }) => columns)) * CELL.width)
  const height = HEAD + PADDING + lines.length * CELL.height + PADDING / 2
  const texts = lines.map(({ pieces }, index) => (pieces.length === 0 ? '' : `<text y="${HEAD + PADDING + index * CELL.height + 8}">${pieces.map(spanOf).join('')}</text>`))
  const dots = [18, 36, 54].map((x) => `<circle cx="${x}" cy="15" r="5.5" fill="#444c56"/>`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${title}</title>
<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/><path d="M0 ${HEAD}V8a8 8 0 0 1 8-8h${width - 16}a8 8 0 0 1 8 8v${HEAD - 8}z" fill="#22272e"/>
${dots}<text x="74" y="19" fill="#8b949e" font-family="sans-serif" font-size="12">${title}</text>
<g style="font:${FONT}" fill="${TEXT}">
${texts.filter(Boolean).join('\n')}
</g></svg>
`
}

module.exports = { terminal }
