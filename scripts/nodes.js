'use strict'

// With only Node.js on the PATH: the tarballs install, and the quick start runs, on each Node.js that is supported.
// `npm run nodes -- --addon <file>`; by default the addon that `npm run binary` made.

const path = require('node:path')
const { parseArgs } = require('node:util')
const { MAJORS } = require('./nodes/install')
const { browserWithPath } = require('./nodes/bare')
const { tryOut } = require('./nodes/try-out')
const { browserPath } = require('./packed/examples')
const { ADDON, existing, inFolder, program } = require('./packed/program')
const { table } = require('./packed/table')
const { makeTarballs } = require('./packed/tarballs')

const HEAD = { node: 'Node.js', npm: 'npm', install: 'installed in', close: 'a close: server, guest', quickStart: 'quick start' }

function tryAll(folder, addon, majors) {
  const tarballs = makeTarballs(folder, addon)
  const browser = browserWithPath(folder, browserPath())
  return majors.map((major) => {
    console.log(`Node.js ${major} …`)
    return tryOut(major, path.join(folder, major), { tarballs, browser })
  })
}

function main() {
  const { values: { addon, only } } = parseArgs({ options: { addon: ADDON, only: { type: 'string', multiple: true, default: MAJORS } } })
  const file = existing(addon)
  inFolder('nodes', (folder) => console.log(`\n${table(HEAD, tryAll(folder, file, only))}`))
}

program(main)
