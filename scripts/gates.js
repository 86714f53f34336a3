'use strict'

// What must hold before anything is published: `npm run gates -- <folder>`, by default of npm/, where the release puts
// the binaries. `--only linux-x64-gnu` asks for that target alone, `--only here` for
// the one of this system.

const path = require('node:path')
const { parseArgs } = require('node:util')
const { here } = require('../build/boundary/loading/here')
const { TARGETS, targetFor } = require('../build/boundary/loading/targets')
const { addonsIn, checkFolder } = require('./release/gates')
const { failureOf } = require('./release/use')
const { ROOT } = require('./run')

/** The binary that this machine can run, used. */
function wrongInUse(targets, folder) {
  const target = targets.find(({ triple }) => triple === targetFor(here())?.triple)
  const file = target && addonsIn(folder).find((each) => path.basename(each) === target.file)
  if (file === undefined) {
    console.log('Nothing among them runs on this system: none was loaded.')
    return []
  }
  const failure = failureOf(path.join(folder, file))
  console.log(`${file}: ${failure === undefined ? 'loads, and closes a simulated conversation' : 'does not work'}`)
  return failure === undefined ? [] : [`${file} does not work: ${failure}`]
}

/** One target by its name. */
function asked(name) {
  const target = name === 'here' ? targetFor(here()) : TARGETS.find((each) => each.name === name)
  if (target === undefined) throw new Error(`--only takes here, or one of ${TARGETS.map((each) => each.name).join(', ')}.`)
  return target
}

function main() {
  const { values: { only = [] }, positionals: [given] } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', multiple: true } } })
  const folder = path.resolve(given ?? path.join(ROOT, 'npm'))
  const targets = only.length === 0 ? TARGETS : only.map(asked)
  const wrong = checkFolder(targets, folder)
  // A file that the gates refuse is not run.
  const all = wrong.length > 0 ? wrong : wrongInUse(targets, folder)
  all.forEach((sentence) => console.error(sentence))
  console.log(all.length === 0 ? `${targets.map(({ name }) => name).join(', ')}: fit to be published.` : `${all.length} found: nothing of this may be published.`)
  process.exitCode = all.length === 0 ? 0 : 1
}

main()
