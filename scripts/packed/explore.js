'use strict'

// explore, as its example says: it finds the race, and nothing once the one line is mended.

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { PackedError } = require('./work')

const RACE = "show(messages.some(isEnd) ? 'closed' : 'open')"
const MEND = "show(isClosed || messages.some(isEnd) ? 'closed' : 'open')"
const VARIABLE = 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'

function explore(folder, browser, bounds) {
  const [cli, playwright] = ['playwright-genesys/dist/cli.js', '@playwright/test/cli.js'].map((file) => path.join(folder, '..', '..', 'node_modules', file))
  const env = { ...process.env, ...(browser && { [VARIABLE]: browser }) }
  const words = ['explore', ...bounds, '--json', 'explore.json', '--', process.execPath, playwright, 'test', '--workers=2']
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], { cwd: folder, env, encoding: 'utf8' })
  return { status, said: stdout + stderr, report: () => JSON.parse(fs.readFileSync(path.join(folder, 'explore.json'), 'utf8')) }
}

function mend(folder) {
  const file = path.join(folder, 'app', 'chat.js')
  const text = fs.readFileSync(file, 'utf8')
  if (!text.includes(RACE)) throw new PackedError('The race of flip-back is not where it was.')
  fs.writeFileSync(file, text.replace(RACE, MEND))
}

/** In the example's folder, which a run of it has left. */
function exploreExample(project, browser) {
  const folder = path.join(project, 'examples', 'flip-back')
  const found = explore(folder, browser, ['--schedules', '30'])
  if (found.status !== 1) throw new PackedError(`explore did not find the race of flip-back (status ${found.status}):\n${found.said}`)
  const { find } = found.report().tests[0]
  console.log(`  flip-back: ${find.schedule}, failed ${find.again.found.failed} of ${find.again.found.runs}`)
  mend(folder)
  const clean = explore(folder, browser, ['--schedules', '12'])
  if (clean.status !== 0) throw new PackedError(`flip-back is mended, and explore says (status ${clean.status}):\n${clean.said}`)
  console.log(`  mended: ${clean.report().tests[0].tally.run} orders, none failed`)
}

module.exports = { exploreExample }
