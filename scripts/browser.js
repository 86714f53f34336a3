'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { heading, run, runBin } = require('./run')

const VARIABLE = 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'
const SYSTEM_NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const FIXED_PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

const isExecutable = (file) => {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}

/** Playwright's own browser, if it was downloaded. */
function ownBrowser() {
  const { chromium } = require('@playwright/test')
  return isExecutable(chromium.executablePath()) ? chromium.executablePath() : undefined
}

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)))
}

/** A Chrome or Chromium of the system. */
function systemBrowser() {
  return [...onPath(SYSTEM_NAMES), ...FIXED_PLACES].find(isExecutable)
}

/** Debian's, which Playwright drives by WebDriver BiDi: each Playwright drives some versions only, and this one stays for a year. */
function findFirefox() {
  return onPath(['firefox-esr']).find(isExecutable)
}

/**
 * The browser that specs run in: the one of the environment, else Playwright's own, else one of the
 * system. `own` says that Playwright finds it without being told.
 */
function findBrowser() {
  const named = process.env[VARIABLE]
  if (named !== undefined && named !== '') {
    if (!isExecutable(named)) throw new Error(`${VARIABLE} names ${named}, which cannot be run.`)
    return { path: named, own: false }
  }
  const own = ownBrowser()
  if (own !== undefined) return { path: own, own: true }
  const system = systemBrowser()
  return system && { path: system, own: false }
}

/** `launchOptions` for Playwright's config. As root, Chromium's sandbox does not start. */
function launchOptions() {
  const browser = findBrowser()
  const isRoot = process.getuid?.() === 0
  return { ...(browser && !browser.own && { executablePath: browser.path }), ...(isRoot && { args: ['--no-sandbox'] }) }
}

function isDebianRoot() {
  return process.getuid?.() === 0 && fs.existsSync('/etc/debian_version') && spawnSync('apt-get', ['--version']).status === 0
}

function apt(name) {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['update', '-qq'], quiet) && run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet)
}

function installers() {
  return [
    { name: "Playwright's own browser", install: () => runBin('@playwright/test', 'playwright', ['install', 'chromium']) },
    ...(isDebianRoot() ? [{ name: 'the chromium package', install: () => apt('chromium') }] : []),
  ]
}

/** A browser for the specs; installs one where there is none, and says what to do where that fails. */
function setUpBrowser() {
  if (findBrowser() !== undefined) return true
  for (const { name, install } of installers()) {
    heading(`Browser: ${name}`)
    if (install() && findBrowser() !== undefined) return true
  }
  console.error(`There is no browser for the specs. Install Google Chrome or Chromium, or run "npx playwright install chromium", or name one with ${VARIABLE}.`)
  return false
}

/** The second browser is a wish: nothing is asked of a machine that cannot have it. */
function setUpFirefox() {
  if (findFirefox() === undefined && isDebianRoot()) apt('firefox-esr')
  return findFirefox() !== undefined
}

module.exports = { findBrowser, findFirefox, launchOptions, setUpBrowser, setUpFirefox }
