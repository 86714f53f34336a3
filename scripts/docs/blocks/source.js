'use strict'

// A code block of a page as a file that can be compiled and run.

const path = require('node:path')
const { ROOT } = require('../../run')

/** Inside the repository, so that its files find the package by its name, as users do. */
const FOLDER = path.join(ROOT, 'target', 'docs')

const isModule = (text) => /^import\s/m.test(text)
const isTest = (text) => /^(?:test|describe)\b/m.test(text)

/** What stands before a block of JavaScript, in two lines; what users write with `require` may await all the same. */
function commonJs(text) {
  const runner = isTest(text) ? "const { test, expect, afterEach } = require('@jest/globals');" : ''
  const [open, close] = isTest(text) ? ['', ''] : ['module.exports = (async () => {', '})()']
  return { name: isTest(text) ? '.test.js' : '.cjs', before: `// @ts-check\n${runner}${open}\n`, after: `\n${close}\n` }
}

const MODULE = { name: '.mjs', before: '// @ts-check\n\n', after: '\n' }
const TYPESCRIPT = { name: '.mts', before: '\n\n', after: '\nexport {}\n' }
const LINES_BEFORE = 2

function shapeOf({ language, text }) {
  if (language === 'ts') return TYPESCRIPT
  return isModule(text) ? MODULE : commonJs(text)
}

/** The file of a block: its name tells the page and the line. */
function sourceOf(block) {
  const { name, before, after } = shapeOf(block)
  const file = `${block.file.replace(/\W+/g, '-')}-${block.line}${name}`
  return { block, file: path.join(FOLDER, file), text: `${before}${block.text}${after}`, isTest: name === '.test.js' }
}

/** The line in the page of a line in the file. */
const lineInPage = ({ block }, line) => Math.max(block.line, block.line + line - 1 - LINES_BEFORE)

module.exports = { FOLDER, isTest, lineInPage, sourceOf }
