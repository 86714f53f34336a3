'use strict'

const { output } = require('./work')

const { bin, exports: doors } = require('../../package.json')

/** Runs in the project: each name must be there in both worlds, and be the same thing. */
const SOURCE = `
  const { createRequire } = await import('node:module')
  const require = createRequire(process.cwd() + '/consumer.js')
  for (const door of JSON.parse(process.argv[1])) {
    const { default: whole, ...imported } = await import(door)
    const required = require(door)
    const names = new Set([...Object.keys(required), ...Object.keys(imported)])
    if (names.size === 0) throw new Error(door + ' exports nothing')
    for (const name of names) if (imported[name] !== required[name]) throw new Error(door + ' has another ' + name + ' for import than for require')
  }
`

/** What can be imported is what can be required; and the command runs. */
function checkDoors(project) {
  const both = Object.entries(doors).filter(([, door]) => typeof door !== 'string').map(([name]) => name.replace('.', 'playwright-genesys'))
  output(process.execPath, ['--input-type=module', '-e', SOURCE, JSON.stringify(both)], { cwd: project })
  const [command] = Object.keys(bin)
  output(process.execPath, [`node_modules/${command}/${bin[command]}`, 'reap', '--dry-run', '--help'], { cwd: project })
  console.log(`  ${both.join(', ')}, and the command ${command}`)
}

module.exports = { checkDoors }
