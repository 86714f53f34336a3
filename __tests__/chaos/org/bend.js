'use strict'

/** Passes a value through every hook of that name; one that answers nothing leaves it as it is. */
function bend(bends, name, value, context) {
  return bends.reduce((bent, hooks) => (hooks[name] === undefined ? bent : hooks[name](bent, context) ?? bent), value)
}

module.exports = { bend }
