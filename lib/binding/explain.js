'use strict'

// Loaded only where the addon could not be.

const path = require('node:path')
const { GenesysError } = require('../errors')
const { judge, judgeVersions } = require('./cases')
const { attempts, firstCause, missing } = require('./causes')
const { here } = require('./here')
const { addonFile, installedPackages, isClone, lockFor } = require('./place')
const { targetFor } = require('./targets')

/** The package of the platform is found, and the file that it should hold is not. */
const namesFileOf = (target) => (name) => name !== undefined && path.isAbsolute(name) && name.includes(target.file)

/** All that bears upon why it did not load. */
function look() {
  const system = here()
  const target = targetFor(system)
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH || undefined
  return {
    here: system, target, named, addon: addonFile(target, named), isClone: isClone(), others: installedPackages(),
    lock: target && lockFor(target.packageName),
  }
}

function failure({ message, hint }, cause) {
  return new GenesysError('BINDING_NOT_FOUND', message, { operation: 'load the addon', hint, ...(cause && { cause }) })
}

/** The error for what the loader threw. */
function notLoaded(error) {
  const facts = look()
  const isEmpty = facts.target !== undefined && attempts(error).map(missing).some(namesFileOf(facts.target))
  return failure(judge({ ...facts, isEmpty, reason: firstCause(error) }), error)
}

/** The error for an addon of another version than the package around it. */
function otherVersion(wrapper, version) {
  return failure(judgeVersions({ ...look(), wrapper, version }))
}

module.exports = { notLoaded, otherVersion }
