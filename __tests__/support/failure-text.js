'use strict'

const { stripVTControlCharacters } = require('node:util')
const { rejection } = require('./rejection')

/** The text of a failed assertion, without colours, ids and times. */
async function failureText(assert) {
  const { message } = await rejection(assert)
  return stripVTControlCharacters(message)
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<id>')
    .replace(/\b[\da-f]{32}\b/g, '<message>')
    .replace(/\d+ ms/g, '# ms')
    // Told within the same millisecond, or one later.
    .replaceAll(' (after # ms)', '')
    .replace(/last frames: .*/g, 'last frames: …')
}

module.exports = { failureText }
