'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { binding } = require('../lib/binding')
const { GenesysError } = require('..')
const { FILE, optionsPage } = require('../scripts/options-doc')

const read = (name) => fs.readFileSync(path.resolve(__dirname, '..', name), 'utf8')
const CODES = binding.errorCodes()

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
  const [, union] = /export type GenesysErrorCode =\n((?: {2}\|.*\n)+)/.exec(read('index.d.ts'))
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

test('the story of the README is the spec that runs, is short, and names no simulator', () => {
  const story = read('e2e/story.spec.ts')
  expect(read('README.md')).toContain(`\`\`\`ts\n${story}\`\`\``)
  expect(story.trimEnd().split('\n').length).toBeLessThan(40)
  expect(story).not.toMatch(/simulat/i)
})
