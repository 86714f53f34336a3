'use strict'

// Blocks that bring their own org are run: tests by Jest, whole programs by Node.js.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../../run')
const { FOLDER, isTest, lineInPage } = require('./source')

const LONGEST_MS = 120_000
const JEST = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js')

const bringsItsOrg = ({ block: { language, text } }) => language === 'js' && /\bSimulator\.start\(/.test(text)

function run(args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: FOLDER, encoding: 'utf8', timeout: LONGEST_MS })
  return { passed: status === 0, said: `${stdout}${stderr}${error?.message ?? ''}` }
}

/** Where in the page something went wrong, from the stack that was printed. */
function placeOf(source, said) {
  const name = path.basename(source.file).replace(/[.]/g, '\\.')
  const line = new RegExp(`${name}:(\\d+)`).exec(said)?.[1]
  return `${source.block.file}:${line === undefined ? source.block.line : lineInPage(source, Number(line))}`
}

function program(source) {
  const { passed, said } = run([source.file])
  return passed ? [] : [`${placeOf(source, said)}: does not run\n${said}`]
}

function tests(sources) {
  if (sources.length === 0) return []
  const config = { rootDir: FOLDER, testMatch: ['**/*.test.js'], transform: {}, testTimeout: 60_000, moduleDirectories: ['node_modules', ROOT] }
  fs.writeFileSync(path.join(FOLDER, 'jest.config.json'), JSON.stringify(config))
  const { passed, said } = run([JEST, '--config', path.join(FOLDER, 'jest.config.json'), '--forceExit=false'])
  if (passed) return []
  const failed = sources.filter(({ file }) => said.includes(path.basename(file)))
  return failed.map((source) => `${placeOf(source, said)}: does not pass`).concat(said)
}

/** The specs that CI runs anyway, each as its text. */
function knownSpecs() {
  const examples = fs.readdirSync(path.join(ROOT, 'examples')).map((name) => path.join('examples', name, 'tests'))
  const folders = ['e2e', ...examples].map((folder) => path.join(ROOT, folder)).filter(fs.existsSync)
  const files = folders.flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.spec.ts')).map((name) => path.join(folder, name)))
  return files.map((file) => fs.readFileSync(file, 'utf8').trim())
}

/** Playwright specs are not run a second time: each must be the text of one that is. */
function unknownSpecs(sources) {
  const specs = sources.filter(({ block: { language, text } }) => language === 'ts' && isTest(text) && /^test\(/m.test(text))
  const known = knownSpecs()
  return specs.filter(({ block }) => !known.includes(block.text.trim()))
    .map(({ block }) => `${block.file}:${block.line}: is no spec of e2e or of an example, so nobody runs it`)
}

/** What does not run, in words; and how many were run. */
function execute(sources) {
  const own = sources.filter(bringsItsOrg)
  const programs = own.filter(({ isTest: tested }) => !tested)
  const wrong = [...unknownSpecs(sources), ...programs.flatMap(program), ...tests(own.filter(({ isTest: tested }) => tested))]
  return { wrong, run: own.length }
}

module.exports = { execute }
