'use strict'

// What explore finds, and what it leaves alone: five races, each planted in a copy of the sample page, found, shrunk and run again; the
// same pages without them, the other pages and the matchers, and a chat without a browser, clean. `--quick` runs the first race and few
// clean orders; `--only` one race; `--clean` how many clean orders of each page, none with 0.

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { parseArgs } = require('node:util')
const { ROOT, duration, heading, scriptOf } = require('./run')

const RACES = ['late history', 'echo after end', 'reconnect and end at once', 'duplicate end after start new', 'end during an upload']
const MOST_SCHEDULES = 200
const MOST_DEVIATIONS = 2
const TIMES = 20
const CLEAN = { page: 200, guest: 1_000 }
const QUICK = { page: 6, guest: 20 }

const { values: { only, quick, clean: asked } } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' }, clean: { type: 'string' } } })
const clean = { ...(quick ? QUICK : CLEAN), ...(asked !== undefined && { page: Number(asked), guest: 5 * Number(asked) }) }
const races = only === undefined ? RACES.slice(0, quick ? 1 : undefined) : RACES.filter((race) => race === only)

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'explore-proof-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const problems = []

/** One exploration, with what it reports. */
function explore(words, flags) {
  const json = path.join(folder, 'report.json')
  fs.rmSync(json, { force: true })
  const { status, stdout } = spawnSync(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), 'explore', '--minutes', '60', '--json', json, ...flags, '--', ...words], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  return { status, said: stdout, report: fs.existsSync(json) ? JSON.parse(fs.readFileSync(json, 'utf8')) : undefined }
}

const specs = (pattern) => [process.execPath, scriptOf('@playwright/test', 'playwright'), 'test', '-c', ROOT, 'e2e/explore', '-g', pattern]
const copyOf = (race, variant) => specs(`${race}, ${variant}$`)
const OTHERS = '(Messenger|desktop|matchers)[:,]'

function claim(holds, problem, said) {
  if (!holds) problems.push(`${problem}\n${said}`)
}

/** A planted race: found, shrunk, and run again each time the same way. */
function find(race) {
  const started = Date.now()
  const { status, said, report } = explore(copyOf(race, 'planted'), ['--schedules', String(MOST_SCHEDULES)])
  const { find: found, tally } = report?.tests[0] ?? {}
  claim(status === 1 && found !== undefined, `${race} was not found.`, said)
  if (found === undefined) return
  const { again: { found: again, ordinary }, schedule } = found
  claim(schedule.split(',').length - 1 <= MOST_DEVIATIONS, `${race} was not shrunk: ${schedule}.`, said)
  claim(again.runs === TIMES && again.failed === TIMES, `${race} failed ${again.failed} of ${again.runs} times again.`, said)
  claim(ordinary.failed === 0, `${race} failed in the ordinary order too, ${ordinary.failed} of ${ordinary.runs}.`, said)
  console.log(`${race}: ${schedule} after ${tally.run} orders; failed ${again.failed} of ${again.runs}, ordinary ${ordinary.failed} of ${ordinary.runs}; ${duration(started)}`)
  for (const sentence of found.told) console.log(`  ${sentence}`)
}

/** Without it nothing is found. */
function stayClean(name, words, schedules, more = []) {
  if (schedules === 0) return
  const started = Date.now()
  const { status, said, report } = explore(words, ['--schedules', String(schedules), ...more])
  claim(status === 0, `${name} is not clean (status ${status}).`, said)
  for (const { tally: { run, unmet, same, sequences } } of report?.tests ?? []) console.log(`${name}: ${run} orders (${sequences} sequences, ${same} seen before, ${unmet} not met)`)
  console.log(`${name}: ${status === 0 ? 'clean' : 'NOT CLEAN'}; ${duration(started)}`)
}

heading('five races, planted in copies of the sample page')
races.forEach(find)
heading('the same without them')
for (const race of races) stayClean(race, copyOf(race, 'as it should be'), clean.page)
heading('the other pages, and the matchers')
if (only === undefined) stayClean('Messenger, desktop, matchers', specs(OTHERS), clean.page)
heading('a chat without a browser')
stayClean('GuestSession', [process.execPath, path.join(__dirname, 'explore', 'guest.js')], clean.guest, ['--deviations', '3'])
heading(problems.length === 0 ? 'all of it holds' : `${problems.length} of it does not hold`)
for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1
