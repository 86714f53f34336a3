'use strict'

// Writes the corpus and the dictionary of the frame fuzzer from fixtures/guest-frames.json.
const fs = require('node:fs')
const path = require('node:path')

const frames = require('../fixtures/guest-frames.json')

const FOLDER = path.join(__dirname, 'corpus', 'guest_frame')

function words(value) {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => [name, ...words(inner)])
}

const isWord = (text) => /^[A-Za-z]{3,30}$/.test(text)

fs.mkdirSync(FOLDER, { recursive: true })
frames.forEach(({ frame }, index) => fs.writeFileSync(path.join(FOLDER, `fixture-${index}`), JSON.stringify(frame)))
const dictionary = [...new Set(frames.flatMap(({ frame }) => words(frame)).filter(isWord))].sort()
fs.writeFileSync(path.join(__dirname, 'guest_frame.dict'), `${dictionary.map((word) => `"${word}"`).join('\n')}\n`)
console.log(`${frames.length} frames, ${dictionary.length} words`)
