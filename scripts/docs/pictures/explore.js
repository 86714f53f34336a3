'use strict'

const path = require('node:path')
const { spawnSync } = require('node:child_process')
const { pathToFileURL } = require('node:url')
const { ROOT, scriptOf } = require('../../run')
const { inTemporaryFolder } = require('../outputs/commands')

const HEIGHT = 900
const WIDTH = 1180

/** A race that is planted in a copy of the sample page, found. */
function explored(cwd) {
  const test = [process.execPath, scriptOf('@playwright/test', 'playwright'), 'test', '-c', ROOT, 'e2e/explore', '-g', 'late history, planted']
  const words = [path.join(ROOT, 'dist', 'cli.js'), 'explore', '--schedules', '100', '--', ...test]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' })
  if (status !== 1) throw new Error(`explore found nothing:\n${stdout}${stderr}`)
  return path.join(cwd, 'explore-report', 'find-1.html')
}

/** The page of a find, as far as the place where both orders part. */
async function explore(browser) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } })
  return await inTemporaryFolder(async (cwd) => {
    await page.goto(pathToFileURL(explored(cwd)).href)
    const parting = await page.locator('tr.parting').first().boundingBox()
    const height = Math.min(Math.max(HEIGHT, Math.round((parting?.y ?? 0) + 120)), 1_400)
    await page.setViewportSize({ width: WIDTH, height })
    return { 'explore.png': await page.screenshot({ animations: 'disabled' }) }
  })
}

module.exports = { explore }
