'use strict'

const { ROOT } = require('../run')
const { PackedError, bin } = require('./work')

/** What the package's doors look like to bundlers and to TypeScript, judged by those who know. */
function judge(tarball) {
  const { stdout } = bin(ROOT, 'publint', [tarball, '--strict'], { cwd: ROOT })
  // Suggestions are no failure to it; they are one here.
  if (!stdout.includes('All good!')) throw new PackedError(stdout)
  bin(ROOT, '@arethetypeswrong/cli', [tarball, '--no-emoji'], { cwd: ROOT })
}

module.exports = { judge }
