'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { PackedError, bin } = require('./work')

const SPEC = path.join(ROOT, 'e2e', 'packed', 'blame.case.ts')

/** Where the errors of failing calls point: Playwright hides frames by their path, and that of an installed package is another one. */
function checkBlame(project, browser) {
  const folder = path.join(project, 'blame')
  fs.mkdirSync(folder)
  fs.copyFileSync(SPEC, path.join(folder, 'blame.spec.ts'))
  const env = { ...(browser && { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser }), FORCE_COLOR: '0' }
  const { stdout } = bin(project, '@playwright/test', ['test', '--reporter=json'], { cwd: folder, env, ends: 1 })
  const { suites: [{ specs }] } = JSON.parse(stdout)
  const pointed = specs.map(({ tests: [{ results: [{ error }] }] }) => error?.location?.line)
  const meant = fs.readFileSync(SPEC, 'utf8').split('\n').flatMap((line, index) => (line.endsWith('// blamed') ? [index + 1] : []))
  if (String(pointed) !== String(meant)) throw new PackedError(`Errors point at the lines ${pointed.join(', ')} of the spec, and should at ${meant.join(', ')}.`)
  console.log(`  ${meant.length} errors, each at the line of the spec`)
}

module.exports = { checkBlame }
