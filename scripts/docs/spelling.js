'use strict'

const { runBin } = require('../run')

/** Pages, typings, comments and strings; cspell.json says where, scripts/docs/words.txt what is right all the same. */
function checkSpelling() {
  return runBin('cspell', 'cspell', ['lint', '--no-progress', '--dot', '--show-suggestions', '--config', 'cspell.json'])
}

module.exports = { checkSpelling }
