'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { parse } = require('yaml')
const { napi, scripts } = require('../package.json')

const ROOT = path.resolve(__dirname, '..')
const FOLDER = path.join(ROOT, '.github', 'workflows')
const FILES = fs.readdirSync(FOLDER)

/** Repeated keys and odd indentation are errors to this parser. */
const WORKFLOWS = Object.fromEntries(FILES.map((file) => [file, parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'))]))
const RELEASE = WORKFLOWS['release.yml']

const JOBS = Object.entries(WORKFLOWS).flatMap(([file, { jobs }]) => Object.entries(jobs).map(([name, job]) => [`${file} ${name}`, job]))
const STEPS = JOBS.flatMap(([name, job]) => job.steps.map((step, index) => [`${name}, step ${index + 1}`, step]))
const RUNS = STEPS.filter(([, { run }]) => run !== undefined)

/** All jobs that a job waits for, and those that they wait for. */
function before(name, jobs = RELEASE.jobs) {
  const needed = [jobs[name].needs ?? []].flat()
  return new Set([...needed, ...needed.flatMap((each) => [...before(each, jobs)])])
}

test('there is one for each change, and one for a release', () => {
  expect(FILES.sort()).toEqual(['ci.yml', 'release.yml'])
})

test('the release builds the targets of package.json, each once', () => {
  const targets = RELEASE.jobs.build.strategy.matrix.include.map(({ target }) => target)
  expect(targets).toEqual(napi.targets)
})

test('each target is used on its own system, on each Node.js, before anything is published', () => {
  const { try: plain, 'try-musl': musl } = RELEASE.jobs
  expect([...plain.strategy.matrix.target, ...musl.strategy.matrix.target].sort()).toEqual([...napi.targets].sort())
  for (const { strategy: { matrix } } of [plain, musl]) {
    expect(matrix.node).toEqual([20, 22, 24, 26])
    expect(matrix.include.map(({ target }) => target)).toEqual(matrix.target)
  }
  for (const job of ['build', 'loader', 'try', 'try-musl', 'try-old-glibc']) expect(before('publish')).toContain(job)
})

test('the gates come before publishing, and only a tag is published', () => {
  const { steps, if: condition } = RELEASE.jobs.publish
  const commands = steps.map(({ run }) => run)
  const [gates, publish] = ['node scripts/gates.js npm', 'node scripts/publish.js'].map((command) => commands.indexOf(command))
  expect(gates).toBeGreaterThan(commands.indexOf('node scripts/publish.js --prepare'))
  expect(publish).toBeGreaterThan(gates)
  expect(condition).toBe("startsWith(github.ref, 'refs/tags/v')")
})

test('CI runs what the README tells people to run', () => {
  const commands = RUNS.filter(([name]) => name.startsWith('ci.yml')).map(([, { run }]) => run)
  for (const command of ['npm test', 'npm run demo', 'npm run nodes', 'npm run packages']) expect(commands).toContain(command)
})

test('every script that a workflow names is there', () => {
  const named = RUNS.flatMap(([, { run }]) => [...run.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name))
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  const files = RUNS.flatMap(([, { run }]) => [...run.matchAll(/scripts\/[\w-]+\.js/g)].map(([file]) => file))
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((file) => !fs.existsSync(path.join(ROOT, file)))).toEqual([])
})

test.each(JOBS)('%s has the least rights that it needs, and an end', (name, job) => {
  const rights = name === 'release.yml publish' ? { contents: 'read', 'id-token': 'write' } : { contents: 'read' }
  expect(job.permissions).toEqual(rights)
  expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
})

test.each(Object.entries(WORKFLOWS))('%s gives no right to a job that asks for none', (_file, { permissions }) => {
  expect(permissions).toEqual({ contents: 'read' })
})

test.each(RUNS)('%s puts nothing from outside into a shell', (_name, { run }) => {
  expect(run).not.toContain('${{')
})

test('there are no secrets: npm takes the proof of the workflow', () => {
  expect(FILES.filter((file) => /\bsecrets\b|TOKEN:/.test(fs.readFileSync(path.join(FOLDER, file), 'utf8')))).toEqual([])
})

const USED = STEPS.filter(([, { uses }]) => uses !== undefined)

test.each(USED)('%s uses an action of GitHub itself, of one major version', (_name, { uses, with: given }) => {
  expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/)
  if (uses.startsWith('actions/checkout')) expect(given['persist-credentials']).toBe(false)
})
