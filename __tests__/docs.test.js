'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { binding } = require('../build/boundary/binding')
const { GenesysError } = require('..')
const { FILE, optionsPage } = require('../scripts/options-doc')

const read = (name) => fs.readFileSync(path.resolve(__dirname, '..', name), 'utf8')
const CODES = /** @type {import('..').GenesysErrorCode[]} */ (binding.errorCodes())

/** The sections of docs/errors.md, by the code in their heading. */
function errorSections() {
  const [, ...sections] = read('docs/errors.md').split(/^## /m)
  return new Map(sections.map((section) => [section.split('\n')[0], section]))
}

test('docs/errors.md has one section for each code of the addon, and no other', () => {
  expect([...errorSections().keys()]).toEqual(CODES)
})

test.each(CODES)('the section of %s says who, what effect, and what to do', (code) => {
  const section = errorSections().get(code)
  for (const question of ['**Who**', '**Effect**', '**What to do**']) expect(section).toContain(question)
})

test('the TypeScript union has exactly the codes of the addon', () => {
  const [, union] = /export type GenesysErrorCode =\n((?: {2}\|.*\n)+)/.exec(read('ts/types/seen.ts'))
  expect([...union.matchAll(/'(\w+)'/g)].map(([, code]) => code)).toEqual(CODES)
})

test('an error points at its section', () => {
  for (const code of CODES) expect(new GenesysError(code, '').docsUrl.endsWith(`docs/errors.md#${code.toLowerCase()}`)).toBe(true)
})

test('docs/options.md is what the option table says', () => {
  expect(fs.readFileSync(FILE, 'utf8')).toBe(optionsPage())
})

test('docs/security.md names tests that are there, and reports have a way', () => {
  const named = [...read('docs/security.md').matchAll(/`((?:__tests__|tests|e2e|src|scripts)\/[\w./-]+)`/g)].map(([, file]) => file)
  expect(new Set(named).size).toBeGreaterThan(25)
  expect([...new Set(named)].filter((file) => !fs.existsSync(path.resolve(__dirname, '..', file)))).toEqual([])
  expect(read('SECURITY.md')).toContain('Report a vulnerability')
})

test('the package and its addon have the same version', () => {
  expect(binding.version()).toBe(require('../package.json').version)
})

test('the story of the README is short and names no simulator', () => {
  const story = read('e2e/story.spec.ts')
  expect(read('README.md')).toContain(`\`\`\`ts\n${story}\`\`\``)
  expect(story.trimEnd().split('\n').length).toBeLessThan(40)
  expect(story).not.toMatch(/simulat/i)
})

test('the quick start of the README is pasted in 15 lines, and is the example that runs', () => {
  const [, quickStart] = /## Quick start\n([\s\S]*?)\n## /.exec(read('README.md'))
  const pasted = [...quickStart.matchAll(/```(?:sh|ts)\n([\s\S]*?)```/g)].map(([, text]) => text)
  expect(pasted.join('').trimEnd().split('\n').length).toBeLessThanOrEqual(15)
  expect(pasted).toContain(read('examples/quick-start/tests/closed.spec.ts'))
})

test('the README says what to do for each error code, once', () => {
  const [, table] = /## When something goes wrong\n([\s\S]*?)\n## /.exec(read('README.md'))
  const codes = [...table.matchAll(/\[`(\w+)`\]\(docs\/errors\.md#(\w+)\)/g)]
  expect(codes.map(([, code]) => code).sort()).toEqual([...CODES].sort())
  for (const [, code, anchor] of codes) expect(anchor).toBe(code.toLowerCase())
})

test('the README names every page of the docs', () => {
  const pages = fs.readdirSync(path.resolve(__dirname, '..', 'docs')).filter((name) => name.endsWith('.md'))
  const named = [...read('README.md').matchAll(/^- \[docs\/([\w-]+\.md)\]\(docs\/\1\): /gm)].map(([, name]) => name)
  expect([...named].sort()).toEqual(pages.sort())
})

test('npm run check is what CI runs, and CI calls npm test by its name', () => {
  const commands = read('.ci/run').split('\n').filter((line) => /^(?:npm|node|npx) /.test(line))
  expect(commands).toContain('npm test')
  expect(require('../package.json').scripts.check.split(' && ')).toEqual(commands)
})

test('the words that no dictionary knows are sorted, and each stands there once', () => {
  const words = read('scripts/docs/words.txt').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(words.length).toBeGreaterThan(20)
  expect(words).toEqual([...new Set(words)].sort())
})

test('each promise of reliability.md is shown by a test that stands where it says', () => {
  const promises = /\n## What is promised\n(.*?)\n## /s.exec(read('docs/reliability.md'))[1]
  const shown = [...promises.matchAll(/\| `([^`]+)`: (.+) \|$/gm)].map(([, file, title]) => ({ file, title }))
  expect(shown.length).toBe(promises.split('\n').filter((line) => line.startsWith('| ')).length - 2)
  expect(shown.filter(({ file, title }) => !read(file).includes(title))).toEqual([])
})

test('every link of llms.txt leads to something', () => {
  const links = [...read('llms.txt').matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S/gm)].map(([, file]) => file)
  expect(links.length).toBeGreaterThan(25)
  expect(links.filter((file) => !fs.existsSync(path.resolve(__dirname, '..', file)))).toEqual([])
})
