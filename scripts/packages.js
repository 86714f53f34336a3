'use strict'

// The package as it is published, installed by each package manager into a clean project, and used there from CommonJS,
// ES modules and TypeScript. `npm run packages -- --only pnpm` tries one of them.

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { cacheFolder } = require('../lib/cache-folder')
const { NAMES } = require('./packages/managers')
const { tryManagers } = require('./packages/project')
const { makeTarballs } = require('./packed/tarballs')
const { PackedError } = require('./packed/work')

function main() {
  const { values: { only } } = parseArgs({ options: { only: { type: 'string', multiple: true, default: NAMES } } })
  const unknown = only.filter((name) => !NAMES.includes(name))
  if (unknown.length > 0) throw new PackedError(`--only takes ${NAMES.join(', ')}; not ${unknown.join(', ')}.`)
  // Outside of the repository: no lock file of its own may be found from there.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-packages-')))
  try {
    console.log(tryManagers(only, { folder, tools: path.join(cacheFolder() ?? folder, 'managers'), tarballs: makeTarballs(folder) }))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

try {
  main()
} catch (error) {
  if (!(error instanceof PackedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
