'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const RUNNERS = path.join(__dirname, 'runners')
const SPEC = path.join(RUNNERS, 'playwright.spec.js')

/** The results of Playwright's own runner, by title. */
function runPlaywright() {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), 'matchers-'))
  const cli = require.resolve('@playwright/test/cli')
  const { JEST_WORKER_ID: _, NODE_OPTIONS: __, FORCE_COLOR: ___, ...env } = process.env
  const arguments_ = [cli, 'test', '-c', path.join(RUNNERS, 'playwright.config.js'), '--reporter=json', '--output', output]
  const { stdout, stderr } = spawnSync(process.execPath, arguments_, { encoding: 'utf8', env })
  fs.rmSync(output, { recursive: true, force: true })
  if (!stdout.startsWith('{')) throw new Error(`Playwright gave no report: ${stdout}${stderr}`)
  const { suites: [{ specs }] } = JSON.parse(stdout)
  return Object.fromEntries(specs.map(({ title, tests: [{ results: [result] }] }) => [title, result]))
}

test('the same object works in Playwright: not, soft, configure, the timeout of its config, and the line', () => {
  const results = runPlaywright()
  const shown = ({ status, errors }) => [status, errors.map(({ location }) => location?.line)]
  const statuses = Object.fromEntries(Object.entries(results).map(([title, result]) => [title, shown(result)]))
  const line = fs.readFileSync(SPEC, 'utf8').split('\n').findIndex((text) => text.includes('// the line that fails')) + 1
  expect(statuses).toEqual({
    'pass and not': ['passed', []],
    'texts and timeouts': ['passed', []],
    'soft, and the line of the test': ['failed', [line - 1, line]],
  })
}, 60_000)

test('require and import give the same object', () => {
  const script = `
    import { matchers } from 'playwright-genesys/matchers'
    import { createRequire } from 'node:module'
    console.log(matchers === createRequire(process.cwd() + '/x.js')('playwright-genesys/matchers').matchers, Object.keys(matchers).join())`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: path.resolve(__dirname, '..'), encoding: 'utf8' })
  expect(stdout).toBe('true toBeClosed,toBeOpen,toHaveSent,toHaveReceived,toHaveParticipantState,toBeWrappedUp\n')
})
