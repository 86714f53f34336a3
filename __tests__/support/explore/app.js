'use strict'

// A test command as explore sees one: it runs under the schedule of its environment, leaves its course where it is told to, and
// fails where its app does. `node app.js <app> <file that counts the runs>`.

const fs = require('node:fs')
const path = require('node:path')
const { model } = require('./model')

const FRAMES = ['session.1', 'echo.1', 'text.1', 'closing.1']
const reopens = (events) => events.indexOf('text.1') < events.lastIndexOf('closing.1')

const APPS = {
  sound: () => true,
  reopens,
  red: () => false,
  flaky: (events, runs) => reopens(events) || runs % 3 === 0,
  hangs: (events) => events[0] === 'session.1' || setInterval(() => {}, 1e6),
  late: (events) => events.filter((event) => event === 'echo.1').length < 2 || events.filter((event) => event === 'text.1').length < 2,
}

const [, , name, count] = process.argv
const { PLAYWRIGHT_GENESYS_SCHEDULE: schedule = 'v1', PLAYWRIGHT_GENESYS_COURSES: folder } = process.env
fs.appendFileSync(count, `${schedule}\n`)
const runs = fs.readFileSync(count, 'utf8').split('\n').length
const { course, failed } = model(FRAMES, (events) => APPS[name](events, runs)).run(schedule)
const isSilent = process.argv.includes('--alone') || (process.argv.includes('--forgets') && schedule !== 'v1')
if (folder !== undefined && !isSilent) fs.writeFileSync(path.join(folder, '1.json'), JSON.stringify(course))
console.log('warming up')
if (failed) console.error(`\u001b[31mFAIL\u001b[0m ${name}\n\n  the guest saw it open again, token=canary-of-a-token`)
process.exitCode = failed ? 1 : 0
