'use strict'

// Writes what the fuzzers begin with into fuzz/corpus: the vendor's frames of fixtures/guest-frames.json, and a
// dictionary of the words in them and in fuzz/seeds.
const fs = require('node:fs')
const path = require('node:path')

const frames = require('../fixtures/guest-frames.json').map(({ frame }) => frame)

const CORPUS = path.join(__dirname, 'corpus')
const SEEDS = path.join(__dirname, 'seeds')

function words(value) {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...words(inner)])
}

const isWord = (text) => /^[A-Za-z0-9._:-]{3,40}$/.test(text)

function valuesIn(text) {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line.replace(/^[^{[]/, ''))]
    } catch {
      return []
    }
  })
}

function seedsOf(target) {
  const folder = path.join(SEEDS, target)
  return fs.readdirSync(folder).flatMap((name) => valuesIn(fs.readFileSync(path.join(folder, name), 'utf8')))
}

function writeFrames(target, textOf) {
  const folder = path.join(CORPUS, target)
  fs.mkdirSync(folder, { recursive: true })
  frames.forEach((frame, index) => fs.writeFileSync(path.join(folder, `fixture-${index}`), textOf(frame)))
}

/** Everything that a run begins with; what an earlier run found stays. */
function write() {
  fs.mkdirSync(CORPUS, { recursive: true })
  writeFrames('guest_frame', (frame) => JSON.stringify(frame))
  writeFrames('guest_inbox', (frame) => `${frame.action === undefined ? '<' : '>'}${JSON.stringify(frame)}`)
  for (const target of fs.readdirSync(SEEDS)) {
    const found = [...new Set([...seedsOf(target), ...(target.startsWith('guest_') ? frames : [])].flatMap(words).filter(isWord))].sort()
    fs.writeFileSync(path.join(CORPUS, `${target}.dict`), `${found.map((word) => `"${word}"`).join('\n')}\n`)
  }
}

if (require.main === module) write()

module.exports = { write }
