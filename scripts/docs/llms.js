'use strict'

// llms.txt, as https://llmstxt.org has it: a title, a summary, sections of links with a sentence each.

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { leadOf } = require('./markdown')
const { read } = require('./pages')
const { description } = require('../../package.json')

const START = ['README.md', 'docs/closing.md', 'docs/playwright.md', 'docs/errors.md', 'docs/options.md', 'docs/api.md']
const CONTRIBUTORS = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'RELEASING.md', 'SECURITY.md', 'CHANGELOG.md']

const INTRODUCTION = `# playwright-genesys

> ${description}

A Rust core in a Node.js addon, with TypeScript types. The doors are \`playwright-genesys\` (closing, a guest, a simulator of the
org), \`playwright-genesys/playwright\` (fixtures) and \`playwright-genesys/matchers\`. Offline is the default; a real org is a
choice (\`mode: 'live'\`). A 200 is a claim and no proof: "closed" is said only where it was seen. Many calls that the web
recommends for closing a web-messaging conversation do not exist: docs/closing.md lists the right and the invented ones.
`

/** The first sentence: one that ends before a new one begins, or before a list does. */
function sentenceOf(text) {
  const [first] = /^.*?(?:[.?!](?=\s+[\p{Lu}`(])|[.:?!]$|$)/u.exec(text)
  return first.replace(/:$/, '.')
}

/** What the README's list says of a page; of one that it does not name, the page's own first sentence. */
async function line(file) {
  const { title, text } = await leadOf(file)
  const said = new RegExp(`^- \\[[^\\]]+\\]\\(${file}\\): ([^;\\n]+(?:;[^\\[\\n]+)?)$`, 'm').exec(read('README.md'))?.[1]
  const sentence = said === undefined ? sentenceOf(text) : `${said.replace(/[.;, ]+$/, '')}.`
  return `- [${title}](${file}): ${sentence}`
}

const section = async (title, files) => `## ${title}\n\n${(await Promise.all(files.map(line))).join('\n')}\n`
const isThere = (file) => fs.existsSync(path.join(ROOT, file))

/** llms.txt as text. */
async function llms() {
  const inDocs = fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`).sort()
  const examples = fs.readdirSync(path.join(ROOT, 'examples')).sort().map((name) => `examples/${name}/README.md`)
  const parts = await Promise.all([
    section('Start here', START),
    section('Capabilities', inDocs.filter((file) => !START.includes(file))),
    section('Examples, in the repository', examples),
    section('Optional', CONTRIBUTORS.filter(isThere)),
  ])
  return [INTRODUCTION, ...parts].join('\n')
}

module.exports = { llms, sentenceOf }
