'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { outcome } = require('./examples')
const { bin } = require('./work')

const SPECS = ['door/door.spec.ts', 'door/every-socket.ts', 'door/own-browser.ts', 'other-origin.spec.ts', 'support/messenger.ts']

const CONFIG = `
import { defineConfig } from '@playwright/test'
export default defineConfig({ fullyParallel: true, workers: 2, timeout: 60_000, expect: { timeout: 15_000 }, reporter: 'dot', use: { launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH } } })
`

/** The door's own specs with another Playwright: nothing leaves, and the app's own policy stays on. */
function checkDoor(project, browser) {
  const folder = path.join(project, 'door')
  for (const spec of SPECS) {
    const target = path.join(folder, spec)
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.copyFileSync(path.join(ROOT, 'e2e', spec), target)
  }
  fs.writeFileSync(path.join(folder, 'playwright.config.ts'), CONFIG)
  const env = { ...(browser && { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: browser }), FORCE_COLOR: '0' }
  console.log(`  ${outcome(bin(project, '@playwright/test', ['test'], { cwd: folder, env }))}`)
}

module.exports = { checkDoor }
