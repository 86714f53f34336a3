'use strict'

const { findBrowser } = require('../browser')
const { addExample } = require('./project')
const { npm } = require('./work')

const VARIABLE = 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'

/** What the runner says in the end: `3 passed`. */
function outcome(text) {
  return text.trim().split('\n').findLast((line) => /\bpassed\b/.test(line))?.trim()
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

module.exports = { browserPath, runExample }
