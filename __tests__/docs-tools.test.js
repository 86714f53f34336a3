'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { linesOf, wrongWith } = require('../scripts/docs/blocks/commands')
const { sourceOf, lineInPage } = require('../scripts/docs/blocks/source')
const { parseData } = require('../scripts/docs/blocks/data')
const { sentenceOf } = require('../scripts/docs/llms')
const { replaced } = require('../scripts/docs/marked')
const { stable } = require('../scripts/docs/outputs')
const { pages } = require('../scripts/docs/pages')
const { terminal } = require('../scripts/docs/pictures/terminal')

const ROOT = path.resolve(__dirname, '..')

// Each command asks the CLI for its help once, in a process of its own.
jest.setTimeout(60_000)

test.each([
  ['npx playwright-genesys reap --dry-run', []],
  ['npx playwright-genesys reap --dryrun', ['reap has no flag --dryrun']],
  ['npx playwright-genesys sabotage -- npx jest --bail', []],
  ['npx playwright-genesys reep', ['there is no command reep']],
  ['npm run demo -- --trap', []],
  ['npm run demo -- --trip', ['demo has no flag --trip']],
  ['npm run dema', ['package.json has no script dema']],
  ['node scripts/options-docs.js', ['there is no scripts/options-docs.js']],
  ['npm run bench -- --only latency', []],
])('%s is judged rightly', (text, expected) => {
  expect(wrongWith(text)).toEqual(expected)
})

test('a command whose answer is an error is shown as a slip, and not looked at', () => {
  const node = { type: 'code', value: '$ npx playwright-genesys clsoe\nerror: unknown command\n$ npx playwright-genesys reap', position: { start: { line: 4 } } }
  expect(linesOf(node).map(({ line }) => line)).toEqual([6, 7])
})

test.each([
  ['json', '{"a":1}', []],
  ['json', '{a:1}', [expect.stringMatching(/^x\.md:7: /)]],
  ['yaml', 'a: 1\nb: 2', []],
  ['yaml', 'a: 1\nb: [', [expect.stringMatching(/^x\.md:8: /)]],
  ['text', '{', []],
])('a block of %s with %j is judged rightly', (language, text, expected) => {
  expect(parseData([{ file: 'x.md', line: 7, language, text }])).toEqual(expected)
})

test.each([
  ['js', 'const a = 1', '.cjs'],
  ['js', "import a from 'a'", '.mjs'],
  ['js', "test('it', () => {})", '.test.js'],
  ['ts', 'const a = 1', '.mts'],
])('a block of %s, %s, becomes a %s, and its lines are those of the page', (language, text, ending) => {
  const source = sourceOf({ file: 'docs/x.md', line: 7, language, text })
  expect(source.file.endsWith(`docs-x-md-7${ending}`)).toBe(true)
  const line = source.text.split('\n').findIndex((each) => each === text) + 1
  expect(lineInPage(source, line)).toBe(7)
})

test('outputs are compared without times, ports, widths and order', () => {
  expect(stable('  b  12 ms\n\na at 127.0.0.1:4000\n')).toEqual(stable('a at 127.0.0.1:5000\nb 1.2 s\nb 3 ms'))
  expect(stable('closed')).not.toEqual(stable('open'))
})

test('what is made stands between its comments, and nowhere else', () => {
  const page = 'before\n<!-- made by "npm run docs:make": x -->\nold\n<!-- end of what is made -->\nafter'
  const made = replaced(page, 'x', 'new')
  expect(made).toBe('before\n<!-- made by "npm run docs:make": x -->\n\nnew\n\n<!-- end of what is made -->\nafter')
  expect(replaced(made, 'x', 'new')).toBe(made)
  expect(() => replaced(page, 'y', 'new')).toThrow('lacks')
})

test.each([
  ['One. Two.', 'One.'],
  ['See docs/x.md for it. `b` follows.', 'See docs/x.md for it.'],
  ['These are:', 'These are.'],
  ['No end', 'No end'],
])('the first sentence of %j is %j', (text, expected) => {
  expect(sentenceOf(text)).toBe(expected)
})

test('a picture of a terminal escapes what was printed, and keeps columns and colours', () => {
  const svg = terminal('x', '\u001b[32ma <b> & c\u001b[0m   d')
  expect(svg).toContain('fill="#7ee787">a &lt;b&gt; &amp; c</tspan>')
  expect(/<tspan x="([\d.]+)">d</.exec(svg)[1]).toBe((16 + 12 * 7.83).toFixed(1))
})

describe('pictures', () => {
  const folder = path.join(ROOT, 'docs', 'pictures')
  const texts = pages().map((file) => fs.readFileSync(path.join(ROOT, file), 'utf8')).join('\n')
  const named = [...texts.matchAll(/(?:\(|src="|srcset=")(?:docs\/)?pictures\/([\w.-]+)/g)].map(([, name]) => name)

  test('that pages show are there, and none is there that no page shows', () => {
    expect([...new Set(named)].sort()).toEqual(fs.readdirSync(folder).sort())
  })

  test('are small, and say in words what they show', () => {
    expect(fs.readdirSync(folder).filter((name) => fs.statSync(path.join(folder, name)).size >= 120_000)).toEqual([])
    expect(texts).not.toMatch(/!\[\]\(|<img (?!alt="[^"]{20})/)
  })
})
