'use strict'

const { isReached } = require('./figure')
const { loadNow, machine } = require('./machine')
const { measureOf } = require('./registry')

const heading = ({ title }) => console.error(`\n── ${title} ${'─'.repeat(Math.max(4, 76 - title.length))}`)

/** Measures one row; one that fails does not take the others along. */
async function measureRow(row, scale) {
  heading(row)
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 100) / 10
  try {
    const figures = await measureOf(row)(scale)
    return { ...row, figures, reached: isReached(figures), seconds: seconds() }
  } catch (error) {
    return { ...row, figures: [], error: error.message, reached: false, seconds: seconds() }
  }
}

/** One run over these rows, one after the other. `onRow` is told each. */
async function run(rows, scale, { revision, onRow = (_row) => {} }) {
  const began = performance.now()
  const about = machine()
  const done = []
  for (const row of rows) {
    done.push(await measureRow(row, scale))
    onRow(done.at(-1))
  }
  const minutes = (performance.now() - began) / 60_000
  return { at: new Date().toISOString(), revision, scale: scale.name, minutes, machine: { ...about, loadAfter: loadNow() }, rows: done }
}

module.exports = { run }
