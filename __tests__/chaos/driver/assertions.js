'use strict'

const { matchers } = require('../../../dist/matchers')

/** What a matcher uses of a runner where it passes. */
const contextOf = (isNot) => ({ isNot, promise: '', utils: {} })

async function hold(name, isNot, subject, options) {
  const { pass } = await matchers[name].call(contextOf(isNot), subject, options)
  if (pass === isNot) throw Object.assign(new Error(`${name} failed`), { code: 'failed' })
}

/** One matcher by chance: its name, and the assertion. Of a guest, or of a conversation's handle. */
function assertion(stage, subject) {
  const options = { timeout: stage.scene.timeoutMs }
  const [matcher, isNot] = stage.random.pick([['toBeClosed', false], ['toBeClosed', true], ['toBeOpen', false], ['toBeOpen', true]])
  return { name: `${isNot ? 'not.' : ''}${matcher}`, check: () => hold(matcher, isNot, subject, options) }
}

module.exports = { assertion }
