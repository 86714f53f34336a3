'use strict'

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const ROOT = path.resolve(__dirname, '..')

let folder

beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'browser-')) })
afterEach(() => fs.rmSync(folder, { recursive: true }))

function program(name, mode = 0o755) {
  const file = path.join(folder, name)
  fs.writeFileSync(file, '#!/bin/sh\n', { mode })
  return file
}

/** What a script finds where Playwright has downloaded nothing and PATH is only this folder. */
function found(env = {}, ask = 'findBrowser()') {
  const script = `
    try {
      console.log(JSON.stringify(require('./scripts/browser').${ask} ?? null))
    } catch ({ message }) {
      console.log(JSON.stringify({ message }))
    }`
  const given = { PATH: folder, PLAYWRIGHT_BROWSERS_PATH: path.join(folder, 'none'), ...env }
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, env: given, encoding: 'utf8' }))
}

const linux = process.platform === 'linux' ? test : test.skip

linux('a browser of the system is found on the PATH, Chrome before Chromium', () => {
  const chromium = program('chromium')
  expect(found()).toEqual({ path: chromium, own: false })
  const chrome = program('google-chrome')
  expect(found()).toEqual({ path: chrome, own: false })
})

linux('what cannot be run is none', () => {
  program('chromium', 0o644)
  expect(found()).toBe(null)
})

linux('Firefox is the one that lasts, and none where it is not', () => {
  program('firefox')
  expect(found({}, 'findFirefox()')).toBe(null)
  expect(found({}, 'setUpFirefox()')).toBe(false)
  const lasting = program('firefox-esr')
  expect(found({}, 'findFirefox()')).toBe(lasting)
  expect(found({}, 'setUpFirefox()')).toBe(true)
})

test('the one of the environment goes before all others', () => {
  program('chromium')
  const mine = program('my-browser')
  expect(found({ PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: mine })).toEqual({ path: mine, own: false })
})

test('one of the environment that cannot be run is refused, not passed over', () => {
  const missing = path.join(folder, 'missing')
  expect(found({ PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: missing })).toEqual({
    message: `PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH names ${missing}, which cannot be run.`,
  })
})

test("Playwright's own browser needs no path", () => {
  const where = path.join(folder, 'own')
  const script = `
    const { chromium } = require('@playwright/test')
    const fs = require('node:fs')
    fs.mkdirSync(require('node:path').dirname(chromium.executablePath()), { recursive: true })
    fs.writeFileSync(chromium.executablePath(), '', { mode: 0o755 })`
  const env = { PATH: folder, PLAYWRIGHT_BROWSERS_PATH: where }
  execFileSync(process.execPath, ['-e', script], { cwd: ROOT, env })
  program('chromium')
  expect(found(env).own).toBe(true)
  expect(found(env, 'launchOptions()')).not.toHaveProperty('executablePath')
})
