'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { pathToFileURL } = require('node:url')
const { launchOptions } = require('../../browser')
const { ROOT } = require('../../run')
const { inTemporaryFolder } = require('../outputs/commands')

const WIDTH = 1000
/** Below the place where both orders part. */
const REST = 190
const MARGIN = 16

/** The example as a reader has it: installed, with its commands. */
function install(folder) {
  const modules = path.join(folder, 'node_modules')
  fs.cpSync(path.join(ROOT, 'examples', 'flip-back'), folder, { recursive: true })
  for (const name of ['.bin', '@playwright']) fs.mkdirSync(path.join(modules, name), { recursive: true })
  fs.symlinkSync(ROOT, path.join(modules, 'playwright-genesys'))
  fs.symlinkSync(path.join(ROOT, 'node_modules', '@playwright', 'test'), path.join(modules, '@playwright', 'test'))
  fs.symlinkSync(path.join('..', '@playwright', 'test', 'cli.js'), path.join(modules, '.bin', 'playwright'))
}

/** The page of what explore finds in it. */
function explored(cwd) {
  install(cwd)
  const { executablePath } = launchOptions()
  const env = { ...process.env, ...(executablePath && { PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: executablePath }) }
  const words = [path.join(ROOT, 'dist', 'cli.js'), 'explore', '--minutes', '20', '--', 'npx', 'playwright', 'test']
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8' })
  if (status !== 1) throw new Error(`explore found nothing:\n${stdout}${stderr}`)
  return path.join(cwd, 'explore-report', 'find-1.html')
}

/** The page of a find, from what was otherwise to the place where both orders part. */
async function picture(browser, file) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 1_600 } })
  await page.goto(pathToFileURL(file).href)
  const from = await page.getByRole('heading', { name: 'What was otherwise' }).boundingBox()
  const to = await page.locator('tr.parting').first().boundingBox()
  return await page.screenshot({ animations: 'disabled', clip: { x: 0, y: from.y - MARGIN, width: WIDTH, height: to.y + REST - from.y } })
}

async function explore(browser) {
  return { 'explore.png': await inTemporaryFolder((cwd) => picture(browser, explored(cwd))) }
}

module.exports = { explore, picture }
