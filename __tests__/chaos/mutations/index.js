'use strict'

const fs = require('node:fs')
const path = require('node:path')

/** Behaviours against which no single defence stands that could be taken out, and why. */
const WITHOUT = {
  'lost-writes': 'nothing has landed, so whatever is said of it is so; lost-answers is its twin',
  'frames-twice': 'a frame that comes again says nothing new',
  'plan-joined': 'who is there is read after the write, as ever; without that no behaviour goes unnoticed',
  'plan-of-another-chat': 'a write to the ended one is refused, and what is said is that nobody told the guest',
  'socket-lost': 'a guest who is said not to be told may have been; the opposite needs a frame',
}

/** The head of a patch: a sentence, and the behaviours that must notice it. */
function read(file) {
  const text = fs.readFileSync(file, 'utf8')
  const [about, behaviours] = text.split('\n')
  return { name: path.basename(file, '.patch'), file, about, behaviours: behaviours.replace(/^Noticed by: /, '').split(', '), isRust: /^\+\+\+ b\/src\//m.test(text) }
}

/** Each takes one defence out of the product. */
const PATCHES = fs.readdirSync(__dirname).filter((name) => name.endsWith('.patch')).sort().map((name) => read(path.join(__dirname, name)))

module.exports = { PATCHES, WITHOUT }
