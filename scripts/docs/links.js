'use strict'

const { runBin } = require('../run')
const { pages } = require('./pages')

/**
 * Relative links, files and anchors of headings, over all pages together; `repository=false`, as a clone may have no
 * remote. Nothing leaves this machine: of other links only the form is looked at.
 */
const PLUGINS = ['remark-gfm', 'remark-validate-links=repository:false', './scripts/docs/external-links.mjs']

function checkLinks() {
  const use = PLUGINS.flatMap((plugin) => ['--use', plugin])
  return runBin('remark-cli', 'remark', ['--frail', '--quiet', '--no-stdout', '--no-config', '--no-ignore', ...use, ...pages()])
}

module.exports = { checkLinks }
