'use strict'

// The door, in each browser and each Playwright it is promised for: every kind of socket, every way of making a page. Takes many minutes.

const path = require('node:path')
const { parseArgs } = require('node:util')
const { duration, heading } = require('./run')
const { findFirefox } = require('./browser')
const { OLDEST_PLAYWRIGHT, PLAYWRIGHT_OF_FIREFOX, checkDoor } = require('./packed/door')
const { cellsOf, printed } = require('./packed/matrix')
const { inFolder, program } = require('./packed/program')
const { makeProject, pinned } = require('./packed/project')
const { makeTarballs } = require('./packed/tarballs')
const { PackedError } = require('./packed/work')

const ROUNDS = [
  { browser: 'chromium', playwright: OLDEST_PLAYWRIGHT },
  { browser: 'chromium', playwright: pinned('@playwright/test') },
  { browser: 'firefox', playwright: PLAYWRIGHT_OF_FIREFOX },
]

const { values: { only, quick } } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' } } })

/** One browser with one Playwright: what its specs said, in words where one of them failed. */
function round({ browser, playwright }, folder, tarballs) {
  heading(`${browser}, ${playwright}`)
  if (browser === 'firefox' && findFirefox() === undefined) {
    console.log('not run: Firefox is not here')
    return undefined
  }
  const started = Date.now()
  const project = makeProject(path.join(folder, `${browser}-${playwright.split('@').at(-1)}`), { tarballs, packages: [playwright] })
  const { said, failed } = attempt(() => checkDoor(project, { browser, whole: !quick }))
  console.log(`${said}; ${duration(started)}`)
  return { failed, cells: cellsOf(project) }
}

function attempt(work) {
  try {
    return { said: work(), failed: false }
  } catch (error) {
    if (!(error instanceof PackedError)) throw error
    return { said: error.message, failed: true }
  }
}

function matrix(folder) {
  const rounds = ROUNDS.filter(({ browser }) => only === undefined || browser === only)
  if (rounds.length === 0) throw new PackedError(`No browser is called ${only}: --only chromium, or --only firefox.`)
  const tarballs = makeTarballs(folder)
  const ran = rounds.map((each) => ({ ...each, ...round(each, folder, tarballs) })).filter(({ cells }) => cells !== undefined)
  heading('matrix')
  console.log(printed(ran))
  if (ran.some(({ failed }) => failed)) throw new PackedError('Not everything passed.')
}

program(() => inFolder('matrix', matrix))
