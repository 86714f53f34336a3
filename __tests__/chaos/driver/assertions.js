'use strict'

const { expect } = require('expect')
const { matchers } = require('../../../matchers')

expect.extend(matchers)

/** One matcher about a conversation, by chance: its name, and the assertion. */
function assertion(stage, handle) {
  const options = { timeout: stage.scene.timeoutMs }
  return stage.random.pick([
    { name: 'toBeClosed', check: () => expect(handle).toBeClosed(options) },
    { name: 'not.toBeClosed', check: () => expect(handle).not.toBeClosed(options) },
    { name: 'toBeOpen', check: () => expect(handle).toBeOpen(options) },
    { name: 'not.toBeOpen', check: () => expect(handle).not.toBeOpen(options) },
  ])
}

module.exports = { assertion }
