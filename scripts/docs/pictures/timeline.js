'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { ROOT } = require('../../run')
const { playwright } = require('../outputs/commands')

const FOLDER = path.join(ROOT, 'target', 'pictures')
const PICTURED = 'the backend closes on a payload, and the guest is told'

/** The test of that title, wherever it stands in the report. */
function testIn(suite) {
  return suite.specs?.find(({ title }) => title === PICTURED) ?? suite.suites?.map(testIn).find(Boolean)
}

/** Runs the story of the README, and gives the page that its first test has attached to the report. */
async function attachedPage() {
  fs.rmSync(FOLDER, { recursive: true, force: true })
  fs.mkdirSync(FOLDER, { recursive: true })
  fs.copyFileSync(path.join(ROOT, 'e2e', 'story.spec.ts'), path.join(FOLDER, 'story.spec.ts'))
  const report = JSON.parse(await playwright(FOLDER, ['--reporter=json', '--grep', PICTURED], { genesysAttach: 'always' }))
  const { attachments } = testIn(report).tests[0].results[0]
  return attachments.find(({ contentType }) => contentType === 'text/html').path
}

/** The timeline of a test, as its report has it. */
async function timeline(browser) {
  const file = await attachedPage()
  const pictures = {}
  for (const [colorScheme, name] of [['light', 'timeline.png'], ['dark', 'timeline-dark.png']]) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1180, height: 900 } })
    await page.goto(pathToFileURL(file).href)
    pictures[name] = await page.locator('svg').first().screenshot()
  }
  return pictures
}

module.exports = { timeline }
