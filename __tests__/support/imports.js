'use strict'

const fs = require('node:fs')
const path = require('node:path')

const ROOT = path.resolve(__dirname, '..', '..')

/** Every file below a folder with one of the extensions, relative to the repository. */
function filesBelow(folder, extensions) {
  const full = path.join(ROOT, folder)
  if (!fs.existsSync(full)) return []
  const names = fs.readdirSync(full, { recursive: true }).map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
  return names.filter((name) => extensions.includes(path.extname(name)))
}

/** Rust text without comments and strings, positions kept. */
function bare(text) {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"/g, (found) => ' '.repeat(found.length))
}

/** `src/close/state.rs` is `close::state`; `src/close/mod.rs` is `close`. */
function moduleOf(file) {
  const parts = file.replace(/^src\//, '').replace(/\.rs$/, '').split('/')
  return parts.at(-1) === 'mod' ? parts.slice(0, -1) : parts
}

/** How many modules written in place, `mod tests { … }`, stand around a position. */
function depthOfModules(text, position) {
  const opened = []
  for (const { 0: token, index } of text.matchAll(/\bmod\s+\w+\s*\{|[{}]/g)) {
    if (index >= position) break
    if (token === '}') opened.pop()
    else opened.push(token.startsWith('mod'))
  }
  return opened.filter(Boolean).length
}

/** All paths of a use tree or expression that starts at a position: `a::{b, c::{d, self}}`. */
function pathsAt(text, position) {
  const word = /\s*(\w+|\*)\s*(::)?/y
  word.lastIndex = position
  const found = word.exec(text)
  if (found === null) return []
  const [, name, goesOn] = found
  if (!goesOn) return [[name]]
  const inner = text.slice(word.lastIndex).trimStart()
  const rest = inner.startsWith('{') ? branches(inner).flatMap((branch) => pathsAt(branch, 0)) : pathsAt(text, word.lastIndex)
  return rest.length === 0 ? [[name]] : rest.map((tail) => [name, ...tail])
}

/** The comma-separated parts of the braces that a text starts with. */
function branches(text) {
  let depth = 0
  const parts = ['']
  for (const character of text) {
    if (character === '}' && depth === 1) break
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (character === ',' && depth === 1) parts.push('')
    else if (!(character === '{' && depth === 1)) parts[parts.length - 1] += character
  }
  return parts.filter((part) => part.trim() !== '')
}

/** A path from `crate`, `super` or `self` as one from the root of the crate. */
function absolute(segments, module, depth) {
  const [first, ...rest] = segments
  if (first === 'crate') return rest
  const supers = segments.findIndex((segment) => segment !== 'super')
  const climbed = Math.max(0, (supers < 0 ? segments.length : supers) - depth)
  const own = first === 'self' ? rest : segments.slice(supers < 0 ? segments.length : supers)
  return [...module.slice(0, module.length - climbed), ...own]
}

/** What a Rust file names of its own crate, as paths from the root. */
function rustImports(file, source) {
  const text = bare(source)
  const starts = [...text.matchAll(/(?<!\w|::\s*)(crate|super|self)\s*::/g)]
  return starts.flatMap(({ index }) => {
    const depth = depthOfModules(text, index)
    return pathsAt(text, index).map((segments) => absolute(segments, moduleOf(file), depth).filter((segment) => segment !== 'self'))
  })
}

/** `require('./errors')` means `errors.js`; between TypeScript files, `errors.ts`. */
function withEnding(name) {
  const ending = ['.ts', '.js'].find((each) => fs.existsSync(path.join(ROOT, `${name}${each}`)))
  return path.extname(name) || ending === undefined ? name : `${name}${ending}`
}

/** A relative name as a path from the root. */
function fromRoot(file, name) {
  const joined = path.posix.join(path.posix.dirname(file), name)
  return /^\.\/?$/.test(joined) ? 'index.js' : withEnding(joined)
}

/** What a JavaScript or TypeScript file requires or imports: files of the repository by path, packages by name. */
function jsImports(file, source) {
  const found = [...source.matchAll(/(?:require\(|\bfrom |\bimport\()\s*'([^']+)'/g)].map(([, name]) => name)
  const resolved = found.map((name) => (name.startsWith('.') ? fromRoot(file, name) : name))
  return resolved.filter((name) => !name.startsWith('node:'))
}

/** The rows of a table in ARCHITECTURE.md: name to what it may import. */
function importTable(title) {
  const text = fs.readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8')
  const [, body] = text.split(`| ${title} | may import |\n| --- | --- |\n`)
  const rows = body.split('\n\n')[0].trim().split('\n')
  return new Map(rows.map((row) => {
    const [, name, allowed] = /^\| `(.+)` \| (.+) \|$/.exec(row)
    if (allowed === 'nothing' || allowed === 'everything') return [name, allowed === 'nothing' ? [] : undefined]
    return [name, [...allowed.matchAll(/`([^`]+)`/g)].map(([, each]) => each)]
  }))
}

module.exports = { ROOT, filesBelow, importTable, jsImports, moduleOf, rustImports }
