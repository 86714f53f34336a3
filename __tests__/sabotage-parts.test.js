'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { readResults } = require('../build/cli/sabotage/results')
const { recognise, reporting } = require('../build/cli/runner')
const { MODES } = require('../build/cli/sabotage/modes')
const { story } = require('../build/cli/sabotage/text')
const { judged, unusable } = require('../build/cli/sabotage/verdict')
const { ARGUMENTS } = require('../build/options')
const { temporaryFolder } = require('./support/ledger')

const ROOT = path.resolve(__dirname, '..')

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))

const write = (name, value) => {
  const file = path.join(folder, name)
  fs.writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

test('every mode of the simulator is judged and told, in the command and in both pages', () => {
  const modes = ARGUMENTS.mode.choices.filter((mode) => mode !== 'none')
  expect(Object.keys(MODES)).toEqual(modes)
  for (const page of ['docs/sabotage.md', 'docs/simulator.md']) {
    const text = fs.readFileSync(path.join(ROOT, page), 'utf8')
    for (const mode of modes) expect(text).toContain(`| \`${mode}\` |`)
  }
})

describe('the runner of a command', () => {
  test.each([
    ['npx playwright test', 'playwright'],
    ['npx playwright test -g close', 'playwright'],
    ['npx playwright install', undefined],
    ['node node_modules/@playwright/test/cli.js test', 'playwright'],
    ['node --test', undefined],
    ['npx jest', 'jest'],
    ['npx --no-install jest --ci', 'jest'],
    ['node --experimental-vm-modules node_modules/jest/bin/jest.js', 'jest'],
    ['cross-env CI=1 jest', 'jest'],
    ['pnpm exec vitest run', 'vitest'],
    ['node node_modules/vitest/vitest.mjs', 'vitest'],
    ['node scripts/all.js jest', undefined],
    ['make test', undefined],
    ['npm test', undefined],
  ])('of %s is %s', (command, name) => {
    expect(recognise(command.split(' '), folder)).toEqual(name === undefined ? {} : { name })
  })

  test.each([
    ['npm test', 'jest --ci', { name: 'jest', through: 'npm' }],
    ['npm t', 'tsc && jest', { name: 'jest', through: 'npm' }],
    ['yarn test', 'playwright test', { name: 'playwright' }],
    ['pnpm run test', 'vitest run', { name: 'vitest' }],
    ['npm test', 'jest | tee log', {}],
    ['npm test', 'jest && echo done', {}],
    ['npm run other', 'jest', {}],
  ])('of %s with the script %j', (command, script, expected) => {
    write('package.json', { scripts: { test: script } })
    expect(recognise(command.split(' '), folder)).toEqual(expected)
  })

  test.each(/** @type {[string[], { through?: 'npm' }, string[]][]} */ ([
    [['npx', 'jest'], {}, ['npx', 'jest', '--json', '--outputFile=f']],
    [['npm', 'test'], { through: 'npm' }, ['npm', 'test', '--', '--json', '--outputFile=f']],
    [['npm', 'test', '--', '--ci'], { through: 'npm' }, ['npm', 'test', '--', '--ci', '--json', '--outputFile=f']],
  ]))('%j is made to write results', (words, how, expected) => {
    expect(reporting(words, { name: 'jest', ...how }, { file: 'f' })).toEqual({ words: expected, env: {} })
  })

  test('Playwright gets its file by the environment, others are left alone', () => {
    const made = reporting(['playwright', 'test'], { name: 'playwright' }, { file: 'f' })
    expect(made).toEqual({ words: ['playwright', 'test', '--reporter=json'], env: { PLAYWRIGHT_JSON_OUTPUT_FILE: 'f' } })
    expect(reporting(['make'], {}, { file: 'f' })).toEqual({ words: ['make'], env: {} })
  })
})

describe('results', () => {
  test('of Jest and Vitest', () => {
    const assertion = (title, status) => ({ ancestorTitles: ['a'], title, status })
    const file = write('jest.json', {
      testResults: [{ name: path.join(folder, 'x.test.js'), assertionResults: [assertion('b', 'passed'), assertion('c', 'failed'), assertion('d', 'pending'), assertion('b', 'failed')] }],
    })
    for (const runner of /** @type {const} */ (['jest', 'vitest'])) {
      expect([...readResults(runner, file, folder)]).toEqual([['x.test.js › a › b', 'failed'], ['x.test.js › a › c', 'failed']])
    }
  })

  test('of Playwright, by project; a retry that passed is a pass', () => {
    const spec = (title, ...statuses) => ({ title, tests: statuses.map(([projectName, status]) => ({ projectName, status })) })
    const file = write('playwright.json', {
      suites: [{
        title: 'x.spec.ts',
        specs: [spec('one', ['chromium', 'expected'], ['firefox', 'unexpected'])],
        suites: [{ title: 'inner', specs: [spec('two', ['', 'flaky']), spec('three', ['', 'skipped'])] }],
      }],
    })
    expect([...readResults('playwright', file)]).toEqual([
      ['[chromium] › x.spec.ts › one', 'passed'],
      ['[firefox] › x.spec.ts › one', 'failed'],
      ['x.spec.ts › inner › two', 'passed'],
    ])
  })

  test.each(['', 'not json', '[]', '{"testResults":[{"name":1}]}', '{"testResults":[null]}'])('that are %j are none', (text) => {
    expect(readResults('jest', write('bad.json', text))).toBeUndefined()
  })

  test('a name does nothing on a terminal and gives no secret away', () => {
    const title = `red \u001b[31m, Bearer ${'x1'.repeat(30)} ${'long '.repeat(100)}`
    const file = write('jest.json', { testResults: [{ name: 'f', assertionResults: [{ title, status: 'passed' }] }] })
    const [[name]] = readResults('jest', file, folder)
    expect(name).toMatch(/red ␛\[31m, \[masked\] long/)
    expect(name).toHaveLength(200)
  })

  test('no runner, no file: none', () => {
    expect(readResults(undefined, 'x')).toBeUndefined()
    expect(readResults('jest', path.join(folder, 'absent'))).toBeUndefined()
  })
})

describe('the verdict', () => {
  const GREEN = { status: 0, timedOut: false, ms: 1 }
  const RED = { status: 1, timedOut: false, ms: 1 }
  const seen = (run, results = undefined) => ({ run, results, started: true, lied: false, unusable: undefined })
  const baseline = seen(GREEN, new Map([['a', 'passed'], ['b', 'passed'], ['c', 'passed']]))
  const of = (run, lied, results) => judged({ mode: 'reopens', run, lied, started: true, results }, baseline)

  test.each([
    [RED, true, 'caught'],
    [{ status: 0, timedOut: true, ms: 1 }, true, 'caught'],
    [{ status: undefined, killedBy: 'SIGSEGV', timedOut: false, ms: 1 }, true, 'caught'],
    [GREEN, true, 'missed'],
    [GREEN, false, 'not met'],
    [RED, false, 'unclear'],
  ])('of %j with a lie: %j is %s', (run, lied, verdict) => {
    expect(of(run, lied).verdict).toBe(verdict)
  })

  test('tests are what they were without sabotage: failed, green, or not run', () => {
    const results = new Map([['a', 'failed'], ['b', 'passed'], ['new', 'failed']])
    expect(of(RED, true, results)).toMatchObject({ failed: ['a'], green: ['b'], notRun: ['c'] })
  })

  test('a suite that is red, late, killed or empty cannot be judged', () => {
    expect([RED, { status: 0, timedOut: true }, { status: undefined }].map((run) => unusable(seen(run)))).toEqual(['red', 'red', 'red'])
    expect(unusable(seen(GREEN, new Map()))).toBe('empty')
    expect([unusable(seen(GREEN)), unusable(baseline)]).toEqual([undefined, undefined])
  })

  test('the story lists ten names at most, and says when no simulator was there to lie', () => {
    const names = Array.from({ length: 25 }, (_, index) => `test ${index}`)
    const many = seen(GREEN, new Map(names.map((name) => [name, 'passed'])))
    const missed = judged({ mode: 'reopens', run: GREEN, lied: true, started: true, results: many.results }, many)
    const absent = judged({ mode: 'reopens', run: GREEN, lied: false, started: false, results: many.results }, many)
    expect(story(many, [missed])).toMatch(/Green all the same:\n( {4}test \d\n){10} {4}and 15 more\n/)
    expect(story(many, [missed])).not.toContain('No run has started')
    expect(story(many, [absent])).toContain('No run has started a simulator.')
    expect(story(many, [absent])).toMatch(/0 of 1 mode caught\.\n$/)
  })
})
