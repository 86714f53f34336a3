'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { findBrowser } = require('../browser')

/** Playwright names the features that it switches off in one argument, and the last one counts. */
const script = (browser) => `#!/bin/sh
for argument do
  shift
  case $argument in --disable-features=*) argument=$argument,LocalNetworkAccessChecks ;; esac
  set -- "$@" "$argument"
done
exec '${browser}' "$@"
`

/**
 * A newer Chromium asks a person before a page of the internet may reach this machine. Playwright 1.51
 * cannot grant that, and its own Chromium does not ask: this makes ours like it.
 */
function oldBrowser(into) {
  const { path: browser } = findBrowser()
  if (process.platform === 'win32') return browser
  const file = path.join(into, 'old-browser.sh')
  fs.writeFileSync(file, script(browser), { mode: 0o755 })
  return file
}

module.exports = { oldBrowser }
