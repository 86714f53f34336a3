'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')

const FOLDERS = ['', 'docs', 'docs/api', '.github', 'bench', 'fuzz']

const markdownIn = (folder) => {
  const whole = path.join(ROOT, folder)
  if (!fs.existsSync(whole)) return []
  return fs.readdirSync(whole).filter((name) => name.endsWith('.md')).map((name) => path.posix.join(folder, name)).sort()
}

const examples = () => fs.readdirSync(path.join(ROOT, 'examples')).map((name) => `examples/${name}`)

/** Every page that somebody reads, by its path from the root. */
function pages() {
  return [...FOLDERS, ...examples()].flatMap(markdownIn)
}

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8')

/** Whether a page is for users of the package, who have no clone. */
const isForUsers = (file) => file === 'README.md' || file.startsWith('docs/')

module.exports = { isForUsers, pages, read }
