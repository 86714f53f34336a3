'use strict'

// Writes what the fuzzers begin with into fuzz/corpus: the vendor's frames of fixtures/guest-frames.json, what earlier
// runs found and fuzz/kept remembers, and a dictionary of the words in the frames and in fuzz/seeds.
//
// `node fuzz/corpus.js keep` remembers anew, from a corpus that `cargo fuzz cmin` has made small.
const fs = require('node:fs')
const path = require('node:path')

const frames = require('../fixtures/guest-frames.json').map(({ frame }) => frame)

const CORPUS = path.join(__dirname, 'corpus')
const SEEDS = path.join(__dirname, 'seeds')
const KEPT = path.join(__dirname, 'kept')
const KEPT_BYTES = 12_000
const TARGETS = fs.readdirSync(SEEDS)

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

const keptFile = (target) => path.join(KEPT, `${target}.json`)

/** Inputs that were found, of all sizes, as many as a small file holds: bytes in base64. */
function keep(target) {
  const folder = path.join(CORPUS, target)
  const found = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name)))
  found.sort((one, other) => one.length - other.length || Buffer.compare(one, other))
  const each = Math.ceil(found.reduce((sum, { length }) => sum + length, 0) / KEPT_BYTES)
  const kept = found.filter((_, index) => (index + 1) % each === 0)
  fs.mkdirSync(KEPT, { recursive: true })
  fs.writeFileSync(keptFile(target), `${JSON.stringify(kept.map((input) => input.toString('base64')))}\n`)
  return kept.length
}

function writeKept(target) {
  if (!fs.existsSync(keptFile(target))) return
  const folder = path.join(CORPUS, target)
  fs.mkdirSync(folder, { recursive: true })
  const inputs = JSON.parse(fs.readFileSync(keptFile(target), 'utf8'))
  inputs.forEach((input, index) => fs.writeFileSync(path.join(folder, `kept-${index}`), Buffer.from(input, 'base64')))
}

/** Everything that a run begins with; what an earlier run found stays. */
function write() {
  fs.mkdirSync(CORPUS, { recursive: true })
  writeFrames('guest_frame', (frame) => JSON.stringify(frame))
  writeFrames('guest_inbox', (frame) => `${frame.action === undefined ? '<' : '>'}${JSON.stringify(frame)}`)
  for (const target of TARGETS) {
    writeKept(target)
    const found = [...new Set([...seedsOf(target), ...(target.startsWith('guest_') ? frames : [])].flatMap(words).filter(isWord))].sort()
    fs.writeFileSync(path.join(CORPUS, `${target}.dict`), `${found.map((word) => `"${word}"`).join('\n')}\n`)
  }
}

if (require.main === module) {
  if (process.argv[2] === 'keep') for (const target of TARGETS) console.log(target, keep(target))
  else write()
}

module.exports = { write }
