'use strict'

const { boundText, peersText, valueText, verdictText } = require('./format')

const HEAD = ['figure', 'product (middle half)', 'peers', 'floor', 'must be', '']

const { number } = require('./format')

function cells(figure) {
  const floor = figure.floor === undefined ? '' : number(figure.floor)
  return [figure.name, valueText(figure), peersText(figure), floor, boundText(figure), verdictText(figure)]
}

/** One row's figures, in columns. */
function rowTable({ figures }) {
  const lines = [HEAD, ...figures.map(cells)]
  const widths = HEAD.map((_cell, column) => Math.max(...lines.map((line) => line[column].length)))
  return lines.map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd()).join('\n')
}

/** The whole run, for a terminal. */
function terminalTable(rows) {
  return rows.map((row) => `${row.title}\n  must reach: ${row.mustReach}\n${row.error ? `  FAILED: ${row.error}` : rowTable(row)}`).join('\n\n')
}

/** The same for docs/benchmarks.md. */
function markdownTable(rows) {
  const line = (each) => `| ${each.join(' | ')} |`
  const tables = rows.map((row) => {
    const figures = row.figures.map(cells).map((each) => line(each.map((cell) => cell.replace('NOT REACHED', '**not reached**'))))
    const notes = [...new Set(row.figures.map(({ note }) => note).filter(Boolean))].map((note) => `\nNote: ${note}.`)
    return [`### ${row.title}`, '', `Must reach: ${row.mustReach}. \`${row.command}\``, '', line(HEAD), line(HEAD.map(() => '---')), ...figures, ...notes, ''].join('\n')
  })
  return tables.join('\n')
}

module.exports = { markdownTable, terminalTable }
