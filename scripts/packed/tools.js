'use strict'

const { ROOT } = require('../run')
const { bin } = require('./work')

/** What the package's doors look like to bundlers and to TypeScript, judged by those who know. */
function judge(tarball) {
  bin(ROOT, 'publint', [tarball, '--strict'], { cwd: ROOT })
  bin(ROOT, '@arethetypeswrong/cli', [tarball, '--no-emoji'], { cwd: ROOT })
}

module.exports = { judge }
