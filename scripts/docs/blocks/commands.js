'use strict'

// Commands that pages name, in blocks and in sentences: each must be there, with its flags.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../../run')
const { nodesOf } = require('../markdown')
const { pages } = require('../pages')

const manifest = require('../../../package.json')

const LONGEST_MS = 60_000
const helps = new Map()

/** What a command of ours says of itself; the one without a name is the list of all. */
function helpOf(command) {
  if (!helps.has(command)) {
    const { stdout } = spawnSync(process.execPath, ['dist/cli.js', ...command, '--help'], { cwd: ROOT, encoding: 'utf8', timeout: LONGEST_MS })
    helps.set(command, stdout)
  }
  return helps.get(command)
}

const flagsIn = (words) => words.split(/ -- | \| | # |[`&;]/)[0].match(/(?<=\s|^)--?[a-z][\w-]*/g) ?? []
const isCommand = (name) => new RegExp(`^ {2}${name}\\b`, 'm').test(helpOf(''))
const knows = (command, flag) => new RegExp(`(?:^|[\\s,])${flag}(?![\\w-])`).test(helpOf(command))

function wrongCommand(name, words) {
  if (!isCommand(name)) return [`there is no command ${name}`]
  return flagsIn(words).filter((flag) => !knows([name], flag)).map((flag) => `${name} has no flag ${flag}`)
}

/** `npm run demo -- --trap` passes its flags on; of other scripts only the name is known here. */
function wrongScript(name, words) {
  if (!Object.hasOwn(manifest.scripts, name)) return [`package.json has no script ${name}`]
  const [, passed] = / -- (.*)/.exec(words) ?? []
  return name === 'demo' && passed !== undefined ? wrongCommand('demo', passed) : []
}

/** @type {[RegExp, (name: string, words: string) => string[]][]} */
const KINDS = [
  [/(?:npx |\$ |^)playwright-genesys (?!-)([a-z]+)(.*)/g, wrongCommand],
  [/npm run ([a-z][\w:-]*)(.*)/g, wrongScript],
  [/node (scripts\/[\w/.-]+\.js)/g, (file) => (fs.existsSync(path.join(ROOT, file)) ? [] : [`there is no ${file}`])],
]

/** What is wrong with the commands in one line of code. */
function wrongWith(text) {
  return KINDS.flatMap(([pattern, judge]) => [...text.matchAll(pattern)].flatMap(([, name, words]) => judge(name, words ?? '')))
}

/** The lines of some code, each with its number; not those whose answer, right below, is an error: these are slips on purpose. */
function linesOf({ value, type, position: { start } }) {
  const first = start.line + (type === 'code' ? 1 : 0)
  const lines = value.split('\n').map((text, index, all) => ({ text, line: first + index, isRefused: all[index + 1]?.startsWith('error: ') ?? false }))
  return lines.filter(({ isRefused }) => !isRefused)
}

async function inPage(file) {
  const found = await nodesOf(file, ['code', 'inlineCode'])
  const nodes = found.map(({ node }) => node).filter(({ lang }) => !['js', 'ts'].includes(lang))
  return nodes.flatMap(linesOf).map(({ text, line }) => ({ place: `${file}:${line}`, text }))
}

/** What is wrong with all commands of all pages, in words. */
async function checkCommands() {
  const lines = (await Promise.all(pages().map(inPage))).flat()
  return lines.flatMap(({ place, text }) => wrongWith(text).map((wrong) => `${place}: ${wrong}`))
}

module.exports = { checkCommands, linesOf, wrongWith }
