'use strict'

const { GenesysError } = require('./errors')

/** The generated loader keeps the first real cause at the end of a chain. */
function firstCause(error) {
  let cause = error
  while (cause.cause instanceof Error) cause = cause.cause
  return cause.message.split('\n')[0]
}

function load() {
  try {
    return require('../binding.js')
  } catch (error) {
    throw new GenesysError(
      'BINDING_NOT_FOUND',
      `The native addon for ${process.platform} ${process.arch} could not be loaded: ${firstCause(error)}`,
      { operation: 'load the addon', cause: error, hint: 'In a clone of the repository, run "npm run build" (Rust by rustup is needed).' },
    )
  }
}

let loaded

/**
 * The addon, loaded when something of it is first wanted: an import alone costs neither the time nor
 * the memory of it, and a process that never closes anything never has it.
 */
const binding = new Proxy({}, {
  get(_target, name) {
    loaded ??= load()
    return loaded[name]
  },
})

module.exports = { binding }
