'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { findFirefox } = require('../browser')
const { browserPath, outcome } = require('./examples')
const { copy } = require('./project')
const { bin } = require('./work')

const OLDEST_PLAYWRIGHT = '@playwright/test@1.51.1'
/** The newest that drives Firefox 153 ESR. */
const PLAYWRIGHT_OF_FIREFOX = '@playwright/test@1.64.1'

const BROWSERS = {
  chromium: () => ({ browserName: 'chromium', launchOptions: { executablePath: browserPath() } }),
  firefox: () => ({ browserName: 'firefox', channel: 'moz-firefox', launchOptions: { executablePath: findFirefox() } }),
}

const LONGEST_MS = 60 * 60_000

/** The door's own specs with another Playwright, or in another browser; what became of each is in the file of results. */
function checkDoor(project, { browser = 'chromium', whole = false } = {}) {
  const folder = path.join(project, 'door')
  for (const specs of ['door', 'other-origin.spec.ts', 'support']) copy(path.join('e2e', specs), path.join(folder, specs))
  const config = {
    fullyParallel: true, workers: 2, timeout: 60_000, expect: { timeout: 15_000 }, use: BROWSERS[browser](),
    reporter: [['dot'], ['json', { outputFile: resultsOf(project) }]],
  }
  fs.writeFileSync(path.join(folder, 'playwright.config.js'), `module.exports = ${JSON.stringify(config)}`)
  const args = ['test', ...(whole ? [] : ['--grep-invert=@matrix'])]
  return outcome(bin(project, '@playwright/test', args, { cwd: folder, env: { FORCE_COLOR: '0' }, longestMs: LONGEST_MS }))
}

function resultsOf(project) {
  return path.join(project, 'door', 'results.json')
}

module.exports = { OLDEST_PLAYWRIGHT, PLAYWRIGHT_OF_FIREFOX, checkDoor, resultsOf }
