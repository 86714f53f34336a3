'use strict'

const { findBrowser } = require('../browser')
const { addExample } = require('./project')
const { PackedError, npm } = require('./work')

const VARIABLE = 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'

/** What the runner says in the end: Playwright `3 passed`, Jest `Tests: 2 passed, 2 total` on stderr. */
function outcome({ stdout, stderr }) {
  const said = `${stdout}\n${stderr}`.split('\n').findLast((line) => /^\s*(Tests: +)?\d+ passed\b/.test(line))
  if (said === undefined) throw new PackedError(`No test ran:\n${stdout}${stderr}`)
  return said.trim()
}

/** Runs one example as its README says, in the browser given. */
function runExample(project, name, browser) {
  const folder = addExample(project, name)
  const env = { ...(browser && { [VARIABLE]: browser }), PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0' }
  const said = outcome(npm(['test', '--silent'], { cwd: folder, env }))
  console.log(`  ${name}: ${said}`)
}

/** The browser to be named; nothing where Playwright finds its own. */
function browserPath() {
  const browser = findBrowser()
  return browser?.own === false ? browser.path : undefined
}

module.exports = { browserPath, outcome, runExample }
