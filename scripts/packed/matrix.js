'use strict'

const fs = require('node:fs')
const { resultsOf } = require('./door')
const { table } = require('./table')

const SAYS = { expected: 'yes', skipped: '–', unexpected: 'NO', flaky: 'NO' }

const noted = (annotations, type) => annotations.find((each) => each.type === type)?.description

/** Every test of a suite and those inside it, below the titles that lead to it. */
function testsIn({ title, suites = [], specs = [] }, above = []) {
  const titles = [...above, title]
  const own = specs.map((spec) => ({ titles, title: spec.title, ...spec.tests[0] }))
  return [...own, ...suites.flatMap((each) => testsIn(each, titles))]
}

/** A test of all kinds of sockets at once is told by each of them. */
function cellOf({ titles, title, status, annotations }) {
  const name = [...titles.slice(1), title].filter(Boolean).join(' ')
  const sockets = Object.entries(JSON.parse(noted(annotations, 'sockets') ?? '{}'))
  const answered = sockets.filter(([, got]) => got === 'SessionResponse').length
  const others = sockets.filter(([, got]) => got !== 'SessionResponse').map(([kind, got]) => `${kind}: ${got}`)
  const each = sockets.length > 1 && answered > 1 ? `, ${[`${answered} kinds`, ...others].join('; ')}` : ''
  return { name, said: `${SAYS[status]}${each}`, why: status === 'skipped' ? noted(annotations, 'skip') : undefined }
}

/** What became of each test of a project's round. */
function cellsOf(project) {
  const { suites } = JSON.parse(fs.readFileSync(resultsOf(project), 'utf8'))
  return suites.flatMap((suite) => testsIn(suite)).map(cellOf)
}

/** A table with a line for each test and a column for each round, and why what was left out cannot be. */
function printed(rounds) {
  const titles = Object.fromEntries(rounds.map(({ browser, playwright }, index) => [`round ${index}`, `${browser}, ${playwright.split('@').at(-1)}`]))
  const names = [...new Set(rounds.flatMap(({ cells }) => cells.map(({ name }) => name)))]
  const reasons = [...new Set(rounds.flatMap(({ cells }) => cells.flatMap(({ why }) => why ?? [])))]
  const said = ({ cells }, name) => {
    const cell = cells.find((each) => each.name === name)
    if (cell === undefined) return ''
    return cell.why === undefined ? cell.said : `– (${reasons.indexOf(cell.why) + 1})`
  }
  const rows = names.map((name) => ({ name, ...Object.fromEntries(rounds.map((each, index) => [`round ${index}`, said(each, name)])) }))
  return [table({ name: 'what', ...titles }, rows), ...reasons.map((why, index) => `(${index + 1}) ${why}`)].join('\n')
}

module.exports = { cellsOf, printed }
