'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { outcome } = require('../packed/examples')
const { addExample, pinned } = require('../packed/project')
const { PackedError, output } = require('../packed/work')
const { CLOSE } = require('../release/use')
const { bareEnvironment, bareFolder, checkBare } = require('./bare')
const { installNode } = require('./install')

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=5', '--prefer-offline']
const EXAMPLE = 'quick-start'

function timed(work) {
  const started = Date.now()
  const result = work()
  return { result, seconds: (Date.now() - started) / 1000 }
}

/** The plain script: one conversation, closed, and the guest told. */
function close(run, project) {
  const said = run(['-e', CLOSE, 'playwright-genesys'], project).stdout.trim()
  if (said !== 'closed closed closed') throw new PackedError(`The plain script said ${said}`)
  return said
}

/** The quick start by Playwright's own command: npm would need a shell to run a script. */
function quickStart(run, project, browser) {
  const folder = addExample(project, EXAMPLE)
  const playwright = path.join(project, 'node_modules', '@playwright', 'test', 'cli.js')
  return outcome(run([playwright, 'test'], folder, { ...(browser && { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser }), FORCE_COLOR: '0' }))
}

/** An empty folder, one Node.js, the tarballs: installed and used. Gives a row of the table. */
function tryOut(major, folder, { tarballs, browser }) {
  const { node, npm } = installNode(major)
  fs.mkdirSync(folder)
  const env = bareEnvironment(bareFolder(path.join(folder, 'bin'), node))
  const project = path.join(folder, 'project')
  fs.mkdirSync(project)
  fs.writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true }))
  const run = (args, cwd, more = {}) => output(node, args, { cwd, env: { ...env, ...more } })
  checkBare(node, env, project)
  const packages = [tarballs.root.file, tarballs.platform.file, pinned('@playwright/test')]
  const { seconds } = timed(() => run([npm, 'install', ...QUIET, ...packages], project))
  return {
    node: run(['--version'], project).stdout.trim(),
    npm: run([npm, '--version'], project).stdout.trim(),
    install: `${seconds.toFixed(1)} s`,
    close: close(run, project),
    quickStart: quickStart(run, project, browser).replace(/\s*\(.*/, ''),
  }
}

module.exports = { tryOut }
