'use strict'

/** A table of Markdown: `head` gives the fields of a row, and what stands above them. */
function table(head, rows) {
  const fields = Object.keys(head)
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(Object.values(head)), line(fields.map(() => '---')), ...rows.map((row) => line(fields.map((field) => row[field])))].join('\n')
}

module.exports = { table }
