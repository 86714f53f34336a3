'use strict'

const { GenesysError } = require('../errors')

/**
 * An INVALID_INPUT in one form: which field, what came, what is accepted.
 * `at` says where: `{ path, operation }`.
 */
function invalid(at, came, accepted, fields = {}) {
  const message = `${at.path} is not acceptable: got ${came}; accepted: ${accepted}.`
  return new GenesysError('INVALID_INPUT', message, { operation: at.operation, ...fields })
}

/** The place of a field inside the place of its owner. */
function inside(at, name) {
  const isTop = at.path === '' || at.path === 'options'
  return { ...at, path: isTop ? name : `${at.path}.${name}` }
}

module.exports = { inside, invalid }
