'use strict'

const { wrongWith } = require('../scripts/packed/tarballs')
const { exports: doors } = require('../package.json')

const WANTED = ['LICENSE', 'README.md', 'package.json', 'index.d.ts', 'binding.js', 'dist/cli.js', 'dist/core.js', 'dist/closes.js', 'dist/guests.js', 'dist/tools.js', 'dist/trouble.js', 'dist/index.js', 'docs/options.md']
const OF_DOORS = Object.values(doors).flatMap((door) => (typeof door === 'string' ? [door] : Object.values(door).flatMap(Object.values)))
const FILES = [...new Set([...WANTED, ...OF_DOORS.map((file) => file.replace('./', ''))])]

test('a package with what it needs, and nothing else, is right', () => {
  expect(wrongWith(FILES)).toEqual([])
})

test.each(['LICENSE', 'dist/core.js', 'dist/playwright.d.mts'])('a package without %s is wrong', (file) => {
  expect(wrongWith(FILES.filter((each) => each !== file))).toEqual([`${file} is missing`])
})

test.each([
  'playwright-genesys.linux-x64-gnu.node', 'src/lib.rs', 'Cargo.toml', 'ts/run.ts', 'dist/x.test.js', '__tests__/x.js', 'examples/jest/README.md',
  'dist/.env', 'npm-debug.log', 'binding.gyp', 'docs/pictures/demo.svg', 'dist/run.js.map',
])('a package with %s is wrong', (file) => {
  expect(wrongWith([...FILES, file])[0]).toMatch(`${file}: `)
})

test.each(['dist/a.js', 'dist/types/run.d.ts', 'docs/cli.md'])('%s may be in it', (file) => {
  expect(wrongWith([...FILES, file])).toEqual([])
})
