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

module.exports = { binding: load() }
