'use strict'

// The package as it is published, installed by each package manager into a clean project, and used there from CommonJS,
// ES modules and TypeScript. `npm run packages -- --only pnpm` tries one of them.

const path = require('node:path')
const { parseArgs } = require('node:util')
const { cacheFolder } = require('../build/surroundings/cache-folder')
const { NAMES } = require('./packages/managers')
const { tryManagers } = require('./packages/project')
const { inFolder, program } = require('./packed/program')
const { makeTarballs } = require('./packed/tarballs')
const { PackedError } = require('./packed/work')

function main() {
  const { values: { only } } = parseArgs({ options: { only: { type: 'string', multiple: true, default: NAMES } } })
  const unknown = only.filter((name) => !NAMES.includes(name))
  if (unknown.length > 0) throw new PackedError(`--only takes ${NAMES.join(', ')}; not ${unknown.join(', ')}.`)
  inFolder('packages', (folder) => {
    console.log(tryManagers(only, { folder, tools: path.join(cacheFolder() ?? folder, 'managers'), tarballs: makeTarballs(folder) }))
  })
}

program(main)
