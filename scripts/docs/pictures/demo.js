'use strict'

const path = require('node:path')
const { ROOT } = require('../../run')
const { inTemporaryFolder, printed } = require('../outputs/commands')
const { terminal } = require('./terminal')

const colored = (cwd) => printed([path.join(ROOT, 'build', 'cli', 'demo-script.js')], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '' }, keepsColors: true })

/** What the demo prints in a terminal, colours and all. */
async function demo() {
  const text = await inTemporaryFolder(colored)
  return { 'demo.svg': terminal('npm run demo', text.replace(/^\n+|\s+$/g, '')) }
}

module.exports = { demo }
